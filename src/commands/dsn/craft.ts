import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result, readBoundedFile, systemRandom } from '../../base/index.ts';
import { ACTIONS, craftedReport, type DsnCraftData, dsnError, dsnLanguages } from '../../core/dsn/index.ts';
import { RECIPIENT_FIELDS } from '../../ui/command/dsn-recipients.ts';
import { DEFAULT_MAX_ORIGINAL, RETURNS, readDsnSpec } from '../../ui/command/dsn-spec.ts';
import { isObject } from '../../ui/command/fields.ts';
import {
  CheckCommand,
  type CommandFacts,
  type Context,
  Fields,
  readTextFile,
  usageError,
} from '../../ui/command/index.ts';
import { readMailText } from '../../ui/command/mail-store.ts';

/** What was given, by name; looked at when the files are read. */
type Input = Readonly<Record<string, unknown>>;

const MAX_QUEUE_OCTETS = 64 * 1024 * 1024;
const MAX_ORIGINAL_OCTETS = 256 * 1024 * 1024;
const COMMON = [
  'to',
  'from',
  'recipient',
  'reportingMta',
  'gateway',
  'receivedFrom',
  'envid',
  'arrival',
  'ret',
  'original',
];
const OF_RECIPIENT = [
  'orcpt',
  'notify',
  'action',
  'status',
  'diagnostic',
  'remoteMta',
  'lastAttempt',
  'retryUntil',
  'finalLogId',
];
const FORM = ['language', 'maxOriginal', 'sevenBit', 'messageId', 'boundary'];
/** Of a batch line and of a queue entry. */
const STRUCTURED = ['sender', 'recipients', 'message'];
const NAMES = [...COMMON, ...OF_RECIPIENT, ...FORM, ...STRUCTURED];

export default class DsnCraft extends CheckCommand<Input, DsnCraftData> {
  static override summary = 'A delivery status notification, written from flags, a message, or the entry of a queue.';
  static override description =
    'The report goes to standard output with CRLF line ends, ready to be sent with the null sender. Flags about a recipient hold ' +
    'for all of them; --recipient takes JSON for one of its own: {"address": "bob@example.net", "action": "delayed"}. A recipient ' +
    'whose NOTIFY does not ask for it is left out. There is no report for the null sender, on a report, or on what answers by ' +
    'itself, and no notice of delay on bulk mail. With --at, --message-id and --boundary the same words give the same octets. The ' +
    'shape of --queue is in mxray schema dsn-queue-entry.';
  static override examples = [
    '<%= config.bin %> dsn craft --to alice@example.org --recipient bob@example.net --status 5.1.1 --diagnostic "550 5.1.1 No such user" --remote-mta mx.example.net --original mail.eml',
    '<%= config.bin %> dsn craft --to alice@example.org --recipient bob@example.net --action delayed --retry-until 2026-11-30 --language de',
    '<%= config.bin %> dsn craft --queue entry.json | <%= config.bin %> dsn parse -',
  ];
  static override flags = {
    to: Flags.string({
      helpValue: 'ADDRESS',
      description: 'sender of the original in its envelope [default: its Return-Path]',
    }),
    from: Flags.string({ helpValue: 'TEXT', description: 'From field [default: MAILER-DAEMON at the reporting MTA]' }),
    recipient: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'ADDRESS|JSON',
      description: 'whom it is about; repeatable',
    }),
    action: Flags.option({ options: ACTIONS })({ description: 'what became of the message [default: failed]' }),
    status: Flags.string({ helpValue: 'CODE', description: 'as 5.1.1 [default: 5.0.0, 4.0.0 or 2.0.0 by the action]' }),
    diagnostic: Flags.string({
      helpValue: 'TEXT',
      description: 'what the other side said, as "550 5.1.1 No such user"',
    }),
    'remote-mta': Flags.string({ helpValue: 'NAME', description: 'the host that said it' }),
    orcpt: Flags.string({ helpValue: 'TYPE;XTEXT', description: 'ORCPT of the original, as in RCPT' }),
    notify: Flags.string({ helpValue: 'WORDS', description: 'NOTIFY of the original, as in RCPT' }),
    'last-attempt': Flags.string({ helpValue: 'TIME', description: 'when it was tried last' }),
    'retry-until': Flags.string({ helpValue: 'TIME', description: 'with delayed: until when it will be tried' }),
    'final-log-id': Flags.string({ helpValue: 'TEXT', description: 'id in the log of the final system' }),
    'reporting-mta': Flags.string({ helpValue: 'NAME', description: 'who reports [default: our name in EHLO]' }),
    gateway: Flags.string({ helpValue: 'NAME', description: 'gateway that translated a foreign report' }),
    'received-from': Flags.string({ helpValue: 'NAME', description: 'the host that the original came from' }),
    envid: Flags.string({ helpValue: 'XTEXT', description: 'ENVID of the original, as in MAIL' }),
    arrival: Flags.string({ helpValue: 'TIME', description: 'when the original arrived' }),
    ret: Flags.string({
      helpValue: RETURNS.join('|'),
      description: 'what is to come back [default: full with a failure]',
    }),
    original: Flags.string({ helpValue: 'FILE', description: 'the original, a file of a mail; - is standard input' }),
    'max-original': Flags.string({
      helpValue: 'OCTETS',
      description: `a larger original comes back as its header [default: ${DEFAULT_MAX_ORIGINAL}]`,
    }),
    queue: Flags.string({ helpValue: 'FILE', description: 'the entry of a queue, JSON; flags come before it' }),
    language: Flags.option({ options: dsnLanguages.map(({ tag }) => tag) })({
      description: 'of the words for people [default: en]',
    }),
    'seven-bit': Flags.boolean({ description: 'no octet beyond ASCII, for a next server without 8BITMIME' }),
    'message-id': Flags.string({ helpValue: 'ID', description: 'of the report [default: a random one]' }),
    boundary: Flags.string({ helpValue: 'TEXT', description: 'between the parts [default: a random one]' }),
  };
  static override batchFields = {
    sender: 'another name for to',
    recipients:
      'addresses or objects: address, orcpt, notify, action, status, diagnostic, remoteMta, lastAttempt, retryUntil, finalLogId',
    message: 'the original, base64, instead of original',
    queue: 'a file, or the entry itself as an object',
  };

  protected readonly facts: CommandFacts<DsnCraftData> = {
    command: 'dsn craft',
    schema: 'dsn-craft',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/dsn-craft.ts')).dsnCraftView,
    octets: async function* ({ message }) {
      yield Buffer.from(message, 'base64');
    },
  };

  /** Files come first: what they hold is looked at together with the rest. */
  protected readInput(fields: Fields): Input {
    return valuesOf(fields, [...NAMES, 'queue']);
  }

  protected target({ to, sender }: Input): string | undefined {
    return typeof to === 'string' ? to : typeof sender === 'string' ? sender : undefined;
  }

  protected async inspect(input: Input, { clock, settings }: Context): Promise<Result<Report<DsnCraftData>, Failure>> {
    const queued = await readQueueEntry(input.queue);
    if (!queued.ok) return queued;
    const fields = new Fields({ ...queued.value, ...input });
    const original = await readOriginal(fields);
    if (!original.ok) return original;
    const context = { host: settings.ehlo, now: clock.now(), random: systemRandom };
    const spec = readDsnSpec(fields, { ...context, ...(original.value && { original: original.value }) });
    const read = fields.done(spec);
    if (!read.ok) return read;
    if (spec.recipients.length === 0) return err(notAskedFor());
    return craftedReport(read.value);
  }
}

const notAskedFor = (): Failure =>
  dsnError('dsn/not-asked-for', 'NOTIFY asks for no report of this for any recipient (RFC 3461 §4.1)');

/** Of those that were given. */
function valuesOf(fields: Fields, names: readonly string[]): Readonly<Record<string, unknown>> {
  const given = names.filter((name) => fields.has(name));
  return Object.fromEntries(
    given.map((name) => [name, fields.isList(name) ? fields.list(name) : fields.list(name)[0]]),
  );
}

/** Names of a queue entry that are none of ours are passed over: queues know more than reports tell. */
async function readQueueEntry(queue: unknown): Promise<Result<Readonly<Record<string, unknown>>, Failure>> {
  if (queue === undefined) return ok({});
  const entry = typeof queue === 'string' ? await parsedFile(queue) : ok(queue);
  if (!entry.ok) return entry;
  if (!isObject(entry.value))
    return err(usageError('--queue: the entry must be an object (mxray schema dsn-queue-entry)'));
  const { recipients } = entry.value;
  const known = Array.isArray(recipients) ? { recipients: recipients.map(knownParts) } : {};
  return ok(valuesOf(new Fields({ ...entry.value, ...known }), NAMES));
}

const knownParts = (recipient: unknown): unknown =>
  isObject(recipient)
    ? Object.fromEntries(
        RECIPIENT_FIELDS.map((name) => [name, recipient[name]]).filter(([, value]) => value !== undefined),
      )
    : recipient;

async function parsedFile(file: string): Promise<Result<unknown, Failure>> {
  const text = await readTextFile(file, '--queue', MAX_QUEUE_OCTETS);
  if (!text.ok) return text;
  try {
    return ok(JSON.parse(text.value) as unknown);
  } catch (cause) {
    return err(usageError(`--queue ${file} is no JSON: ${(cause as Error).message}`));
  }
}

async function readOriginal(fields: Fields): Promise<Result<Uint8Array | undefined, Failure>> {
  if (fields.has('message')) return ok(readMailText(fields, 'message'));
  if (!fields.has('original')) return ok(undefined);
  return readBoundedFile(fields.text('original', 'the file of a mail'), MAX_ORIGINAL_OCTETS);
}
