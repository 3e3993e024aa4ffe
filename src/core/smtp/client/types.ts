/** What is to be said to a server, and what came of it. */
import type { Failure } from '../../../base/index.ts';
import type { NetError, TlsConnection, TlsError } from '../../net/index.ts';
import type { Reply } from '../reply.ts';
import type { AuthPlan } from './auth/types.ts';

/** What was said or awaited; `connect` and `tls` are the driver's own. */
export type Stage =
  | 'connect'
  | 'tls'
  | 'greeting'
  | 'ehlo'
  | 'helo'
  | 'lhlo'
  | 'starttls'
  | 'xclient'
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'bdat'
  | 'body'
  | 'dot'
  | 'rset'
  | 'quit';

/** Where a conversation may be made to stop, in the words of swaks. */
export const STOPS = [
  'connect',
  'banner',
  'first-helo',
  'tls',
  'xclient',
  'helo',
  'auth',
  'mail',
  'rcpt',
  'data',
  'dot',
] as const;
export type Stop = (typeof STOPS)[number];

export interface StopPlan {
  readonly after: Stop;
  /**
   * `quit`: say QUIT; `drop`: close once the reply is there; `drop-unread`: close once the command is sent.
   */
  readonly how: 'quit' | 'drop' | 'drop-unread';
}

/**
 * `never`; `optional`: where offered, and in clear where it comes to nothing before the handshake; `unless-refused`: the same
 * where STARTTLS gets 5xx, while 4xx ends the conversation; `offered`: where offered, and then it must succeed; `required`;
 * `on-connect`: from the first octet; `neither`: there must be TLS and must not, so that nothing comes behind EHLO.
 */
export type TlsMode = 'never' | 'optional' | 'unless-refused' | 'offered' | 'required' | 'on-connect' | 'neither';

export interface Plan {
  readonly ehlo: string;
  /**
   * Texts are octet strings, a character an octet, and go out as they are; SMTPUTF8 is asked for only where a mail says so.
   * Else texts are written as UTF-8, and an address beyond ASCII asks for SMTPUTF8 by itself.
   */
  readonly octets?: boolean;
  /** `esmtp` falls back to HELO where EHLO is refused (RFC 5321 §3.2). */
  readonly protocol: 'esmtp' | 'smtp' | 'lmtp';
  readonly tls: TlsMode;
  /** `asked`: what is said is asked of the driver's `authenticate`, reply by reply. */
  readonly auth?: AuthPlan | 'asked';
  /** Attributes for XCLIENT, in order, values as they are meant; one list a command. */
  readonly xclient?: XclientPlan;
  /** RFC 2920: commands in groups, where offered. */
  readonly pipelining: boolean;
  /** RFC 3030: BDAT in place of DATA; `required` refuses to send where it is not offered. */
  readonly chunking: 'never' | 'offered' | 'required';
  /** A reply for each recipient after the content, where offered. */
  readonly prdr: boolean;
  /** Any refusal of EHLO is followed by HELO, a temporary one as well. */
  readonly alwaysFallsBack?: boolean;
  /** 421 is a reply as any other 4yz: who means it closes the connection. */
  readonly staysBehind421?: boolean;
  /** Where DATA was taken and no recipient was: QUIT and the end, in place of an empty message. */
  readonly leavesEmptyData?: boolean;
  /** Lines of a reply may have different codes: the first counts. */
  readonly takesFirstCode?: boolean;
  readonly stop?: StopPlan;
}

/** The server as it is once mail may be sent. */
export interface Greeted {
  /** Keywords of the last EHLO reply, each with its parameters. */
  readonly extensions: ReadonlyMap<string, string>;
  readonly isSecure: boolean;
  /** By which of the driver's means (`AuthAnswer`). */
  readonly authenticated?: string;
}

/** What comes next in AUTH (RFC 4954 §4). */
export type AuthAnswer =
  /** `text` is a line without its end: the command, a response in base64, or `*`. */
  | { readonly kind: 'say'; readonly text: string; readonly shown: string }
  /** On with the mails; `as` where it succeeded. */
  | { readonly kind: 'go-on'; readonly as?: string }
  | { readonly kind: 'give-up'; readonly detail: string; readonly reply?: Reply; readonly temporary: boolean };

export interface XclientPlan {
  readonly commands: readonly string[];
  readonly isOptional: boolean;
}

export interface MailRecipient {
  /** Without angle brackets. */
  readonly address: string;
  /** RFC 3461 §4.1: `NEVER`, or a list of `SUCCESS`, `FAILURE`, `DELAY`. */
  readonly notify?: string;
  /** RFC 3461 §4.2: `rfc822;joe@example.org`, in xtext as it goes out. */
  readonly orcpt?: string;
}

/** How a transaction goes on whose recipients have been answered. */
export type Continuation =
  | { readonly kind: 'recipients'; readonly recipients: readonly MailRecipient[] }
  | { readonly kind: 'content'; readonly parts: Mail['parts'] }
  /** It is over; RSET comes before the next mail. */
  | { readonly kind: 'over' };

/** One message in one transaction; octets are ready for the wire: lines end in CRLF, and the last one does. */
export interface Mail {
  /** Without angle brackets; empty is the null path. */
  readonly sender: string;
  readonly recipients: readonly MailRecipient[];
  /** Read at most once for each transaction. */
  readonly parts: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** RFC 1870: told where the server takes SIZE. */
  readonly sizeOctets?: number;
  /** Sent whatever limit the server tells: the size is an estimate, and the server knows best. */
  readonly ignoresLimit?: boolean;
  /** RFC 6152. */
  readonly has8Bit: boolean;
  /** RFC 6531: asked for; addresses beyond ASCII ask by themselves. */
  readonly smtpUtf8: boolean;
  /** RFC 3461 §4.3, §4.4; ENVID in xtext as it goes out. */
  readonly ret?: 'FULL' | 'HDRS';
  readonly envid?: string;
  /** RFC 8689 §4. */
  readonly requireTls: boolean;
  /** False: no reply for each recipient is asked for, whatever the plan says. */
  readonly prdr?: boolean;
  /** False: DATA, whatever the plan and the server say of chunks. */
  readonly chunked?: false;
  /**
   * Asked once all recipients so far are answered, with what each came to, how it goes on; as long as it is waited for, the
   * transaction is kept open. Absent: the content follows.
   */
  readonly goOn?: (recipients: readonly RecipientResult[]) => Continuation | Promise<Continuation>;
  /** Further parameters of MAIL as they are to be sent, for trying servers out. */
  readonly mailParameters?: readonly string[];
  readonly rcptParameters?: readonly string[];
}

/** One command and its reply, or one event of the connection. */
export interface Step {
  readonly stage: Stage;
  /** As shown: secrets masked, content left out. */
  readonly sent?: string;
  readonly reply?: Reply;
  /** Since the dial began: when it was sent, or waited for. */
  readonly atMs: number;
  /** Until its reply; absent where there was none. */
  readonly tookMs?: number;
  readonly isSecure: boolean;
  readonly recipient?: string;
  /** Of the content, as they came from the message. */
  readonly octets?: number;
}

/** A line of the transcript. */
export interface TranscriptLine {
  readonly atMs: number;
  readonly kind: 'sent' | 'received' | 'refused' | 'note' | 'error';
  readonly isSecure: boolean;
  readonly text: string;
}

export type RecipientStatus = 'accepted' | 'refused' | 'deferred' | 'unsent';

export interface RecipientResult {
  readonly address: string;
  readonly status: RecipientStatus;
  /** Where it was decided. */
  readonly stage: Stage;
  readonly reply?: Reply;
  /** Why it was not sent at all. */
  readonly why?: string;
}

/** What one transaction came to. */
export interface MailResult {
  readonly sender: string;
  /** MAIL as it was said; absent where it was not. */
  readonly command?: string;
  readonly recipients: readonly RecipientResult[];
  /** The reply to the content as a whole, where there was one. */
  readonly reply?: Reply;
  /** Of the content, as they went out: dots that were put in among them, the last one not. */
  readonly octets: number;
}

export type Outcome =
  /** All was said; each mail has its own result. `isFull`: the server takes no more mails here (RFC 9422 §4.1). */
  | { readonly kind: 'done'; readonly stoppedAfter?: Stop; readonly isFull: boolean }
  | { readonly kind: 'refused'; readonly stage: Stage; readonly reply: Reply; readonly temporary: boolean }
  /** The server does not offer what the plan cannot do without; `isAvoided`: it does, and the plan forbids it as well. */
  | { readonly kind: 'not-offered'; readonly stage: Stage; readonly detail: string; readonly isAvoided?: true }
  | { readonly kind: 'auth-failed'; readonly detail: string; readonly reply?: Reply; readonly temporary: boolean }
  /** `line`: what was no reply, as it came. */
  | { readonly kind: 'protocol-error'; readonly stage: Stage; readonly detail: string; readonly line?: string }
  /** `alert`: what TLS said before it; `recipient`: whose RCPT was to be answered. */
  | { readonly kind: 'closed'; readonly stage: Stage; readonly alert?: string; readonly recipient?: string }
  | { readonly kind: 'timeout'; readonly stage: Stage; readonly afterMs: number }
  | { readonly kind: 'unreachable'; readonly error: NetError }
  | { readonly kind: 'tls-failed'; readonly error: TlsError }
  /** The certificate was judged, and the judge said no. */
  | { readonly kind: 'untrusted'; readonly detail: string }
  /** The message could not be read to its end; the connection was closed in the middle of it. */
  | { readonly kind: 'message-failed'; readonly error: Failure }
  | { readonly kind: 'aborted' };

export interface Conversation {
  readonly steps: readonly Step[];
  readonly transcript: readonly TranscriptLine[];
  readonly mails: readonly MailResult[];
  readonly outcome: Outcome;
  /** Keywords of the last EHLO reply, each with its parameters. */
  readonly offered: ReadonlyMap<string, string>;
  readonly tls?: TlsFacts;
}

export type TlsFacts = Pick<TlsConnection, 'protocol' | 'cipher' | 'chain' | 'leafKeyType' | 'handshakeMs'> & {
  /** What the judge of the certificate said. */
  readonly verdict?: string;
};
