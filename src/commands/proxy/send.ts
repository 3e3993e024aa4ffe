import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import {
  addressFamily,
  err,
  type Failure,
  formatIpv6,
  ok,
  parseIpv6,
  type Report,
  type Result,
  readBoundedFile,
} from '../../base/index.ts';
import {
  builtReport,
  encodeProxy,
  familyOf,
  type GivenHeader,
  headerOf,
  octetsFromText,
  type ProxySendData,
  parseEndpoint,
  parseTlvs,
  sendReport,
} from '../../core/proxy/index.ts';
import { converse, type Mail, parsePath, STOPS, type Stop } from '../../core/smtp/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, usageError } from '../../ui/command/index.ts';
import { readMailServer } from '../../ui/command/mail-server-place.ts';
import { showServerPlace } from '../../ui/command/server-place.ts';

const TLS_MODES = ['never', 'optional', 'required', 'on-connect'] as const;

interface Input {
  /** Absent with --hex. */
  readonly server?: { readonly host: string; readonly port: number };
  readonly header: GivenHeader;
  /** Octets in the place of a header. */
  readonly raw?: Uint8Array;
  readonly tls: (typeof TLS_MODES)[number];
  readonly quitAfter?: Stop;
  readonly from: string;
  readonly to: readonly string[];
  readonly messageFile?: string;
}

/** Held while it is sent. */
const MAX_MESSAGE_OCTETS = 64 * 1024 * 1024;

export default class ProxySend extends CheckCommand<Input, ProxySendData> {
  static override summary = 'A PROXY header sent to a mail server, and SMTP spoken behind it.';
  static override description =
    'Sends a header of version 2, or 1, then talks on over the same connection: banner, EHLO, STARTTLS where offered, QUIT; with --to ' +
    'a whole message. Shows what the server said at each step and how long it took, and which client it shows, if any. LOCAL ' +
    "and UNKNOWN name nobody. Without --dst the destination is the server's own address. --hex builds the header and sends nothing.";
  static override examples = [
    '<%= config.bin %> proxy send mx.example.org:25 --src 192.0.2.1:56324',
    '<%= config.bin %> proxy send [2001:db8::25]:25 --v1 --src [2001:db8::1]:56324 --dst [2001:db8::25]:25',
    '<%= config.bin %> proxy send mx.example.org:25 --src 192.0.2.1:56324 --tlv AUTHORITY=mx.example.org --tlv ssl.version=TLSv1.3 --tlv CRC32C',
    '<%= config.bin %> proxy send --hex --local --tlv CRC32C',
    '<%= config.bin %> proxy send mx.example.org:25 --src 192.0.2.1:56324 --from a@example.org --to b@example.org',
  ];
  static override args = { server: Args.string({ description: 'HOST:PORT; HOST is port 25' }) };
  static override flags = {
    v1: Flags.boolean({ description: 'version 1, a line of text' }),
    v2: Flags.boolean({ description: 'version 2 [the default]' }),
    src: Flags.string({ helpValue: 'ADDR:PORT', description: 'the client; unix:PATH for a UNIX socket' }),
    dst: Flags.string({ helpValue: 'ADDR:PORT', description: "what it connected to [default: the server's address]" }),
    local: Flags.boolean({ description: 'LOCAL: the proxy itself speaks' }),
    unknown: Flags.boolean({ description: 'UNKNOWN in version 1, UNSPEC in version 2' }),
    dgram: Flags.boolean({ description: 'say DGRAM (UDP) instead of STREAM' }),
    tlv: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'TYPE=VALUE',
      description:
        'a TLV: ALPN, AUTHORITY, CRC32C, NOOP, UNIQUE_ID, NETNS, ssl.version, ssl.cn … or a number; a text, hex:… or base64:…',
    }),
    raw: Flags.string({ helpValue: 'HEX|LINE', description: 'these octets in the place of a header' }),
    hex: Flags.boolean({ description: 'print the octets in hex and send nothing' }),
    tls: Flags.option({ options: TLS_MODES })({ description: 'STARTTLS or TLS from the start [default: optional]' }),
    'quit-after': Flags.option({ options: STOPS })({ description: 'stop there' }),
    from: Flags.string({ helpValue: 'ADDRESS', description: 'with --to: the sender [default: the null path]' }),
    to: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'ADDRESS',
      description: 'a recipient: a message is sent',
    }),
    'message-file': Flags.string({
      helpValue: 'FILE',
      description: 'the message [default: a few lines]; - is standard input',
    }),
  };

  protected readonly facts: CommandFacts<ProxySendData> = {
    command: 'proxy send',
    schema: 'proxy-send',
    needs: 'network',
    view: async () => (await import('../../ui/views/proxy-send.ts')).proxySendView,
  };

  protected readInput(fields: Fields): Input {
    const raw = fields.optionalText('raw');
    const messageFile = fields.optionalText('messageFile');
    const quitAfter = fields.oneOf('quitAfter', STOPS);
    const to = fields.texts('to').map((address) => readAddress(fields, 'to', address));
    if (to.length === 0 && (messageFile !== undefined || fields.has('from')))
      fields.problem('"to" is missing: give a recipient for the message');
    return {
      ...(!fields.flag('hex') && { server: readMailServer(fields, 'server') }),
      header: readHeader(fields, raw !== undefined),
      ...(raw !== undefined && { raw: fields.take(octetsFromText(raw), new Uint8Array()) }),
      tls: fields.oneOf('tls', TLS_MODES) ?? 'optional',
      ...(quitAfter !== undefined && { quitAfter }),
      from: readAddress(fields, 'from', fields.optionalText('from') ?? ''),
      to,
      ...(messageFile !== undefined && { messageFile }),
    };
  }

  protected target({ server }: Input): string | undefined {
    return server === undefined ? undefined : showServerPlace(server);
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<ProxySendData>, Failure>> {
    if (input.server === undefined) {
      const octets = encode(input, undefined);
      return octets.ok ? ok(builtReport(octets.value)) : octets;
    }
    return talk(input, input.server, context);
  }
}

function readHeader(fields: Fields, isRaw: boolean): GivenHeader {
  if (fields.flag('v1') && fields.flag('v2')) fields.problem('--v1 and --v2 exclude each other: give one');
  if (fields.flag('local') && fields.flag('unknown'))
    fields.problem('--local and --unknown exclude each other: give one');
  const kind = fields.flag('local') ? 'local' : fields.flag('unknown') || isRaw ? 'unknown' : 'addresses';
  const [source, destination] = ['src', 'dst'].map((name) => {
    const text = fields.optionalText(name);
    return text === undefined ? undefined : fields.take(parseEndpoint(text), undefined);
  });
  const given = ['v1', 'v2', 'local', 'unknown', 'src', 'dst', 'dgram', 'tlv'].filter(
    (name) => fields.has(name) && fields.list(name)[0] !== false,
  );
  if (isRaw && given.length > 0) fields.problem(`--raw is the whole header: leave --${given[0]} out`);
  else if (kind === 'addresses' && !fields.has('src'))
    fields.problem('"src" is missing: give the client as ADDR:PORT, or --local or --unknown');
  else if (kind !== 'addresses' && (fields.has('src') || fields.has('dst')))
    fields.problem(`--${kind} names no addresses: leave --src and --dst out`);
  return {
    version: fields.flag('v1') ? 1 : 2,
    kind,
    transport: fields.flag('dgram') ? 'DGRAM' : 'STREAM',
    ...(source !== undefined && { source }),
    ...(destination !== undefined && { destination }),
    tlvs: fields.take(parseTlvs(fields.texts('tlv')), []),
  };
}

/** Without angle brackets; the grammar is that of a path. */
function readAddress(fields: Fields, name: string, address: string): string {
  const bare = address.replace(/^<(.*)>$/, '$1');
  if (bare === '') return '';
  const path = parsePath(`<${bare}>`, { utf8: true });
  if (!path.ok || path.value.rest !== '')
    fields.problem(`"${name}" must be an address, and is "${address.slice(0, 80)}"`);
  return bare;
}

/** @param server  address and port of the other end, where there is one */
function encode(
  { header, raw }: Input,
  server: { readonly address: string; readonly port: number } | undefined,
): Result<Uint8Array, Failure> {
  if (raw !== undefined) return ok(raw);
  const destination = header.destination ?? server;
  if (header.source !== undefined && header.destination === undefined && server !== undefined) {
    const isSame = familyOf(header.source) === familyOf(server);
    if (!isSame)
      return err(usageError(`the server's address ${server.address} is of another family than --src`, 'give --dst'));
  }
  const value = headerOf({ ...header, ...(destination !== undefined && { destination }) });
  const octets = value.ok ? encodeProxy(value.value) : value;
  return octets.ok ? octets : err(usageError(octets.error.message, octets.error.hint));
}

async function talk(
  input: Input,
  { host, port }: { readonly host: string; readonly port: number },
  { network, settings, clock, trace, signal }: Context,
): Promise<Result<Report<ProxySendData>, Failure>> {
  const addresses = await network.addressesOf(host, port);
  if (!addresses.ok) return addresses;
  const [address] = addresses.value as readonly [string];
  const isV6 = parseIpv6(address) !== undefined;
  const octets = encode(input, { address: isV6 ? formatIpv6(parseIpv6(address)!) : address, port });
  if (!octets.ok) return octets;
  const mail = await readMail(input, settings.ehlo);
  if (!mail.ok) return mail;
  const { tls, quitAfter, header } = input;
  const waiting = mail.value === undefined ? [] : [mail.value];
  const told = await converse(
    { net: network.net, clock, trace, signal },
    { address, port },
    {
      plan: {
        ehlo: settings.ehlo,
        protocol: 'esmtp',
        tls,
        pipelining: false,
        chunking: 'never',
        prdr: false,
        ...(quitAfter !== undefined && { stop: { after: quitAfter, how: 'quit' } }),
      },
      nextMail: () => waiting.shift(),
      preamble: octets.value,
      ...(addressFamily(host) === 0 && { tlsOptions: { serverName: host } }),
      capMs: settings.timeoutMs,
    },
  );
  if (told.outcome.kind === 'unreachable') return err(told.outcome.error);
  const claimed = header.source?.port === undefined || input.raw !== undefined ? undefined : header.source.address;
  return ok(sendReport(octets.value, told, { host, ip: address, port }, claimed));
}

async function readMail({ from, to, messageFile }: Input, host: string): Promise<Result<Mail | undefined, Failure>> {
  if (to.length === 0) return ok(undefined);
  const read =
    messageFile === undefined
      ? ok(shortMessage(from, to, host))
      : await readBoundedFile(messageFile, MAX_MESSAGE_OCTETS);
  if (!read.ok) return read;
  const text = Buffer.from(read.value)
    .toString('latin1')
    .replace(/\r\n|\r|\n/g, '\r\n');
  const octets = Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1');
  const isBeyondAscii = [from, ...to].some((address) => /[^\x20-\x7e]/.test(address));
  return ok({
    sender: from,
    recipients: to.map((address) => ({ address })),
    parts: () => [octets],
    sizeOctets: octets.length,
    has8Bit: octets.some((octet) => octet > 0x7f),
    smtpUtf8: isBeyondAscii,
    requireTls: false,
  });
}

function shortMessage(from: string, to: readonly string[], host: string): Uint8Array {
  const author = from === '' ? `postmaster@${host.replace(/^\[|\]$/g, '')}` : from;
  const lines = [
    `From: <${author}>`,
    `To: ${to.map((one) => `<${one}>`).join(', ')}`,
    'Subject: through a proxy',
    '',
    'A test of the PROXY protocol.',
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'utf8');
}
