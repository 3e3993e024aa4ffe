/** What a server session knows, asks and says. Everything is a value; nothing here waits. */
import type { BareMode, DotState } from '../dot-stuffing.ts';
import type { MailParameters, RcptParameters } from '../grammar/parameters.ts';
import type { Path } from '../grammar/path.ts';

export interface ServerReply {
  /** 200–599. */
  readonly code: number;
  /** Lines are parted by `\n`; no other control character leaves. */
  readonly text: string;
  /** What is said again where all recipients were refused with it; absent: all of the text. */
  readonly again?: string;
}

/** What is offered to a client that says EHLO or LHLO; what is absent is not known either. */
export interface Offers {
  /** In octets; 0 says SIZE without a number (RFC 1870 §4). */
  readonly size?: number;
  /** RFC 9422. */
  readonly limits?: { readonly mailMax?: number; readonly rcptMax?: number; readonly rcptDomainMax?: number };
  readonly eightBitMime?: boolean;
  readonly dsn?: boolean;
  /** RFC 2645; known where it is there at all. */
  readonly atrn?: boolean;
  readonly etrn?: boolean;
  readonly vrfy?: boolean;
  readonly expn?: boolean;
  readonly pipelining?: boolean;
  /** The client may send its first commands before the greeting (Exim's PIPECONNECT). */
  readonly pipeConnect?: boolean;
  /** Mechanisms in capitals, in the order to be told. */
  readonly auth?: readonly string[];
  readonly chunking?: boolean;
  /** RFC 3030 §3; wants chunking. */
  readonly binaryMime?: boolean;
  readonly startTls?: boolean;
  /** RFC 8689; told within TLS alone. */
  readonly requireTls?: boolean;
  /** Attributes that are taken; none: the command is known, and refused. */
  readonly xclient?: readonly string[];
  readonly prdr?: boolean;
  readonly smtpUtf8?: boolean;
  /** Told where it is true; the command is known where it is there at all. */
  readonly wellknown?: boolean;
  readonly help?: boolean;
}

export interface SessionLimits {
  /** Of a command with its CRLF; by RFC 5321 §4.5.3.1.4 and what is offered when absent. */
  readonly commandOctets?: number;
  /** Of a line of mail data with its CRLF: 1000 by RFC 5321 §4.5.3.1.6; none when absent. */
  readonly textLineOctets?: number;
  /** Of a message where SIZE says nothing; none when absent. */
  readonly messageOctets?: number;
  /** A line end counts as one octet of a message, as it does where lines are kept with LF (Exim). */
  readonly countsLfs?: boolean;
  readonly recipients?: number;
  /** MAIL commands in one connection; then 421. */
  readonly messages?: number;
  /** Syntax and protocol errors that are borne; the next one ends the connection. */
  readonly errors: number;
  readonly unknownCommands: number;
  /** Commands that bring no mail on, as NOOP and VRFY; none when absent. */
  readonly nonMailCommands?: number;
}

export interface SessionConfig {
  /** Our own name, in the greeting and elsewhere. */
  readonly name: string;
  /**
   * Texts are octet strings, a character an octet: whatever a client says is kept as it came, and said so. Else lines are read
   * as UTF-8 where they are such, octet by octet where they are not, and replies are written as UTF-8.
   */
  readonly octets?: boolean;
  readonly protocol: 'smtp' | 'lmtp';
  readonly client: ClientFacts;
  readonly offers: Offers;
  readonly limits: SessionLimits;
  /** A CR or LF alone: `refuse` the command or message that has one (554), or take it as dot-stuffing.ts says. */
  readonly bare: 'refuse' | BareMode;
  /** Input before it may come is a synchronization error (554, and the end). */
  readonly enforcesSync: boolean;
  /** AUTH may be tried though it was not offered, by any mechanism and at any time. */
  readonly takesUnofferedAuth?: boolean;
  /** MAIL needs HELO or EHLO before it. */
  readonly requiresHelo: boolean;
  /** EHLO need not be said again within TLS (Deviates from RFC 3207 §4.2 because Exim can). */
  readonly remembersHelo?: boolean;
  /** Names in HELO that are none are taken, as `a_b`. */
  readonly takesJunkHelo: boolean;
  /** Characters that a name in HELO may have beside letters, digits, dots and hyphens. */
  readonly heloCharacters?: string;
  /** Addresses without a domain are for policy to complete. */
  readonly takesUnqualified: { readonly sender: boolean; readonly recipient: boolean };
  /** The host is told of every command line, and of every one that fails. */
  readonly tellsCommands?: boolean;
  /** Said to every command but QUIT: the client is not to be served, and may only go. */
  readonly deaf?: ServerReply;
  /** Dots of a local part may stand anywhere, as Exim takes them (Deviates because others send such addresses). */
  readonly takesAnyDots?: boolean;
  /** Reads what the grammar refuses, with any text around the address; a text says what is wrong with it. */
  readonly readAddress?: (text: string, utf8: boolean) => LenientAddress | string;
  /** Addresses at a literal (`a@[192.0.2.1]`) are no addresses here. */
  readonly refusesLiterals?: boolean;
  /** What is asked; the rest is accepted in the session's own words. `message` and `auth` are always asked. */
  readonly asks: ReadonlySet<Question['kind']>;
}

export interface LenientAddress {
  /** Empty: the null path. */
  readonly address: string;
  readonly isQualified: boolean;
}

export interface ClientFacts {
  readonly address: string;
  /** Its name, where one was looked up. */
  readonly name?: string;
}

export interface Recipient {
  readonly to: Path;
  readonly parameters: RcptParameters;
}

/** The recipients so far, the last one first: adding one copies nothing, however many there are. */
export interface RecipientList {
  readonly recipient: Recipient;
  readonly before?: RecipientList;
  readonly count: number;
}

export interface Transaction {
  readonly from: Path;
  readonly parameters: MailParameters;
  readonly recipients?: RecipientList;
}

/** The envelope of a message that has come to its end. */
export interface Envelope {
  readonly from: Path;
  readonly parameters: MailParameters;
  readonly recipients: readonly Recipient[];
}

export interface MessageFacts {
  /** As delivered to `data`, dots taken away. */
  readonly octets: number;
  readonly bareCr: number;
  readonly bareLf: number;
  /** By BDAT (RFC 3030) rather than DATA. */
  readonly isChunked: boolean;
  /** The name in HELO, EHLO or LHLO. */
  readonly helo?: string;
  /** Who has authenticated. */
  readonly identity?: string;
}

/** What policy is asked. */
export type Question =
  | { readonly kind: 'connect' }
  | { readonly kind: 'helo'; readonly verb: HeloVerb; readonly name: string }
  | { readonly kind: 'starttls' }
  /** `initial` is absent where the client gave no initial response (RFC 4954 §4). */
  | { readonly kind: 'auth'; readonly mechanism: string; readonly initial?: Uint8Array }
  | { readonly kind: 'auth-response'; readonly mechanism: string; readonly response: Uint8Array }
  | { readonly kind: 'mail'; readonly from: Path; readonly parameters: MailParameters }
  | { readonly kind: 'rcpt'; readonly to: Path; readonly parameters: RcptParameters }
  /** Before the first octet of a message. */
  | { readonly kind: 'data' }
  /** Behind its last. */
  | { readonly kind: 'message'; readonly envelope: Envelope; readonly facts: MessageFacts }
  | { readonly kind: 'xclient'; readonly attributes: ReadonlyMap<string, string | undefined> }
  | With<
      'vrfy' | 'expn' | 'etrn' | 'atrn' | 'wellknown' | 'rset' | 'noop' | 'help' | 'quit',
      { readonly argument: string }
    >;

type With<Kinds extends string, Fields> = { [K in Kinds]: { readonly kind: K } & Fields }[Kinds];

/** The question of this kind. */
export type QuestionOf<K extends Question['kind']> = Extract<Question, { kind: K }>;

export interface Answer {
  /** `close`: the reply is the last word. `challenge` is for the exchange of AUTH. */
  readonly outcome: 'accept' | 'refuse' | 'close' | 'challenge';
  /** In place of the session's own words. */
  readonly reply?: ServerReply;
  /** To `connect`, `helo` and `xclient`: what is offered from now on. */
  readonly offers?: Offers;
  /** To `xclient`: who the client is said to be; to `helo`: what is known of it by now. */
  readonly client?: ClientFacts;
  /** To `helo`: the first line of the reply, in place of our greeting. */
  readonly welcome?: string;
  /** From now on every command gets this reply, but RSET and QUIT. */
  readonly deafens?: true;
  /** Input that comes too early is, or is not, an error from now on. */
  readonly enforcesSync?: boolean;
  /** AUTH is taken from now on though nobody offered it. */
  readonly takesUnofferedAuth?: boolean;
  readonly challenge?: Uint8Array;
  /** To `auth`: who it is. */
  readonly identity?: string;
  /** To `message`: one for each recipient, in LMTP and under PRDR; all like the whole when absent. */
  readonly recipients?: readonly Answer[];
}

/** What a handshake came to. */
export interface SecuredFacts {
  readonly protocol: string;
  readonly cipher: string;
  /** The name the client asked for (RFC 6066 §3). */
  readonly serverName?: string;
}

/** What a host should know and is not asked. */
export type SessionEvent =
  /** A message that had begun has come to nothing: what was kept of it is to go. */
  | { readonly kind: 'abandoned'; readonly why: AbandonReason }
  /** What was abandoned while it came has come to its end. */
  | { readonly kind: 'refused-whole'; readonly why: AbandonReason }
  | { readonly kind: 'secured'; readonly tls: SecuredFacts }
  | { readonly kind: 'ended'; readonly why: EndReason }
  /** What came too soon: behind a command, where PIPELINING was offered or not, or before the greeting. */
  | {
      readonly kind: 'early-input';
      readonly input: Uint8Array;
      readonly line?: string;
      readonly isPipelining?: boolean;
    }
  /** With `tellsCommands`: a line, before anything is done about it; more was there already behind it. */
  | { readonly kind: 'command'; readonly line: string; readonly hasMore: boolean }
  /** With `tellsCommands`: it was wrong, or came at the wrong time; `text` says why, `data` what of it. */
  | { readonly kind: 'failed'; readonly code: number; readonly text: string; readonly data: string };

export type AbandonReason = 'too-large' | 'bare-line-end' | 'line-too-long' | 'reset' | 'lost' | 'timeout';
export type EndReason =
  | 'quit'
  /** The connection goes on, and is the host's. */
  | 'handed-over'
  | 'lost'
  | 'timeout'
  | 'sync-error'
  | 'errors'
  | 'unknown-commands'
  | 'nonmail-commands'
  | 'closed'
  | 'bare-line-end'
  | 'too-large';

export type HeloVerb = 'HELO' | 'EHLO' | 'LHLO';

/**
 * `opening`: nothing said yet · `commands` · `auth`: a response is awaited · `data`: octets up to the dot · `chunk`: octets
 * of BDAT, counted · `securing`: a handshake · `over`.
 */
export type Phase = 'opening' | 'commands' | 'auth' | 'data' | 'chunk' | 'securing' | 'over';

/** The message under way. Between chunks of BDAT it stays, with nothing left. */
export interface Body {
  readonly isChunked: boolean;
  readonly dots: DotState;
  readonly octets: number;
  /** What will be said at its end in any case; nothing is handed out any more. */
  readonly doom?: Doom;
  /** The chunk under way. */
  readonly chunk?: Chunk;
  /** Octets of the last one, once it has come. */
  readonly lastChunk?: number;
}

export interface Chunk {
  readonly octets: number;
  readonly left: number;
  readonly isLast: boolean;
  /** Its BDAT was answered with a refusal already: its octets go by unheard. */
  readonly isRefused: boolean;
}

export interface Doom {
  readonly why: AbandonReason;
  readonly reply: ServerReply;
}

export interface Counts {
  readonly errors: number;
  readonly unknown: number;
  readonly nonMail: number;
  /** MAIL commands that could have begun a message. */
  readonly mails: number;
}

export interface ServerState {
  readonly config: SessionConfig;
  readonly phase: Phase;
  readonly asked?: Question | undefined;
  /** Octets not looked at yet. */
  readonly input: Uint8Array;
  /** Within a line that is too long, whose end is awaited. */
  readonly isSkipping: boolean;
  /** The client has ended its side. */
  readonly hasClosed: boolean;
  /** The server is going to end. */
  readonly isLeaving: boolean;
  readonly client: ClientFacts;
  readonly offers: Offers;
  readonly helo?: { readonly verb: HeloVerb; readonly name: string } | undefined;
  readonly isSecured: boolean;
  readonly identity?: string | undefined;
  /** During the exchange of AUTH. */
  readonly mechanism?: string | undefined;
  readonly transaction?: Transaction | undefined;
  readonly body?: Body | undefined;
  /** A BDAT that waits for the answer to `data`. */
  readonly pendingChunk?: { readonly octets: number; readonly isLast: boolean } | undefined;
  /** After a protocol error between chunks nothing but RSET and QUIT is heard. */
  readonly wantsReset: boolean;
  /** The last command ended with LF alone. */
  readonly saidWithLf: boolean;
  /** What RCPT was refused with, while every refusal was the same; for DATA to say it again. */
  readonly refusal?: { readonly text: string; readonly isSame: boolean } | undefined;
  /** The verb before this one, whether it came to nothing, and whether that was held against the client. */
  readonly previous?: { readonly verb: string; readonly isRefused: boolean; readonly isWrong: boolean } | undefined;
  /** Commands that are free the first time since the last message. */
  readonly spent: readonly string[];
  readonly counts: Counts;
}
