import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { concatBytes, err, type Failure, ok, type Report, type Result, say, toBase64 } from '../../base/index.ts';
import {
  type Algorithm,
  type Canonicalization,
  type PrivateKey,
  readPrivateKey,
  type SignedField,
  type SignSpec,
  signDkim,
  signed,
} from '../../core/dkim/index.ts';
import { parseName } from '../../core/dns/index.ts';
import {
  CheckCommand,
  type CommandFacts,
  type Context,
  type Fields,
  readTextFile,
  usageError,
} from '../../ui/command/index.ts';
import { type KeptMessage, keepMessage } from '../../ui/command/kept-message.ts';
import { type MessageSource, readMessageSource, whileReading } from '../../ui/command/message-source.ts';
import type { DkimSignData } from '../../ui/views/dkim-sign.ts';

type Wanted = Omit<SignSpec, 'key' | 'algorithm' | 'signedAt' | 'expiresAt'>;

interface Input {
  readonly source: MessageSource;
  readonly key: { readonly pem: string } | { readonly file: string };
  readonly algorithm?: Algorithm;
  readonly wanted: Wanted;
  readonly expireSeconds?: number;
}

const ALGORITHMS = ['rsa-sha256', 'ed25519-sha256'] as const;
const CANONS = ['relaxed/relaxed', 'relaxed/simple', 'simple/relaxed', 'simple/simple'] as const;
const MAX_KEY_BYTES = 64 * 1024;
const MAX_EXPIRE_SECONDS = 10 * 366 * 86_400;

export default class DkimSign extends CheckCommand<Input, DkimSignData> {
  static override summary = 'The message with a DKIM signature on top.';
  static override description =
    'The signed message goes to standard output, octet by octet as it came in, with the new field before it. Without --headers ' +
    'the fields that matter are signed as often as they are there (RFC 6376 §5.4.1), and those of --oversign once more, so ' +
    'that none can be added.';
  static override examples = [
    '<%= config.bin %> dkim sign message.eml --key s1.pem --domain example.org --selector s1 > signed.eml',
    '<%= config.bin %> dkim sign - --key s1.pem --domain example.org --selector s1 --expire 604800 < message.eml',
  ];
  static override args = { file: Args.string({ description: 'file of a mail; - is standard input' }) };
  static override flags = {
    key: Flags.string({ helpValue: 'FILE', description: 'private key, PEM: RSA or Ed25519' }),
    domain: Flags.string({ helpValue: 'NAME', description: 'd=, the domain that signs' }),
    selector: Flags.string({ helpValue: 'NAME', description: 's=, which of its keys' }),
    headers: Flags.string({ helpValue: 'NAMES', description: 'h= as it shall be, as from:to:subject' }),
    oversign: Flags.string({
      helpValue: 'NAMES',
      description: 'fields named once more than they are there, or none [default: from]',
    }),
    canon: Flags.option({ options: CANONS })({ description: 'c=, header/body [default: relaxed/relaxed]' }),
    algorithm: Flags.option({ options: ALGORITHMS })({ description: 'a=, which the key has to fit' }),
    identity: Flags.string({ helpValue: 'ADDRESS', description: 'i=, as joe@example.org or @mail.example.org' }),
    expire: Flags.string({ helpValue: 'SECONDS', description: 'x=, so long after the time of signing' }),
  };
  static override batchFields = { message: 'the mail, base64', key: 'private key: PEM text' };

  protected readonly facts: CommandFacts<DkimSignData> = {
    command: 'dkim sign',
    schema: 'dkim-sign',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/dkim-sign.ts')).dkimSignView,
    octets: () => this.signedMessage(),
  };

  protected readInput(fields: Fields): Input {
    const key = fields.text('key', 'the file of a private key');
    const algorithm = fields.oneOf('algorithm', ALGORITHMS);
    const expireSeconds = fields.integer('expire', { min: 1, max: MAX_EXPIRE_SECONDS });
    return {
      source: readMessageSource(fields),
      key: fields.isPem('key') ? { pem: key } : { file: key },
      wanted: readWanted(fields),
      ...(algorithm !== undefined && { algorithm }),
      ...(expireSeconds !== undefined && { expireSeconds }),
    };
  }

  protected target({ source }: Input): string | undefined {
    return 'file' in source ? source.file : undefined;
  }

  protected inspect(input: Input, { clock }: Context): Promise<Result<Report<DkimSignData>, Failure>> {
    return whileReading(async () => {
      const key = await readKey(input);
      if (!key.ok) return key;
      const kept = await keepMessage(input.source);
      if (!kept.ok) return kept;
      const opened = await kept.value.parts();
      if (!opened.ok) return opened;
      const signedAt = Math.floor(clock.now().getTime() / 1000);
      const times = { signedAt, ...(input.expireSeconds && { expiresAt: signedAt + input.expireSeconds }) };
      const spec = { ...input.wanted, key: key.value.key, algorithm: key.value.algorithm, ...times };
      const made = await signDkim(opened.value, spec);
      if (!made.ok) return made;
      if (made.value.froms === 0) return err(usageError('the message has no From field, which must be signed'));
      const field = onTop(made.value);
      this.written = { field, kept: kept.value };
      return ok({ findings: [say(signed)], data: dataOf(made.value, field, kept.value, spec) });
    });
  }

  /** What goes to standard output: the new field, and the message as it came. */
  private written: { readonly field: Uint8Array; readonly kept: KeptMessage } | undefined;

  private async *signedMessage(): AsyncGenerator<Uint8Array> {
    if (this.written === undefined) return;
    yield this.written.field;
    const again = await this.written.kept.parts();
    if (!again.ok) throw new Error(again.error.message);
    yield* again.value;
  }
}

function readWanted(fields: Fields): Wanted {
  const domain = fields.take(parseName(fields.text('domain', 'the domain that signs') || 'x'), '');
  const selector = fields.take(parseName(fields.text('selector', 'the name of its key') || 'x'), '');
  const [header, body] = (fields.oneOf('canon', CANONS) ?? 'relaxed/relaxed').split('/') as Canonicalization[];
  const names = fields.has('headers') ? readNames(fields, 'headers') : undefined;
  if (names !== undefined && !names.includes('from')) fields.problem('--headers must have from (RFC 6376 §5.4)');
  const identity = fields.optionalText('identity');
  if (identity !== undefined) checkIdentity(fields, identity, domain);
  const oversign = fields.has('oversign') ? readNames(fields, 'oversign') : ['from'];
  return {
    domain,
    selector,
    header: header!,
    body: body!,
    ...(names !== undefined && { names }),
    oversign: oversign.length === 1 && oversign[0] === 'none' ? [] : oversign,
    ...(identity !== undefined && { identity }),
  };
}

function readNames(fields: Fields, field: 'headers' | 'oversign'): readonly string[] {
  const text = fields.texts(field).join(':');
  const names = text.split(/[:,\s]+/).map((name) => name.toLowerCase());
  if (names.every((name) => /^[\x21-\x39\x3b-\x7e]+$/.test(name) && !name.includes(';'))) return names;
  fields.problem(`--${field} "${text.slice(0, 60)}" is no list of header fields, as from:to:subject`);
  return [];
}

function checkIdentity(fields: Fields, identity: string, domain: string): void {
  const own = identity.slice(identity.lastIndexOf('@') + 1).toLowerCase();
  const isUnder = own === domain || own.endsWith(`.${domain}`);
  if (!identity.includes('@') || !isUnder)
    fields.problem(`--identity "${identity.slice(0, 60)}" is not [LOCAL-PART]@${domain} or below it`);
}

async function readKey({ key, algorithm }: Input): Promise<Result<PrivateKey, Failure>> {
  const pem = 'pem' in key ? ok(key.pem) : await readTextFile(key.file, '--key', MAX_KEY_BYTES);
  if (!pem.ok) return pem;
  const read = readPrivateKey(pem.value, 'file' in key ? `--key ${key.file}` : '"key"');
  if (!read.ok || algorithm === undefined || algorithm === read.value.algorithm) return read;
  return err(usageError(`--algorithm ${algorithm} does not fit the key, which is for ${read.value.algorithm}`));
}

/** Lines of the new field end as those of the message do. */
function onTop({ text, lineEnds }: SignedField): Uint8Array {
  const field = `${text}\r\n`;
  return Buffer.from(lineEnds === 'lf' ? field.replaceAll('\r\n', '\n') : field, 'latin1');
}

function dataOf(
  { text, names, body }: SignedField,
  field: Uint8Array,
  { octets }: KeptMessage,
  spec: SignSpec,
): DkimSignData {
  return {
    field: text,
    domain: spec.domain,
    selector: spec.selector,
    algorithm: spec.algorithm,
    signedFields: names,
    bodyHash: toBase64(body.digest),
    ...(octets !== undefined && { message: toBase64(concatBytes([field, octets])) }),
  };
}
