import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, parseIpv4, parseIpv6, type Report, type Result } from '../../base/index.ts';
import type { Name } from '../../core/dns/index.ts';
import { type SpfWhichData, whichDomains } from '../../core/spf/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import { readDomainName } from '../../ui/command/policy-domain.ts';

interface Input {
  readonly text: string;
  readonly ip: Uint8Array;
  readonly domains: readonly Name[];
}

const MAX_DOMAINS = 1000;

export default class SpfWhich extends CheckCommand<Input, SpfWhichData> {
  static override summary = 'Which of these domains let an address send for them, and by which terms.';
  static override description =
    'Checks the address for each domain, and follows each policy to every term that names the address, though another may ' +
    'decide before it. Status 1 when none of the domains lets it pass.';
  static override examples = [
    '<%= config.bin %> spf which 192.0.2.1 example.org example.net',
    `echo '{"ip":"192.0.2.1","domains":["example.org"]}' | <%= config.bin %> spf which --batch -`,
  ];
  // oclif has no optional argument before a list, and a batch gives neither on the command line.
  static override args = { words: Args.string({ multiple: true, description: 'the address, then the domains' }) };
  static override flags = {
    ip: Flags.string({ helpValue: 'ADDRESS', description: 'the address, where the words are domains alone' }),
  };
  static override batchFields = { domains: 'names, a list' };

  protected readonly facts: CommandFacts<SpfWhichData> = {
    command: 'spf which',
    schema: 'spf-which',
    needs: 'network',
    view: async () => (await import('../../ui/views/spf-which.ts')).spfWhichView,
  };

  protected readInput(fields: Fields): Input {
    const words = fields.texts('words');
    const text = fields.has('ip') ? fields.text('ip', 'an address') : (words[0] ?? '');
    if (text === '') fields.problem('"ip" is missing: give an address such as 192.0.2.1');
    const ip = parseIpv4(text) ?? parseIpv6(text);
    if (ip === undefined && text !== '')
      fields.problem(`"ip" must be an address such as 192.0.2.1 or 2001:db8::1, and is "${text.slice(0, 80)}"`);
    const domains = [...(fields.has('ip') ? words : words.slice(1)), ...fields.texts('domains')];
    if (domains.length === 0) fields.problem('"domains" is missing: name at least one domain');
    if (domains.length > MAX_DOMAINS)
      fields.problem(`"domains" are ${domains.length}: give at most ${MAX_DOMAINS} at once`);
    return { text, ip: ip ?? new Uint8Array(4), domains: domains.map((each) => readDomainName(each, fields)) };
  }

  protected target({ text }: Input): string {
    return text;
  }

  protected async inspect(
    { ip, domains }: Input,
    { network, clock, signal, settings }: Context,
  ): Promise<Result<Report<SpfWhichData>, Failure>> {
    const ports = { dns: network.informed, signal, now: () => clock.now(), receiver: settings.ehlo };
    return ok(await whichDomains(ip, domains, ports));
  }
}
