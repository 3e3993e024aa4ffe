/** Connections: coming, going, refused, lost, without mail, out of step. */
import { formatDuration } from '../durations.ts';
import { entry, type LogEntry, type LogFormat, MAIN, MAIN_AND_PANIC, MAIN_AND_REJECT } from '../entry.ts';
import { printable, withoutControls } from '../printing.ts';
import { type ArrivalFacts, hostFields } from './arrival.ts';
import { connectionFrom, type HostFacts, hostAndIdent } from './host.ts';
import { type AuthFacts, authField, type TlsFacts, tlsFields } from './tls.ts';

export interface ConnectionFacts {
  readonly host: HostFacts;
  readonly tls?: TlsFacts;
  readonly auth?: AuthFacts;
}

/** `SMTP connection from [192.0.2.1] (TCP/IP connection count = 3)`, before anything is known of the host. */
export function connectionEntry(facts: ComingFacts, format: LogFormat): LogEntry {
  const count = facts.count === undefined ? '' : ` (TCP/IP connection count = ${facts.count})`;
  return entry('connection', facts, `${connectionFrom(facts.host, format)}${count}`, MAIN, 'smtp_connection');
}

export interface ComingFacts extends ConnectionFacts {
  /** Of connections there are now; absent in a test. */
  readonly count?: number;
}

export interface ClosingFacts extends ConnectionFacts {
  readonly by: keyof typeof CLOSINGS;
}

const CLOSINGS = { quit: 'QUIT', drop: 'DROP in ACL', eof: 'EOF' } as const;

export const closedEntry = (facts: ClosingFacts, format: LogFormat): LogEntry =>
  entry(
    'connection-closed',
    facts,
    `${connectionFrom(facts.host, format)} closed by ${CLOSINGS[facts.by]}`,
    MAIN,
    'smtp_connection',
  );

export interface LostFacts extends ConnectionFacts {
  /** Since the connection came. */
  readonly durationMs: number;
  /** Within a mail transaction, which makes it a surprise. */
  readonly inTransaction: boolean;
  /** What reading failed with, such as ` (error: Connection reset by peer)`; absent for a plain end. */
  readonly error?: string;
}

/** While a command was awaited. */
export function lostEntry(facts: LostFacts, format: LogFormat): LogEntry {
  const { host, durationMs, inTransaction, error = '' } = facts;
  const end = `${error} D=${formatDuration(durationMs, format.selectors.has('millisec'))}`;
  if (!inTransaction)
    return entry('connection-lost', facts, `${connectionFrom(host, format)} lost${end}`, MAIN, 'smtp_connection');
  const what = host.address === undefined ? 'EOF' : 'disconnection';
  const text = `unexpected ${what} while reading SMTP command from ${hostAndIdent(host, format, false)}${end}`;
  return entry('connection-lost', facts, text, MAIN, 'lost_incoming_connection');
}

/** In a line of the header, or before the first; behind one, where another could have come; in the body. */
export type WithinData = 'header' | 'after-header' | 'body';

export interface LostInDataFacts {
  readonly host: HostFacts;
  readonly within: WithinData;
}

/** While mail data were read. */
export const lostInDataEntry = (facts: LostInDataFacts, format: LogFormat): LogEntry =>
  entry(
    'connection-lost',
    facts,
    `${connectionFrom(facts.host, format)} lost while reading message data${WITHIN[facts.within]}`,
    MAIN,
    'lost_incoming_connection',
  );

/** Exim's words; it takes a header for done wherever a line of it is whole. */
const WITHIN: Readonly<Record<WithinData, string>> = {
  header: ' (header)',
  'after-header': ' (after header)',
  body: '',
};

/** Before the client could be told that its message was taken: it is thrown away. */
export const lostAfterDotEntry = (facts: Pick<ArrivalFacts, 'host' | 'protocol' | 'pipelining'>, format: LogFormat) =>
  entry('connection-lost', facts, `SMTP connection lost after final dot${hostFields(facts, format)}`);

export interface TimeoutFacts {
  readonly host: HostFacts;
  readonly tls?: boolean;
  /** While data were read: the sender. */
  readonly sender?: string;
}

/** `SMTP command timeout on [TLS ]connection from …`, `SMTP data timeout (message abandoned) on connection from …`. */
export function timeoutEntry(facts: TimeoutFacts, format: LogFormat): LogEntry {
  const { sender } = facts;
  const who = hostAndIdent(facts.host, format, false);
  if (sender !== undefined) {
    const text = `SMTP data timeout (message abandoned) on connection from ${who} F=<${withoutControls(sender)}>`;
    return entry('timeout', facts, text, MAIN, 'lost_incoming_connection');
  }
  const text = `SMTP command timeout on${facts.tls === true ? ' TLS' : ''} connection from ${who}`;
  return entry('timeout', facts, text, MAIN, 'lost_incoming_connection');
}

/** `timed out while reading local message`: it did not come in `receive_timeout`. */
export const lateMessageEntry = (): LogEntry =>
  entry('timeout', {}, 'timed out while reading local message', MAIN, 'lost_incoming_connection');

export interface NoMailFacts extends ConnectionFacts {
  readonly durationMs: number;
  /** Names of the last commands, oldest first. */
  readonly commands: readonly string[];
  /** There were more before them. */
  readonly commandsCut?: boolean;
  readonly fastOpen?: 'used' | 'with-data';
}

/** `no MAIL in SMTP connection from … D=2s X=… C=EHLO,QUIT`: at the end of a session that had none. */
export function noMailEntry(facts: NoMailFacts, format: LogFormat): LogEntry {
  const { host, durationMs, fastOpen } = facts;
  const fast = fastOpen === undefined ? '' : fastOpen === 'with-data' ? 'TFO* ' : 'TFO ';
  const time = formatDuration(durationMs, format.selectors.has('millisec'));
  return entry(
    'no-mail',
    facts,
    `no MAIL in ${fast}SMTP connection from ${hostAndIdent(host, format, false)} D=${time}` +
      authField(plain(facts.auth), format) +
      tlsFields(facts.tls, format) +
      commandsField(facts),
    MAIN,
    'smtp_no_mail',
  );
}

const plain = (auth: AuthFacts | undefined): AuthFacts | undefined =>
  auth === undefined ? undefined : { name: auth.name, ...(auth.id !== undefined && { id: auth.id }) };

/** ` C=EHLO,QUIT`, or nothing. */
export const commandsField = ({ commands, commandsCut }: Pick<NoMailFacts, 'commands' | 'commandsCut'>): string =>
  commands.length === 0 ? '' : ` C=${commandsCut === true ? '...' : ''}${commands.join(',')}`;

export interface RefusedFacts {
  readonly host: HostFacts;
  readonly why: RefusedWhy;
}

export type RefusedWhy =
  | { readonly kind: 'too-many' }
  | { readonly kind: 'too-many-from-host' }
  | { readonly kind: 'load'; readonly load: number }
  | { readonly kind: 'host-reject-connection' }
  | { readonly kind: 'reserve'; readonly connected: number; readonly max: number; readonly reserve: number }
  | { readonly kind: 'reserve-load'; readonly load: number };

/** A connection that got no further, for its number or by configuration; all under connection_reject. */
export function refusedEntry(facts: RefusedFacts, format: LogFormat): LogEntry {
  const to = facts.why.kind === 'host-reject-connection' ? MAIN_AND_REJECT : MAIN;
  return entry('connection-refused', facts, refusedText(facts, format), to, 'connection_reject');
}

function refusedText({ host, why }: RefusedFacts, format: LogFormat): string {
  const who = hostAndIdent(host, format, false);
  switch (why.kind) {
    case 'too-many':
      return `Connection from ${who} refused: too many connections`;
    case 'too-many-from-host':
      return `Connection from ${who} refused: too many connections from that IP address`;
    case 'load':
      return `Connection from ${who} refused: load average = ${why.load.toFixed(2)}`;
    case 'host-reject-connection':
      return `refused connection from ${who} (host_reject_connection)`;
    case 'reserve':
      return (
        `temporarily refused connection from ${who}: not in reserve list: ` +
        `connected=${why.connected} max=${why.max} reserve=${why.reserve}`
      );
    case 'reserve-load':
      return `temporarily refused connection from ${who}: not in reserve list and load average = ${why.load.toFixed(2)}`;
  }
}

export interface SyncFacts {
  readonly host: HostFacts;
  /** Sent too early: at most 128 octets are shown. */
  readonly input: string;
  /** The command before it; absent before the greeting. */
  readonly command?: string;
  /** PIPELINING was offered, and this command may not be followed. */
  readonly advertised?: boolean;
}

export function syncEntry(facts: SyncFacts, format: LogFormat): LogEntry {
  const { command, advertised = false } = facts;
  const who = hostAndIdent(facts.host, format);
  const input = printable(facts.input.slice(0, MAX_INPUT), format);
  const text =
    command === undefined
      ? `(input sent without waiting for greeting): rejected connection from ${who} input="${input}"`
      : `(next input sent too soon: pipelining was${advertised ? '' : ' not'} advertised): ` +
        `rejected "${withoutControls(command)}" ${who} next input="${input}"`;
  return entry('sync-error', facts, `SMTP protocol synchronization error ${text}`, MAIN_AND_REJECT);
}

const MAX_INPUT = 128;

export interface TlsErrorFacts {
  readonly host: HostFacts;
  /** `(gnutls_handshake): …`, `(SSL_accept): …`. */
  readonly message: string;
}

export const tlsErrorEntry = (facts: TlsErrorFacts, format: LogFormat): LogEntry =>
  entry(
    'tls-error',
    facts,
    `TLS error on connection from ${hostAndIdent(facts.host, format, false)} ${withoutControls(facts.message)}`,
  );

/** Under host_lookup_failed. */
export const noHostNameEntry = (facts: { readonly address: string }): LogEntry =>
  entry('no-host-name', facts, `no host name found for IP address ${facts.address}`, MAIN, 'host_lookup_failed');

/** A name in a list of hosts that has no address; outside of messages with the connection it was looked up for. */
export const noAddressEntry = (facts: { readonly name: string; readonly during?: string }): LogEntry =>
  entry(
    'no-address',
    facts,
    `no IP address found for host ${facts.name}${facts.during === undefined ? '' : ` (during ${facts.during})`}`,
    MAIN,
    'host_lookup_failed',
  );

/** A list took a host it knows nothing of, as a switch in it says. */
export const includedEntry = (facts: { readonly why: string; readonly by: string }): LogEntry =>
  entry('host-included', facts, `${facts.why}: accepted by ${facts.by}`);

/** A list ended at a host it knows nothing of, and did not match. */
export const listEndedEntry = (facts: { readonly why: string }): LogEntry =>
  entry('list-ended', facts, `list matching forced to fail: ${facts.why}`, MAIN, 'unknown_in_list');

/** Something without an `@` was looked for in a list of addresses. */
export const noAtEntry = (facts: { readonly subject: string; readonly pattern: string }): LogEntry => {
  const { subject, pattern } = facts;
  const text = `no @ found in the subject of an address list match: subject="${subject}" pattern="${pattern}"`;
  return entry('no-address', facts, text, MAIN_AND_PANIC);
};

/** An item of a list of hosts that is a look-up of no type there is. */
export const unknownTypeEntry = (facts: { readonly type: string; readonly item: string }): LogEntry =>
  entry('unknown-lookup', facts, `unknown lookup type "${facts.type}" in host list item "${facts.item}"`, MAIN);

/** An item of a list of addresses that would look parts of one up. */
export const partialIgnoredEntry = (facts: { readonly prefix: string; readonly item: string }): LogEntry => {
  const { prefix, item } = facts;
  const text = `partial matching is not applicable to whole-address lookups: ignored "${prefix}" in "${item}"`;
  return entry('partial-ignored', facts, text, MAIN_AND_PANIC);
};

/** Under ident_timeout. */
export const identTimeoutEntry = (facts: { readonly address: string }): LogEntry =>
  entry('ident-timeout', facts, `ident connection to ${facts.address} timed out`, MAIN, 'ident_timeout');
