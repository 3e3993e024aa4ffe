/** What one probe of one address found: a value for every way it can go. */
import type { KeyType, NetError, TlsError } from '../net/types.ts';

/** How the connection comes to TLS. `none` is TLS on connect. */
export const STARTTLS_PROTOCOLS = ['smtp', 'imap', 'pop3', 'sieve', 'xmpp', 'none'] as const;
export type StartTlsProtocol = (typeof STARTTLS_PROTOCOLS)[number];

export interface ProbeTarget {
  /** IP literal to dial. */
  readonly address: string;
  readonly port: number;
  readonly protocol: StartTlsProtocol;
  /** SNI and, for XMPP, the stream's `to`. */
  readonly serverName?: string;
  /** Offer only this key type; both when absent. */
  readonly keyType?: KeyType | 'ed25519';
  /** EHLO argument. */
  readonly ehlo: string;
  /** Bound on the whole probe. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type ProbeOutcome =
  | {
      readonly kind: 'tls';
      /** DER, in the order and number sent. */
      readonly chain: readonly Uint8Array[];
      readonly protocol: string;
      readonly cipher: string;
      /** `rsa`, `ecdsa`, `ed25519`, … of the leaf. */
      readonly leafKeyType: string;
      readonly ocspResponse?: Uint8Array;
      readonly greeting?: string;
      /** EHLO keywords or capabilities in clear, as sent. */
      readonly capabilities: readonly string[];
      readonly timings: { readonly connectMs: number; readonly greetingMs?: number; readonly handshakeMs: number };
    }
  | { readonly kind: 'no-starttls'; readonly greeting: string; readonly capabilities: readonly string[] }
  | { readonly kind: 'starttls-refused'; readonly reply: string; readonly temporary: boolean }
  | { readonly kind: 'greeting-refused'; readonly reply: string; readonly temporary: boolean }
  /** The server has TLS but no certificate of the key type asked for. */
  | { readonly kind: 'no-such-key'; readonly error: TlsError }
  | { readonly kind: 'tls-failed'; readonly error: TlsError }
  | { readonly kind: 'unreachable'; readonly error: NetError }
  /** What came is not the protocol: endless banner, bare garbage, limits exceeded. */
  | { readonly kind: 'protocol-error'; readonly stage: string; readonly detail: string }
  | { readonly kind: 'timeout'; readonly stage: string; readonly afterMs: number };

/** The port core/dane probes through; `createProbe(net)` in this module makes the real one. */
export type Probe = (target: ProbeTarget) => Promise<ProbeOutcome>;
