/** Exim's `-H` file read (Exim spec ch. "Format of spool files"), for who moves over with a queue. */
import { err, ok, type Result } from '../../base/index.ts';
import type {
  ArrivedMessage,
  ConnectionFacts,
  HeaderLetter,
  MessageState,
  StoredHeader,
  StoredRecipient,
  StoredText,
} from './message.ts';

export interface HeaderFile {
  readonly message: ArrivedMessage;
  readonly state: Pick<MessageState, 'warnings' | 'manualThaw' | 'firstDelivery'>;
}

/** What can be wrong is a sentence; nothing is guessed. */
export function readHeaderFile(text: string): Result<HeaderFile, string> {
  const lines = new Lines(text);
  const id = /^(.+)-H$/.exec(lines.next() ?? '')?.[1];
  const user = /^(.*) (-?\d+) (-?\d+)$/.exec(lines.next() ?? '');
  const sender = /^<(.*)>$/.exec(lines.next() ?? '')?.[1];
  const times = /^(\d+) (\d+)$/.exec(lines.next() ?? '');
  if (id === undefined || user === null || sender === undefined || times === null)
    return err('its first lines are not those of a -H file');
  const keywords = readKeywords(lines);
  const settled = readTree(lines);
  const recipients = readRecipients(lines);
  if (settled === undefined || recipients === undefined) return err('its recipients cannot be read');
  const headers = readHeaders(lines);
  if (headers === undefined) return err('its header lines have not the lengths they say');
  const receivedAtMs = Number(times[1]) * 1000 + Number(keywords.text('received_time_usec') ?? 0) * 1000;
  const message: ArrivedMessage = {
    id,
    receivedAtMs,
    submitter: { login: user[1]!, uid: Number(user[2]), gid: Number(user[3]) },
    sender,
    recipients,
    headers,
    settled: settled.map((address) => ({ address, status: 'done', atMs: receivedAtMs })),
    ...factsOf(keywords, receivedAtMs),
  };
  const state = {
    warnings: Number(times[2]),
    manualThaw: keywords.has('manual_thaw'),
    firstDelivery: keywords.has('deliver_firsttime'),
  };
  return ok({ message, state });
}

/** A text, line by line, or by octets. */
class Lines {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  peek(): string | undefined {
    if (this.at >= this.text.length) return undefined;
    const end = this.text.indexOf('\n', this.at);
    return this.text.slice(this.at, end < 0 ? undefined : end);
  }

  next(): string | undefined {
    const line = this.peek();
    if (line !== undefined) this.at += line.length + 1;
    return line;
  }

  /** Undefined: there are not as many. */
  octets(count: number): string | undefined {
    const part = this.text.slice(this.at, this.at + count);
    this.at += count;
    return part.length === count ? part : undefined;
  }
}

class Keywords {
  private readonly values = new Map<string, string>();
  readonly variables: Record<string, StoredText> = {};

  set(name: string, value: string): void {
    this.values.set(name, value);
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  text(name: string): string | undefined {
    return this.values.get(name);
  }

  number(name: string): number | undefined {
    const value = this.values.get(name);
    return value === undefined ? undefined : Number(value);
  }
}

/** A dash; another one, or a quoter in parentheses, where the value is tainted. */
const KEYWORD = /^-(-(?:\([^)]*\))?)?([A-Za-z0-9_]+)(?: (.*))?$/s;

function readKeywords(lines: Lines): Keywords {
  const keywords = new Keywords();
  for (;;) {
    const match = KEYWORD.exec(lines.peek() ?? '');
    if (match === null) return keywords;
    lines.next();
    const [, taint, name = '', value = ''] = match;
    const variable = /^acl([cm])$/.exec(name)?.[1];
    if (variable === undefined) keywords.set(name, value);
    else readVariable(lines, keywords, variable, value, taint !== undefined);
  }
}

/** `-aclm 0 5`, and five octets on lines of their own. */
function readVariable(lines: Lines, keywords: Keywords, scope: string, value: string, tainted: boolean): void {
  const [, name = '', length = '0'] = /^(\S+) (\d+)$/.exec(value) ?? [];
  const text = lines.octets(Number(length));
  lines.octets(1);
  if (text !== undefined && name !== '') keywords.variables[`${scope}${name}`] = { text, tainted };
}

/** Nodes, each with its left and its right ones behind it; undefined where it is cut off. */
function readTree(lines: Lines): readonly string[] | undefined {
  if (lines.peek() === 'XX') {
    lines.next();
    return [];
  }
  const addresses: string[] = [];
  for (let missing = 1; missing > 0; missing -= 1) {
    const [, left, right, address] = /^([YN])([YN]) (.*)$/.exec(lines.next() ?? '') ?? [];
    if (address === undefined) return undefined;
    addresses.push(address);
    missing += Number(left === 'Y') + Number(right === 'Y');
  }
  return addresses;
}

function readRecipients(lines: Lines): readonly StoredRecipient[] | undefined {
  const count = Number(lines.next() ?? Number.NaN);
  if (!Number.isInteger(count) || count < 0) return undefined;
  const found: StoredRecipient[] = [];
  for (let n = 0; n < count; n++) {
    const line = lines.next();
    if (line === undefined) return undefined;
    found.push(readRecipient(line));
  }
  return lines.next() === '' ? found : undefined;
}

const NOTIFY = [
  [0x02, 'NEVER'],
  [0x04, 'SUCCESS'],
  [0x08, 'FAILURE'],
  [0x10, 'DELAY'],
] as const;

/** `address orcpt length,flags errors-to length,parent#3`, read from its end, where the lengths are. */
function readRecipient(line: string): StoredRecipient {
  const end = /^(.*) (\d+),(-?\d+)#(\d+)$/s.exec(line);
  if (end === null) return { address: line };
  const [before, errorsTo] = takeEnd(end[1]!, Number(end[2]));
  const dsn = (Number(end[4]) & 2) !== 0 ? /^(.*) (\d+),(-?\d+)$/s.exec(before) : null;
  const [address, orcpt] = dsn === null ? [before, ''] : takeEnd(dsn[1]!, Number(dsn[2]));
  const notify = NOTIFY.filter(([bit]) => (Number(dsn?.[3] ?? 0) & bit) !== 0).map(([, word]) => word);
  const parent = Number(end[3]);
  return {
    address,
    ...(errorsTo !== '' && { errorsTo }),
    ...(orcpt !== '' && { orcpt }),
    ...(notify.length > 0 && { notify }),
    ...(parent >= 0 && { parent }),
  };
}

/** The text without its last octets and the blank before them, and those. */
function takeEnd(text: string, length: number): readonly [before: string, end: string] {
  const at = text.length - length;
  return [text.slice(0, Math.max(0, at - 1)), text.slice(at)];
}

function readHeaders(lines: Lines): readonly StoredHeader[] | undefined {
  const found: StoredHeader[] = [];
  for (let head = lines.peek(); head !== undefined && head !== ''; head = lines.peek()) {
    const [start, length, letter] = /^(\d+)(.) /s.exec(head) ?? [];
    if (start === undefined) return undefined;
    lines.octets(start.length);
    const text = lines.octets(Number(length));
    if (text === undefined) return undefined;
    found.push({ letter: letter as HeaderLetter, text });
  }
  return found;
}

function factsOf(
  keywords: Keywords,
  receivedAtMs: number,
): Omit<ArrivedMessage, 'id' | 'receivedAtMs' | 'submitter' | 'sender' | 'recipients' | 'headers'> {
  const frozen = keywords.number('frozen');
  const complete = keywords.number('received_time_complete');
  const flags = flagsOf(keywords);
  return {
    ...(complete !== undefined && { receptionMs: Math.max(0, complete * 1000 - receivedAtMs) }),
    ...(frozen !== undefined && { frozenAtMs: frozen * 1000 }),
    ...(keywords.has('sender_set_untrusted') && { senderSetUntrusted: true }),
    body: defined({
      lineCount: keywords.number('body_linecount') ?? 0,
      zeroCount: keywords.number('body_zerocount'),
      maxLineOctets: keywords.number('max_received_linelength'),
      wireFormat: keywords.has('spool_file_wireformat'),
    }),
    connection: connectionOf(keywords),
    ...(Object.keys(flags).length > 0 && { flags }),
    ...(Object.keys(keywords.variables).length > 0 && { variables: keywords.variables }),
    ...restOf(keywords),
  };
}

function restOf(keywords: Keywords): Pick<ArrivedMessage, 'tls' | 'dsn' | 'spam' | 'localScanData'> {
  const resumption = keywords.text('tls_resumption');
  const tls = defined({
    version: keywords.text('tls_ver'),
    cipher: keywords.text('tls_cipher'),
    certificateVerified: keywords.has('tls_certificate_verified') || undefined,
    peerDn: keywords.text('tls_peerdn'),
    sni: keywords.text('tls_sni'),
    ocsp: keywords.number('tls_ocsp'),
    resumption: resumption === undefined ? undefined : resumption.charCodeAt(0) - 65,
  });
  const envid = keywords.text('dsn_envid');
  const ret = keywords.text('dsn_ret');
  const dsn = defined({
    envid,
    ret: ret === undefined ? undefined : ret === '1' ? ('FULL' as const) : ('HDRS' as const),
  });
  const spam = defined({
    bar: keywords.text('spam_bar'),
    score: keywords.text('spam_score'),
    scoreInt: keywords.text('spam_score_int'),
  });
  const localScanData = keywords.text('local_scan');
  return {
    ...(Object.keys(tls).length > 0 && { tls }),
    ...(Object.keys(dsn).length > 0 && { dsn }),
    ...(Object.keys(spam).length > 0 && { spam }),
    ...(localScanData !== undefined && { localScanData }),
  };
}

function connectionOf(keywords: Keywords): ConnectionFacts {
  return defined({
    protocol: keywords.text('received_protocol'),
    heloName: keywords.text('helo_name'),
    host: placeOf(keywords.text('host_address')),
    hostName: keywords.text('host_name'),
    interface: placeOf(keywords.text('interface_address')),
    ident: keywords.text('ident'),
    activeHostname: keywords.text('active_hostname'),
    authenticator: keywords.text('host_auth'),
    authenticatorPublicName: keywords.text('host_auth_pubname'),
    authenticatedId: keywords.text('auth_id'),
    authenticatedSender: keywords.text('auth_sender'),
  });
}

/** `[address]:port`, and `address.port` of older ones: the last dot is the border. */
function placeOf(text: string | undefined): { readonly address: string; readonly port?: number } | undefined {
  const match = /^\[(.*)\]:(\d+)$/.exec(text ?? '') ?? /^(.*)\.(\d+)$/.exec(text ?? '');
  if (match === null) return undefined;
  const port = Number(match[2]);
  return port === 0 ? { address: match[1]! } : { address: match[1]!, port };
}

function flagsOf(keywords: Keywords): NonNullable<ArrivedMessage['flags']> {
  const flag = (name: string): true | undefined => keywords.has(name) || undefined;
  return defined({
    allowUnqualifiedRecipient: flag('allow_unqualified_recipient'),
    allowUnqualifiedSender: flag('allow_unqualified_sender'),
    hostLookupFailed: flag('host_lookup_failed'),
    hostLookupDeferred: flag('host_lookup_deferred'),
    local: flag('local'),
    localError: flag('localerror'),
    suppressDelivery: flag('N'),
    smtpUtf8: flag('smtputf8'),
    utf8Downconvert: flag('utf8_downcvt') && ('always' as const),
    ...(keywords.has('utf8_optdowncvt') && { utf8Downconvert: 'optional' as const }),
  });
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without what is not there. */
function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
