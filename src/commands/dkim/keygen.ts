import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result, say, writeNewFile } from '../../base/index.ts';
import { generated, generateKey, keyName, keyRecordFor, splitStrings, zoneLine } from '../../core/dkim/index.ts';
import { parseName } from '../../core/dns/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import type { DkimKeygenData } from '../../ui/views/dkim-keygen.ts';

interface Input {
  readonly domain: string;
  readonly selector: string;
  readonly type: 'rsa' | 'ed25519';
  readonly bits: number;
  readonly file: string;
}

const TYPES = ['rsa', 'ed25519'] as const;
const DEFAULT_BITS = 2048;
/** RFC 8301 §3.2: receivers verify up to 4096. */
const BITS = { min: 1024, max: 4096 };
const OWNER_ALONE = 0o600;

export default class DkimKeygen extends CheckCommand<Input, DkimKeygenData> {
  static override summary = 'A new key to sign with, and the record that publishes it.';
  static override description =
    'The private key goes into a new file that its owner alone may read; a file that is there is never replaced. The record is ' +
    'printed as a zone file has it, in strings of at most 255 octets.';
  static override examples = [
    '<%= config.bin %> dkim keygen --domain example.org --selector s2026',
    '<%= config.bin %> dkim keygen --domain example.org --selector e1 --type ed25519 --out /etc/mail/dkim/e1.pem',
  ];
  static override flags = {
    domain: Flags.string({ helpValue: 'NAME', description: 'the domain that will sign' }),
    selector: Flags.string({ helpValue: 'NAME', description: 'the name of the key' }),
    type: Flags.option({ options: TYPES })({ description: 'type of the key [default: rsa]' }),
    bits: Flags.string({ helpValue: 'N', description: `of an RSA key, 1024 to 4096 [default: ${DEFAULT_BITS}]` }),
    out: Flags.string({ helpValue: 'FILE', description: 'for the private key [default: SELECTOR.DOMAIN.pem]' }),
  };

  protected readonly facts: CommandFacts<DkimKeygenData> = {
    command: 'dkim keygen',
    schema: 'dkim-keygen',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/dkim-keygen.ts')).dkimKeygenView,
  };

  protected readInput(fields: Fields): Input {
    const domain = fields.take(parseName(fields.text('domain', 'the domain that will sign') || 'x'), '');
    const selector = fields.take(parseName(fields.text('selector', 'a name for the key') || 'x'), '');
    const type = fields.oneOf('type', TYPES) ?? 'rsa';
    if (type === 'ed25519' && fields.has('bits')) fields.problem('--bits is for RSA keys: Ed25519 has one size');
    const bits = fields.integer('bits', BITS) ?? DEFAULT_BITS;
    const file = fields.optionalText('out') ?? `${selector}.${domain}.pem`;
    fields.take(parseName(keyName(selector, domain)), '');
    return { domain, selector, type, bits, file };
  }

  protected target({ selector, domain }: Input): string {
    return keyName(selector, domain);
  }

  protected async inspect(input: Input): Promise<Result<Report<DkimKeygenData>, Failure>> {
    const { domain, selector, type, bits, file } = input;
    const key = generateKey(type, bits);
    const written = await writeNewFile(file, key.export({ format: 'pem', type: 'pkcs8' }), OWNER_ALONE);
    if (!written.ok) return err({ ...written.error, message: `--out: ${written.error.message}` });
    const name = keyName(selector, domain);
    const record = keyRecordFor(key);
    const zone = zoneLine(name, record);
    const data = { file, type, bits: type === 'rsa' ? bits : 256, name, record, strings: splitStrings(record), zone };
    return ok({ findings: [say(generated, { scope: { domain, file }, detail: `${name}, in ${file}` })], data });
  }
}
