/** What is known of an incoming connection, as it becomes known. One mutable record, for as long as the connection lives. */
import type { Text } from '../expand/index.ts';
import type { TlsFacts } from './tls.ts';

/** `smtp`: over a socket; `local-smtp`: `-bs`; `batch`: `-bS`; `local`: a message on its own. */
export type Source = 'smtp' | 'local-smtp' | 'batch' | 'local';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A name for the client's address that leads back to it, or why there is none. */
export type HostName =
  | { readonly kind: 'found'; readonly name: string; readonly aliases?: readonly string[]; readonly dnssec: boolean }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'deferred'; readonly message: string };

/** A PROXY header said so (Exim spec ch. "Proxies"). */
/** Without endpoints where the header named nobody, or there was none. */
export interface ProxyFacts {
  /** The proxy as we see it. */
  readonly local?: Endpoint;
  /** The proxy as the client sees it. */
  readonly external?: Endpoint;
  /** What should have been its header was none. */
  readonly isUnread?: true;
}

export type ClaimedFact =
  | 'host'
  | 'interface'
  | 'hostName'
  | 'authenticator'
  | 'authenticatedId'
  | 'authenticatedSender'
  | 'protocol'
  | 'ident';

export interface AuthFacts {
  /** The instance in the configuration. */
  readonly authenticator: string;
  /** The name that EHLO tells. */
  readonly publicName: string;
  readonly id?: string;
}

/** RCPT commands since the last MAIL, message, EHLO or RSET, be there a sender or not: all, refused, refused for now. */
export interface RcptCounts {
  all: number;
  failed: number;
  deferred: number;
}

export const noRcpts = (): RcptCounts => ({ all: 0, failed: 0, deferred: 0 });

export interface Connection {
  readonly source: Source;
  readonly startedMs: number;
  client?: Endpoint | undefined;
  local?: Endpoint | undefined;
  proxy?: ProxyFacts | undefined;
  /** Absent: not looked up yet. */
  hostName?: HostName | undefined;
  /** It was looked up to see whether HELO says the truth: nobody is told of it until the next HELO, as in Exim. */
  isNameUntold?: boolean | undefined;
  /** What the log calls the connection. */
  readonly id?: string | undefined;
  /** What a trusted caller has said of where it came from (`-oM…`). */
  readonly claimed?: readonly ClaimedFact[] | undefined;
  /** The login of a local caller whose message it is: `$authenticated_id` where nobody has authenticated. */
  callerId?: string | undefined;
  /** The user who handed it in on this host. */
  caller?: { readonly uid: number; readonly gid: number } | undefined;
  /** The login of a local caller, or what the identification protocol says. */
  ident?: string | undefined;
  /** The banner was said. */
  isGreeted?: true | undefined;
  helo?: { readonly verb: 'HELO' | 'EHLO' | 'LHLO'; readonly name: string } | undefined;
  /** What HELO said after that was no name: the log tells the last one that was, and `$sender_helo_name` none. */
  isHeloForgotten?: boolean | undefined;
  /** Whose mail ATRN may hand over, as its ACL has said. */
  atrnDomains?: readonly string[] | undefined;
  /** The last greeting that was taken is EHLO. */
  isExtended?: boolean | undefined;
  /** A message has asked for SMTPUTF8 since then: Exim has it in the protocol of those behind it, too. */
  saidUtf8?: true | undefined;
  heloVerified?: 'yes' | 'no' | undefined;
  heloDnssec?: boolean | undefined;
  tls?: TlsFacts | undefined;
  auth?: AuthFacts | undefined;
  authFailed?: boolean | undefined;
  failedId?: string | undefined;
  /** `-oMr`, or a message that nobody's session brought. */
  protocol?: string | undefined;
  activeHostname?: string | undefined;
  /** `message_size_limit` as it came to for this client; 0: none. */
  messageLimit?: number | undefined;
  /** The command being obeyed, as it was written. */
  command?: string | undefined;
  rcpts: RcptCounts;
  /** The last of the commands, their verbs, oldest first. */
  history: readonly string[];
  notQuitReason?: string | undefined;
  /** Of the message before, in a rehearsal: it stays until the next, as with `exim -bh`. */
  rehearsedId?: string | undefined;
  /** What has been said stays here while that takes its time: `control = no_delay_flush` and `no_callout_flush`. */
  keepsBack?: { delays?: boolean; callouts?: boolean } | undefined;
  /** Connections there were when this one began. */
  readonly countAtStart: number;
  /** What was set by name and lasts as long as the connection; absent: nothing was (there may be thousands that are idle). */
  values: Map<string, string | Text> | undefined;
}

/** `$smtp_command_history` holds so many; with as many there may have been more. */
export const HISTORY = 20;
const NO_COMMANDS: readonly string[] = [];

/** With every field from the start: what reads connections meets one shape, whatever becomes known when. */
export const createConnection = ({
  source,
  startedMs,
  ...given
}: Partial<Connection> & { readonly source: Source; readonly startedMs: number }): Connection => ({
  source,
  startedMs,
  history: NO_COMMANDS,
  rcpts: noRcpts(),
  countAtStart: 0,
  values: undefined,
  client: undefined,
  local: undefined,
  proxy: undefined,
  hostName: undefined,
  isNameUntold: undefined,
  caller: undefined,
  ident: undefined,
  isGreeted: undefined,
  helo: undefined,
  isHeloForgotten: undefined,
  isExtended: undefined,
  saidUtf8: undefined,
  atrnDomains: undefined,
  heloVerified: undefined,
  heloDnssec: undefined,
  tls: undefined,
  auth: undefined,
  authFailed: undefined,
  failedId: undefined,
  protocol: undefined,
  activeHostname: undefined,
  messageLimit: undefined,
  command: undefined,
  notQuitReason: undefined,
  keepsBack: undefined,
  rehearsedId: undefined,
  ...given,
});

export function setOfConnection(connection: Connection, name: string, value: string | Text): void {
  connection.values ??= new Map();
  connection.values.set(name, value);
}

/** @param line  without its line end */
export function noteCommand(connection: Connection, line: string): void {
  connection.command = line;
  const verb = VERB.exec(line)?.[0].toUpperCase();
  if (verb === undefined) return; // what is no command is none there either
  // Copied: an array that is added to takes room for many more at once.
  connection.history = [...connection.history.slice(1 - HISTORY), verb.replace(/ .*$/, '')];
}

const VERB =
  /^(?:(?:data|rset|quit|starttls)(?= *$)|(?:helo|ehlo|bdat|noop|vrfy|expn|help|etrn|atrn|auth|xclient|wellknown)(?= |$)|mail from:|rcpt to:)/i;
