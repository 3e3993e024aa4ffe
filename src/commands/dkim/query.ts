import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { createKeyLookup, type DkimQueryData, keyName, queryKey } from '../../core/dkim/index.ts';
import { type Name, parseName } from '../../core/dns/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

export default class DkimQuery extends CheckCommand<Name, DkimQueryData> {
  static override summary = 'The key under a selector: explained, and can receivers verify with it.';
  static override description =
    'The TXT record under SELECTOR._domainkey.DOMAIN, read by the rules of RFC 6376 §3.6.1: type and length of the key, what it ' +
    'may be used for, whether it is revoked or for testing. A key that no receiver would verify with is status 1, one that ' +
    'cannot be looked up 3.';
  static override examples = [
    '<%= config.bin %> dkim query s1._domainkey.example.org',
    '<%= config.bin %> dkim query --selector s1 --domain example.org',
  ];
  static override args = { name: Args.string({ description: 'SELECTOR._domainkey.DOMAIN' }) };
  static override flags = {
    selector: Flags.string({ helpValue: 'NAME', description: 's= of a signature' }),
    domain: Flags.string({ helpValue: 'NAME', description: 'd= of a signature' }),
  };

  protected readonly facts: CommandFacts<DkimQueryData> = {
    command: 'dkim query',
    schema: 'dkim-query',
    needs: 'network',
    view: async () => (await import('../../ui/views/dkim-query.ts')).dkimQueryView,
  };

  protected readInput(fields: Fields): Name {
    const isSplit = fields.has('selector') || fields.has('domain');
    if (isSplit && fields.has('name')) fields.problem('give the whole name, or --selector and --domain');
    const text = isSplit
      ? keyName(fields.text('selector', 's= of a signature'), fields.text('domain', 'd= of a signature'))
      : fields.text('name', 'SELECTOR._domainkey.DOMAIN');
    const name = fields.take(parseName(text || 'x'), '');
    if (text !== '' && name !== '' && !name.includes('._domainkey.'))
      fields.problem(`"${text.slice(0, 80)}" is not SELECTOR._domainkey.DOMAIN, where keys stand`);
    return name;
  }

  protected target(name: Name): string {
    return name;
  }

  protected async inspect(name: Name, { network, signal }: Context): Promise<Result<Report<DkimQueryData>, Failure>> {
    return ok(queryKey(name, await createKeyLookup(network.informed, { signal })(name)));
  }
}
