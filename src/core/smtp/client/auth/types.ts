/** SASL over SMTP (RFC 4954): what a mechanism is, and what it is given. */
import type { Random } from '../../../../base/index.ts';

export interface Credentials {
  /** Whose credentials they are. */
  readonly user: string;
  readonly password: string;
  /** As whom to act, where that is another (RFC 4422 §2). */
  readonly actAs?: string;
  /** For the OAuth mechanisms, whose token is the password. */
  readonly host: string;
  readonly port: number;
}

export interface AuthPlan {
  readonly credentials: Credentials;
  /** In the order to try; all we know, the best first, when absent. */
  readonly mechanisms?: readonly string[];
  /** Goes on without, where AUTH is not offered (`offered`) or fails as well (`always`). */
  readonly optional: 'no' | 'not-offered' | 'always';
  /** A mechanism that shows the password may be used without TLS. */
  readonly allowsClear: boolean;
  /** What is said is not masked in what is told of it. */
  readonly isShown?: boolean;
  readonly random: Random;
}

/** An exchange under way: a value, since it is part of the session's state. */
export interface Exchange {
  /** Sent with AUTH; absent where the server begins (RFC 4954 §4). */
  readonly initial?: Uint8Array;
  /** To a challenge of the server. */
  respond(challenge: Uint8Array): ExchangeStep;
  /** Why a 235 is not to be believed yet: the server has not shown that it knows the secret. */
  readonly unproven?: string;
}

export type ExchangeStep =
  | { readonly kind: 'respond'; readonly octets: Uint8Array; readonly next: Exchange }
  | { readonly kind: 'cancel'; readonly why: string };

/** A row of the registry. */
export interface MechanismDef {
  /** As in the EHLO reply. */
  readonly name: string;
  readonly spec: string;
  /** What goes over the wire is as good as the secret: for TLS alone. */
  readonly showsSecret: boolean;
  begin(credentials: Credentials, random: Random): Exchange;
}
