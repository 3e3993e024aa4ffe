/**
 * A pure server session and what is around it: what a driver feeds it, what it answers with, who answers its questions.
 * `serve` (serve.ts) is the driver.
 */
import type { Duplex } from 'node:stream';
import type { Stopping } from './stopping.ts';
import type { TlsAcceptor } from './tls/accept.ts';

/** What a handshake came to. */
export interface SecuredFacts {
  readonly protocol: string;
  readonly cipher: string;
  /** The name the client asked for (RFC 6066 §3). */
  readonly serverName?: string;
}

export type ServerInput<Answer> =
  /** With what a handshake came to where TLS comes before the first word (RFC 8314 §3). */
  | { readonly kind: 'opened'; readonly tls?: SecuredFacts }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The client has ended its side. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'timeout' }
  /** The server is going to end: as soon as nothing is in hand, the session should. */
  | { readonly kind: 'shutdown' }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'secured'; readonly tls: SecuredFacts };

export type ServerEffect<Question, Event> =
  | { readonly kind: 'send'; readonly text: string }
  /** To be answered by one `answer`; nothing else is asked before. */
  | { readonly kind: 'ask'; readonly question: Question }
  /** Octets of a message, in their order. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** For the host to know. */
  | { readonly kind: 'tell'; readonly event: Event }
  /** After what was sent, a handshake; octets read in clear beyond it are lost on purpose. */
  | { readonly kind: 'start-tls' }
  /** After what was sent: the connection is the host's from now on (`takeOver`). */
  | { readonly kind: 'hand-over' }
  /**
   * After what was sent; nothing is fed afterwards. Where the client has said that it was the end (QUIT), nothing more is
   * to be read; else what it still sends is, or the reset that closing would cause could overtake the last reply.
   */
  | { readonly kind: 'close'; readonly isAgreed: boolean };

export interface ServerSession<State, Question, Answer, Event> {
  readonly start: State;
  readonly machine: ServerMachine<State, Question, Answer, Event>;
}

/** What turns states into states, the same for many sessions: of thousands that wait, each keeps its state and no more. */
export interface ServerMachine<State, Question, Answer, Event> {
  /** Of the texts it sends. */
  readonly encoding: 'latin1' | 'utf8';
  step(
    state: State,
    input: ServerInput<Answer>,
  ): { readonly state: State; readonly effects: readonly ServerEffect<Question, Event>[] };
  /** Octets waiting in the state because a question is open. */
  waiting(state: State): number;
}

/** Who answers a session's questions and takes its data. A promise makes the client wait. */
export interface ServerHost<Question, Answer, Event> {
  /** Undefined: the connection ends without a word. */
  answer(question: Question): Answer | undefined | Promise<Answer | undefined>;
  data(bytes: Uint8Array): void | Promise<void>;
  tell(event: Event): void;
  /** The client has nothing more to say, while an answer to it takes its time: there is no use in making it wait. */
  fellSilent?(): void;
  /** TLS has ended without its own word of the end (RFC 8446 §6.1). */
  cutOff?(): void;
  /** The last thing said to it, however the connection ended. */
  ended(): void;
  /** The session is over, and the client waits for what the host does with the connection; without it, it is ended. */
  takeOver?(stream: Duplex): void;
  /** While something takes its time: what was said before it waits with it, for fewer packets. */
  keepsBack?(): boolean;
  /** Sees every run of octets, for the trace. */
  readonly onTraffic?: ((direction: 'in' | 'out', octets: Uint8Array) => void) | undefined;
}

export interface ServeOptions {
  /** A client that brings nothing to an end for so long is let go (RFC 5321 §4.5.3.2.7). */
  readonly idleMs: number;
  /** From first to last; none when absent. */
  readonly totalMs?: number;
  readonly acceptor?: TlsAcceptor;
  /** TLS before the first word (RFC 8314 §3). */
  readonly tlsOnConnect?: boolean;
  /** Look whether the client speaks before it is greeted; takes a turn of the event loop. */
  readonly hearsFirst?: boolean;
  /** The session is told when the server is going to end. */
  readonly stopping?: Stopping;
  /** Octets that were read before the session began, as those behind a PROXY header. */
  readonly first?: Uint8Array;
  /** The connection has ended, and the host has been told. */
  readonly ended: () => void;
}
