/** What goes into a session and comes out, in the terms of the driver in core/net/serve.ts. */

import type { SecuredFacts, SessionEvent } from './events.ts';
import type { Answer, Question } from './questions.ts';

export type SessionInput =
  /** With what a handshake came to where TLS comes before the first word (RFC 8314 §3). */
  | { readonly kind: 'opened'; readonly tls?: SecuredFacts }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The client has ended its side. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'timeout' }
  /** The server is going to end: as soon as nothing is in hand, this session does. */
  | { readonly kind: 'shutdown' }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'secured'; readonly tls: SecuredFacts };

export type SessionEffect =
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'tell'; readonly event: SessionEvent }
  | { readonly kind: 'start-tls' }
  /** The connection is the host's from now on. */
  | { readonly kind: 'hand-over' }
  /** `isAgreed`: the client said QUIT. */
  | { readonly kind: 'close'; readonly isAgreed: boolean };
