/**
 * A message in the spool: all that must be known of it to deliver it, tomorrow and by another process.
 *
 * It carries what Exim's `-H` file carries (Exim spec ch. "Format of spool files"), under names of its own. Texts are octet
 * strings, one character an octet, since mail comes in whatever octets it comes in.
 */

/** What arrived. Nothing of it changes as long as the message is there, but for what `MessageState` says anew. */
export interface ArrivedMessage {
  /** By `mta/message-id`: the listing's order is the order of ids. */
  readonly id: string;
  /** A named queue (`queue=` in an ACL); absent is the ordinary one. */
  readonly queue?: string;
  /** When it began to arrive; a fraction holds microseconds. */
  readonly receivedAtMs: number;
  /** How long that took. */
  readonly receptionMs?: number;
  /** Whose process handed it in. */
  readonly submitter: Submitter;
  /** Envelope sender, without brackets; empty is `<>`. */
  readonly sender: string;
  /** Somebody who is not trusted chose the sender (`untrusted_set_sender`). */
  readonly senderSetUntrusted?: boolean;
  readonly recipients: readonly StoredRecipient[];
  /** Recipients who have been dealt with before the message was stored (cutthrough, `:blackhole:`). */
  readonly settled?: readonly Progress[];
  /** In their order from the top; each text has its line ends as they came, the last included. */
  readonly headers: readonly StoredHeader[];
  readonly body: BodyFacts;
  readonly connection: ConnectionFacts;
  readonly tls?: TlsFacts;
  /** ACL variables: `c0`, `m_note`, without the `acl_`. */
  readonly variables?: Readonly<Record<string, StoredText>>;
  readonly flags?: MessageFlags;
  /** ENVID as it came, xtext. */
  readonly dsn?: { readonly envid?: string; readonly ret?: 'FULL' | 'HDRS' };
  readonly spam?: { readonly score?: string; readonly scoreInt?: string; readonly bar?: string };
  /** What `local_scan` left. */
  readonly localScanData?: string;
  readonly debug?: { readonly selector?: string; readonly logName?: string };
  /** Stored frozen (`control = freeze`), since when. */
  readonly frozenAtMs?: number;
}

/** What changes while the message waits. */
export interface MessageState {
  readonly sender: string;
  readonly recipients: readonly StoredRecipient[];
  /** What has come of recipients, and of addresses made of them; who has none is still waiting. */
  readonly progress: readonly Progress[];
  readonly frozenAtMs?: number;
  /** Somebody thawed it: it is not frozen again by its age. */
  readonly manualThaw: boolean;
  /** Warnings of delay sent so far. */
  readonly warnings: number;
  /** `-deliver_firsttime`: no delivery has been tried. */
  readonly firstDelivery: boolean;
}

export type StoredMessage = Omit<ArrivedMessage, keyof MessageState | 'settled'> &
  MessageState & {
    /** Octets of the body as they are kept. */
    readonly bodyOctets: number;
  };

/** A line of the listing: what can be told of a message without its headers. */
export interface QueueEntry
  extends MessageState,
    Pick<ArrivedMessage, 'id' | 'queue' | 'receivedAtMs' | 'senderSetUntrusted'> {
  /** Name of who handed it in. */
  readonly login: string;
  /** Header section, the empty line, body: as `exim -bp` counts. */
  readonly sizeOctets: number;
}

/** What people see of it: a queue has a hundred thousand, and there is little to be read for each. */
export interface QueueOutline
  extends Pick<
    QueueEntry,
    'id' | 'queue' | 'receivedAtMs' | 'login' | 'senderSetUntrusted' | 'sender' | 'frozenAtMs' | 'sizeOctets'
  > {
  readonly recipients: readonly Pick<StoredRecipient, 'address'>[];
  readonly progress: readonly ProgressOutline[];
}

export type ProgressOutline = Pick<Progress, 'address' | 'status' | 'text' | 'host' | 'attempts' | 'nextAttemptAtMs'>;

export interface Submitter {
  readonly login: string;
  readonly uid: number;
  readonly gid: number;
}

export interface StoredRecipient {
  readonly address: string;
  /** Where its failures are told, where that is not the sender (`errors_to` of one-time redirection). */
  readonly errorsTo?: string;
  /** ORCPT, with its type, as it came. */
  readonly orcpt?: string;
  readonly notify?: readonly ('NEVER' | 'SUCCESS' | 'FAILURE' | 'DELAY')[];
  /** Index of the recipient of which one-time redirection made it. */
  readonly parent?: number;
}

/** What came of an address. `done` and `failed` are final: there is nothing more to do. */
export interface Progress {
  readonly address: string;
  readonly status: 'done' | 'deferred' | 'failed';
  readonly atMs: number;
  /** The address of which redirection made it, where it is none of the recipients. */
  readonly parent?: string;
  readonly router?: string;
  readonly transport?: string;
  /** `name [address]:port` of the last one tried. */
  readonly host?: string;
  /** As in the log: a system's number, or one of Exim's own (negative). */
  readonly errno?: number;
  /** In one line, what was said. */
  readonly text?: string;
  /** A reply's code and enhanced status. */
  readonly smtpCode?: number;
  readonly enhancedStatus?: string;
  /** How often it was tried. */
  readonly attempts?: number;
  readonly nextAttemptAtMs?: number;
  /** Retry hints by which it waits: while the times of all of them are to come, there is nothing to try. */
  readonly waitsFor?: readonly string[];
  /** From then on those times do not count: the message has its last try. */
  readonly lastTryAtMs?: number;
}

/** One delivery that was tried, of a message that still waits: for who asks why. */
export interface StoredAttempt {
  /** When it was over. */
  readonly atMs: number;
  readonly tookMs: number;
  readonly router?: string;
  readonly transport: string;
  readonly recipients: readonly AttemptedRecipient[];
  readonly hosts: readonly AttemptedHost[];
  /** What was said, a line each: `>` by us, `<` by the host, `=` what is neither. No secret is in it. */
  readonly transcript?: readonly string[];
}

export interface AttemptedRecipient {
  readonly address: string;
  readonly status: 'delivered' | 'deferred' | 'failed';
  readonly errno?: number;
  readonly text?: string;
}

export interface AttemptedHost {
  /** `name [address]:port`. */
  readonly host: string;
  readonly result: 'ok' | 'deferred' | 'failed' | 'not-tried';
  readonly errno?: number;
  readonly text?: string;
}

/** Of a message so many are kept, the newest. */
export const MAX_ATTEMPTS = 10;

/** Exim's letters; a blank is an ordinary field, `*` one that was taken away or replaced and is kept for the record. */
export type HeaderLetter = ' ' | '*' | 'B' | 'C' | 'F' | 'I' | 'P' | 'R' | 'S' | 'T';

export interface StoredHeader {
  readonly letter: HeaderLetter;
  readonly text: string;
}

export interface BodyFacts {
  readonly lineCount: number;
  /** NULs in it. */
  readonly zeroCount?: number;
  /** The longest line that came, header included. */
  readonly maxLineOctets?: number;
  /** Kept with CRLF as it came; else lines end in LF. */
  readonly wireFormat: boolean;
}

/** All of it came from outside, and is tainted. */
export interface ConnectionFacts {
  /** `esmtps`, `local`, … */
  readonly protocol?: string;
  readonly heloName?: string;
  readonly host?: { readonly address: string; readonly port?: number };
  readonly hostName?: string;
  readonly interface?: { readonly address: string; readonly port?: number };
  readonly ident?: string;
  readonly activeHostname?: string;
  readonly authenticator?: string;
  readonly authenticatorPublicName?: string;
  readonly authenticatedId?: string;
  readonly authenticatedSender?: string;
  /** Which of them a local caller has said (`-oM…`). */
  readonly claimed?: readonly string[];
}

export interface TlsFacts {
  readonly version?: string;
  readonly cipher?: string;
  readonly certificateVerified?: boolean;
  readonly peerDn?: string;
  /** PEM. */
  readonly peerCertificate?: string;
  readonly ownCertificate?: string;
  readonly sni?: string;
  readonly ocsp?: number;
  readonly resumption?: number;
}

export interface StoredText {
  readonly text: string;
  readonly tainted: boolean;
}

export interface MessageFlags {
  readonly allowUnqualifiedRecipient?: boolean;
  readonly allowUnqualifiedSender?: boolean;
  readonly hostLookupFailed?: boolean;
  readonly hostLookupDeferred?: boolean;
  /** Its sender is somebody of this host. */
  readonly local?: boolean;
  /** A report of this host's on a message of this host's. */
  readonly localError?: boolean;
  /** `-N`: nothing is delivered. */
  readonly suppressDelivery?: boolean;
  readonly smtpUtf8?: boolean;
  /** `control = utf8_downconvert`: for every next hop, or where one needs it. */
  readonly utf8Downconvert?: 'always' | 'optional';
}

/** Is there nothing more to do for it? */
export function isSettled(progress: Pick<Progress, 'status'> | undefined): boolean {
  return progress !== undefined && progress.status !== 'deferred';
}

/** Octets of the headers that are still part of the message, each line end one. */
export function headerOctets(headers: readonly StoredHeader[]): number {
  return headers.reduce(
    (sum, { letter, text }) => (letter === '*' ? sum : sum + text.length - carriageReturns(text)),
    0,
  );
}

function carriageReturns(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) count += 1;
  return count;
}
