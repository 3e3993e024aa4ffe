/**
 * The state of a session, at its beginning, and copies of it.
 *
 * Each names every field in the same order, so that all states have one shape: a step makes a copy, several a command, and
 * one that is spread costs ten times as much.
 */
import type { DotState } from '../dots/state.ts';
import type { ClientFacts, Offers } from './client.ts';
import type { SessionConfig } from './config.ts';
import type { Transaction } from './envelope.ts';
import type { AbandonReason } from './events.ts';
import type { HeloVerb, Question } from './questions.ts';
import type { ServerReply } from './reply.ts';

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
  /** The last word of greeting was EHLO, whatever came of it: parameters are heard. */
  readonly hasSaidEhlo: boolean;
  /** CHUNKING was offered once: BDAT is known from then on, behind a HELO as well (Deviates because Exim has it so). */
  readonly wasOfferedChunks: boolean;
  /** PIPELINING was offered once: MAIL, RCPT and RSET may be followed from then on (Deviates because Exim has it so). */
  readonly wasOfferedPipelining: boolean;
  readonly isSecured: boolean;
  /** A MAIL has had SMTPUTF8: domains with letters beyond ASCII are taken from then on, as with Exim. */
  readonly hasSaidUtf8: boolean;
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
  /** What RCPT was refused with, for DATA to say it again. */
  readonly refusal?: Refusal | undefined;
  /** The command before this one. */
  readonly previous?: Previous | undefined;
  /** Commands that are free the first time since the last message. */
  readonly spent: readonly string[];
  readonly counts: Counts;
}

export interface Previous {
  readonly verb: string;
  /** As it was said. */
  readonly line: string;
  /** It came to nothing. */
  readonly isRefused: boolean;
  /** That was held against the client. */
  readonly isWrong: boolean;
}

export interface Refusal {
  readonly text: string;
  /** The session itself refuses what is no command of its time or no address. */
  readonly by: 'session' | 'policy';
  /** Every one so far was as this one. */
  readonly isSame: boolean;
  /** DATA has said it: one of the session's behind that is not the same any more, as Exim has it. */
  readonly isTold: boolean;
}

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
  /** MAIL commands. */
  readonly mails: number;
}

export const NOTHING: Uint8Array = new Uint8Array(0);

const NOT_SPENT: readonly string[] = [];

/** A field that is forgotten here does not compile. */
type Whole = { readonly [K in keyof Required<ServerState>]: ServerState[K] };

export const startOf = (config: SessionConfig): Whole => ({
  config,
  phase: 'opening',
  asked: undefined,
  input: NOTHING,
  isSkipping: false,
  hasClosed: false,
  isLeaving: false,
  client: config.client,
  offers: config.offers,
  helo: undefined,
  hasSaidEhlo: false,
  wasOfferedChunks: false,
  wasOfferedPipelining: false,
  isSecured: false,
  hasSaidUtf8: false,
  identity: undefined,
  mechanism: undefined,
  transaction: undefined,
  body: undefined,
  pendingChunk: undefined,
  wantsReset: false,
  saidWithLf: false,
  refusal: undefined,
  previous: undefined,
  spent: NOT_SPENT,
  counts: { errors: 0, unknown: 0, nonMail: 0, mails: 0 },
});

export const copyOf = (state: ServerState): Whole => ({
  config: state.config,
  phase: state.phase,
  asked: state.asked,
  input: state.input,
  isSkipping: state.isSkipping,
  hasClosed: state.hasClosed,
  isLeaving: state.isLeaving,
  client: state.client,
  offers: state.offers,
  helo: state.helo,
  hasSaidEhlo: state.hasSaidEhlo,
  wasOfferedChunks: state.wasOfferedChunks,
  wasOfferedPipelining: state.wasOfferedPipelining,
  isSecured: state.isSecured,
  hasSaidUtf8: state.hasSaidUtf8,
  identity: state.identity,
  mechanism: state.mechanism,
  transaction: state.transaction,
  body: state.body,
  pendingChunk: state.pendingChunk,
  wantsReset: state.wantsReset,
  saidWithLf: state.saidWithLf,
  refusal: state.refusal,
  previous: state.previous,
  spent: state.spent,
  counts: state.counts,
});
