/** What goes into a session and comes out, in the terms of the driver in core/net/serve.ts. */
import type { Answer, Question, SessionEvent } from './types.ts';

/** What a handshake came to. */
export interface SecuredFacts {
  readonly protocol: string;
  readonly cipher: string;
  readonly serverName?: string;
}

export type SessionInput =
  | { readonly kind: 'opened' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The client has ended its side. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'secured'; readonly tls: SecuredFacts };

export type SessionEffect =
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'tell'; readonly event: SessionEvent }
  | { readonly kind: 'start-tls' }
  | { readonly kind: 'close' };
