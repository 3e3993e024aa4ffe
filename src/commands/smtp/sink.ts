import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type RunningSink, type SinkMessage, type SinkOptions, startSink } from '../../core/sink/index.ts';
import {
  CheckCommand,
  type CommandFacts,
  type Context,
  type Fields,
  logLine,
  usageError,
} from '../../ui/command/index.ts';
import { openEvents, type SinkEvents } from '../../ui/command/sink-events.ts';
import {
  readFiles,
  readOffers,
  readPlace,
  readRate,
  readRules,
  readStore,
  type SinkFiles,
  type SinkTexts,
} from '../../ui/command/sink-options.ts';
import { tracedTraffic } from '../../ui/command/sink-trace.ts';
import type { SmtpSinkData } from '../../ui/views/smtp-sink.ts';

interface Input {
  readonly files: SinkFiles;
  readonly takesAnyAuth: boolean;
  readonly hasTls: boolean;
  readonly tlsOnConnect: boolean;
  readonly events?: string;
  readonly printsPort: boolean;
  readonly options: Omit<SinkOptions, 'name' | 'tls' | 'script' | 'credentials'> & {
    readonly rules: SinkOptions['script']['rules'];
  };
}

/** Messages of the report. */
const MAX_TOLD = 1000;
const BARE = ['refuse', 'normalise', 'keep'] as const;

export default class SmtpSink extends CheckCommand<Input, SmtpSinkData> {
  static override summary = 'Receive mail, store or discard it, and answer as you are told.';
  static override description =
    'Listens on ADDR:PORT, by default on a free port of loopback, says on standard error where ("ready ADDR:PORT"), and runs until ' +
    'Ctrl-C, SIGTERM, --once or --count ends it; then it reports. Whatever comes is accepted unless a rule says otherwise: ' +
    '"STAGE [WHO] [delay SECONDS] [drop | drop-at OCTETS] [first N] [after N] [every N] [= CODE TEXT]", one with --reply or many, ' +
    'a line each, in a --script. STAGE is connect, helo, starttls, auth, mail, rcpt, data, message (behind the dot), recipient ' +
    '(there for each, in LMTP and under PRDR), rset, noop, vrfy, expn, etrn, help or quit; WHO an address, a text with *, or a ' +
    '/regular expression/. Messages are stored as received, CRLF included. STARTTLS shows a certificate made for the occasion.';
  static override examples = [
    '<%= config.bin %> smtp sink 127.0.0.1:2525',
    '<%= config.bin %> smtp sink --maildir ./received --events -',
    `<%= config.bin %> smtp sink --reply 'rcpt bob@example.org = 550 5.1.1 no such user' --delay data=3`,
    `<%= config.bin %> smtp sink --reply 'rcpt * first 1 = 451 4.7.1 greylisted' --rate 10/minute`,
    '<%= config.bin %> smtp sink --lmtp --once --json',
  ];
  static override args = { place: Args.string({ description: 'ADDR:PORT [default: 127.0.0.1:0, a free port]' }) };
  static override flags = {
    maildir: Flags.string({
      helpValue: 'DIR',
      description: 'store messages there, a file each; made where there is none',
    }),
    mbox: Flags.string({ helpValue: 'FILE', description: 'append messages to it' }),
    fsync: Flags.boolean({ description: 'what is accepted is on the disk' }),
    events: Flags.string({
      helpValue: 'FILE|-',
      description: 'one JSON object a message as it comes; - is standard output',
    }),
    script: Flags.string({ helpValue: 'FILE', description: 'rules, a line each' }),
    reply: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'RULE',
      description: 'a rule, as "rcpt bob@example.org = 550 no such user"',
    }),
    delay: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'STAGE=SECONDS',
      description: 'wait before the reply',
    }),
    'drop-at': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'STAGE|OCTETS',
      description: 'end the connection without a reply there, or after so many octets of a message',
    }),
    rate: Flags.string({ helpValue: 'N/minute', description: 'so many messages a second, minute or hour; then 421' }),
    count: Flags.string({ helpValue: 'N', description: 'end after so many messages' }),
    once: Flags.boolean({ description: 'end after one' }),
    lmtp: Flags.boolean({ description: 'speak LMTP' }),
    proxy: Flags.boolean({ description: 'a PROXY header comes first on each connection' }),
    'tls-on-connect': Flags.boolean({ description: 'TLS from the first octet' }),
    'no-tls': Flags.boolean({ description: 'do not offer STARTTLS' }),
    cert: Flags.string({ helpValue: 'FILE', description: 'certificate chain to show, PEM' }),
    key: Flags.string({ helpValue: 'FILE', description: 'its private key, PEM' }),
    'auth-file': Flags.string({ helpValue: 'FILE', description: 'offer AUTH to these: user:password, a line each' }),
    'auth-any': Flags.boolean({ description: 'offer AUTH, and take any credentials' }),
    'require-auth': Flags.boolean({ description: 'mail only from who has authenticated' }),
    bare: Flags.string({
      helpValue: BARE.join('|'),
      description: 'what becomes of a CR or LF alone; it never ends a message [default: refuse]',
    }),
    'enforce-sync': Flags.boolean({ description: 'refuse clients that do not wait for their turn, as Exim does' }),
    offer: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'EXTENSION',
      description: 'offer ETRN, EXPN or PIPECONNECT, too',
    }),
    hide: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'EXTENSION',
      description: 'do not offer it',
    }),
    size: Flags.string({ helpValue: 'OCTETS', description: 'largest message; 0 for any [default: 104857600]' }),
    'max-recipients': Flags.string({ helpValue: 'N', description: 'of a message; then 452 [default: 50000]' }),
    'max-connections': Flags.string({ helpValue: 'N', description: 'at a time; then 421 [default: 1000]' }),
    idle: Flags.string({
      helpValue: 'SECONDS',
      description: 'patience with a client that says nothing [default: 300]',
    }),
    'max-time': Flags.string({ helpValue: 'SECONDS', description: 'of a connection; then 421 [default: 3600]' }),
    'print-port': Flags.boolean({ description: 'the port alone on a line of standard output, first of all' }),
  };

  protected readonly facts: CommandFacts<SmtpSinkData> = {
    command: 'smtp sink',
    schema: 'smtp-sink',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/smtp-sink.ts')).smtpSinkView,
  };

  protected readInput(fields: Fields): Input {
    const [once, count] = [fields.flag('once'), fields.integer('count', { min: 1, max: 1_000_000_000 })];
    if (once && count !== undefined) fields.problem('--once and --count exclude each other: give one');
    const ends = once ? 1 : count;
    const rate = readRate(fields);
    const events = fields.optionalText('events');
    return {
      files: readFileNames(fields),
      takesAnyAuth: fields.flag('authAny'),
      hasTls: !fields.flag('noTls'),
      tlsOnConnect: fields.flag('tlsOnConnect'),
      ...(events !== undefined && { events }),
      printsPort: fields.flag('printPort'),
      options: {
        ...readPlace(fields),
        protocol: fields.flag('lmtp') ? 'lmtp' : 'smtp',
        offers: readOffers(fields),
        bare: fields.oneOf('bare', BARE) ?? 'refuse',
        enforcesSync: fields.flag('enforceSync'),
        rules: readRules(fields),
        store: readStore(fields),
        requiresAuth: fields.flag('requireAuth'),
        expectsProxy: fields.flag('proxy'),
        ...(rate !== undefined && { rate }),
        ...(ends !== undefined && { count: ends }),
        limits: {
          connections: fields.integer('maxConnections', { min: 1, max: 100_000 }) ?? 1000,
          recipients: fields.integer('maxRecipients', { min: 1, max: 10_000_000 }) ?? 50_000,
          idleMs: (fields.integer('idle', { min: 1, max: 86_400 }) ?? 300) * 1000,
          totalMs: (fields.integer('maxTime', { min: 1, max: 2_000_000 }) ?? 3600) * 1000,
        },
      },
    };
  }

  protected target({ options: { address, port } }: Input): string {
    return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<SmtpSinkData>, Failure>> {
    if (context.settings.batch !== undefined)
      return err(usageError('smtp sink is one server and takes no --batch', 'start one for each'));
    const texts = await readFiles(input.files);
    if (!texts.ok) return texts;
    const events = input.events === undefined ? ok(undefined) : openEvents(input.events);
    if (!events.ok) return events;
    return this.receive(sinkOptions(input, texts.value, context), input, events.value, context);
  }

  private async receive(
    options: SinkOptions,
    { printsPort }: Input,
    events: SinkEvents | undefined,
    { clock, signal, settings, trace }: Context,
  ): Promise<Result<Report<SmtpSinkData>, Failure>> {
    const last: SinkMessage[] = [];
    const began = clock.monotonicMs();
    const sink = await startSink(options, {
      monotonicMs: () => clock.monotonicMs(),
      now: () => new Date(),
      onMessage: (message) => {
        last.push(message);
        if (last.length >= 2 * MAX_TOLD) last.splice(0, MAX_TOLD);
        events?.tell(message);
      },
      onTrouble: (text) => logLine('error', text, settings),
      ...(settings.trace || settings.traceFile !== undefined ? { onTraffic: tracedTraffic(trace) } : {}),
    });
    if (!sink.ok) return sink;
    announce(sink.value, printsPort);
    await untilEnd(sink.value, signal);
    await events?.close();
    const { address, port, totals } = sink.value;
    const seconds = Number(((clock.monotonicMs() - began) / 1000).toFixed(3));
    return ok({ findings: [], data: { address, port, seconds, ...totals, last: last.slice(-MAX_TOLD) } });
  }
}

function readFileNames(fields: Fields): SinkFiles {
  const [script, auth] = [fields.optionalText('script'), fields.optionalText('authFile')];
  const [cert, key] = [fields.optionalText('cert'), fields.optionalText('key')];
  if ((cert === undefined) !== (key === undefined)) fields.problem('--cert and --key go together: give both');
  if (auth !== undefined && fields.flag('authAny')) fields.problem('--auth-file and --auth-any exclude each other');
  if (fields.flag('requireAuth') && auth === undefined && !fields.flag('authAny'))
    fields.problem('--require-auth needs --auth-file or --auth-any: else nobody could send');
  if (fields.flag('noTls') && (cert !== undefined || fields.flag('tlsOnConnect')))
    fields.problem('--no-tls excludes --cert and --tls-on-connect');
  return {
    ...(script !== undefined && { script }),
    ...(auth !== undefined && { auth }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

function sinkOptions(
  { options, hasTls, tlsOnConnect, takesAnyAuth }: Input,
  texts: SinkTexts,
  { settings }: Context,
): SinkOptions {
  const { rules, ...rest } = options;
  const credentials = takesAnyAuth ? ({ passwords: 'any' } as const) : texts.credentials;
  return {
    ...rest,
    name: settings.ehlo,
    script: { rules: [...rules, ...texts.rules] },
    tls: tlsOf(hasTls, tlsOnConnect, texts),
    ...(credentials !== undefined && { credentials }),
  };
}

function tlsOf(hasTls: boolean, onConnect: boolean, { pair }: SinkTexts): SinkOptions['tls'] {
  if (!hasTls) return { kind: 'none' };
  return pair === undefined ? { kind: 'throw-away', onConnect } : { kind: 'given', onConnect, ...pair };
}

function announce({ address, port }: RunningSink, printsPort: boolean): void {
  if (printsPort) process.stdout.write(`${port}\n`);
  process.stderr.write(`ready ${address.includes(':') ? `[${address}]` : address}:${port}\n`);
}

/** Resolves when the last message is there, or the user has had enough. */
async function untilEnd(sink: RunningSink, signal: AbortSignal): Promise<void> {
  const stop = (): void => void sink.close();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  await sink.ended;
}
