import type { Offers, SessionConfig } from '../smtp/index.ts';
import type { CredentialBook } from './credentials.ts';
import type { Script } from './script/types.ts';
import type { StoreSpec } from './store/types.ts';

export interface SinkOptions {
  readonly address: string;
  /** 0: whichever is free. */
  readonly port: number;
  /** Our own name. */
  readonly name: string;
  readonly protocol: 'smtp' | 'lmtp';
  readonly offers: Offers;
  readonly bare: SessionConfig['bare'];
  readonly enforcesSync: boolean;
  readonly script: Script;
  readonly store: StoreSpec;
  readonly tls: TlsSpec;
  /** Who may authenticate; none: AUTH is not offered. */
  readonly credentials?: CredentialBook;
  /** MAIL only for who has authenticated (RFC 4954 §6). */
  readonly requiresAuth: boolean;
  /** Each connection begins with a PROXY header. */
  readonly expectsProxy: boolean;
  /** So many messages in such a time; beyond it 421. */
  readonly rate?: Rate;
  /** Ends after so many messages. */
  readonly count?: number;
  readonly limits: {
    readonly connections: number;
    readonly recipients?: number;
    /** A client that says nothing for so long is let go. */
    readonly idleMs: number;
    /** A connection is not kept for longer, whatever it says. */
    readonly totalMs: number;
  };
}

export interface Rate {
  readonly messages: number;
  readonly perMs: number;
}

/** `throw-away`: a certificate of our own making, made at the first handshake. */
export type TlsSpec =
  | { readonly kind: 'none' }
  | { readonly kind: 'throw-away'; readonly onConnect: boolean }
  | { readonly kind: 'given'; readonly onConnect: boolean; readonly certPem: string; readonly keyPem: string };

/** A message that came to its end, whatever it was answered. */
export interface SinkMessage {
  /** RFC 3339. */
  readonly at: string;
  /** Which connection, counted from 1. */
  readonly connection: number;
  readonly ip: string;
  /** The name in HELO or EHLO. */
  readonly helo?: string;
  /** Empty for the null sender. */
  readonly from: string;
  readonly to: readonly string[];
  /** What RCPT said beside the address, where it said something (RFC 3461). */
  readonly recipients?: readonly SinkRecipient[];
  /** Parameters of MAIL that were given, by their names in capitals. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly octets: number;
  /** Of the octets as received, in hexadecimal. */
  readonly sha256: string;
  /** `TLSv1.3`, absent in clear. */
  readonly tls?: string;
  /** Who has authenticated. */
  readonly identity?: string;
  /** What it was answered. */
  readonly reply: string;
  readonly accepted: boolean;
  /** Where it is stored. */
  readonly file?: string;
}

export interface SinkRecipient {
  readonly address: string;
  readonly notify?: readonly string[];
  readonly orcpt?: string;
}

/** What a sink has seen. */
export interface SinkTotals {
  connections: number;
  /** Turned away: too many at a time, or a bad PROXY header. */
  turnedAway: number;
  /** Accepted. */
  messages: number;
  recipients: number;
  octets: number;
  /** Refused at their end. */
  refused: number;
  /** Begun and come to nothing. */
  abandoned: number;
  /** Handshakes done. */
  secured: number;
  /** Authentications that succeeded. */
  authenticated: number;
}

export interface SinkPorts {
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number;
  readonly now: () => Date;
  readonly onMessage: (message: SinkMessage) => void;
  /** Something went wrong that is not the client's fault, as a full disk. */
  readonly onTrouble: (text: string) => void;
  readonly onTraffic?: (connection: number, direction: 'in' | 'out', octets: Uint8Array) => void;
}
