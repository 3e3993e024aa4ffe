/** Sockets as the rest of the program sees them. Every dial takes a deadline and an AbortSignal. */
import type { Duplex } from 'node:stream';
import type { Failure, Result, Trace } from '../../base/index.ts';

export type NetErrorCode =
  | 'net/refused'
  | 'net/timeout'
  | 'net/unreachable'
  | 'net/reset'
  | 'net/closed'
  | 'net/aborted'
  | 'net/address'
  | 'net/too-large'
  | 'net/http'
  /** The name of a URL could not be looked up. */
  | 'net/lookup'
  /** An https server is not who the URL says. */
  | 'net/untrusted'
  | 'net/failed';
export interface NetError extends Failure<NetErrorCode> {
  /** The system's own number, where it gave one (errno(3)). */
  readonly errno?: number;
}

export type TlsErrorCode =
  | 'tls/alert'
  | 'tls/timeout'
  | 'tls/closed'
  | 'tls/protocol'
  | 'tls/no-shared'
  /** The peer is not who `verifyName` says. */
  | 'tls/untrusted'
  | 'tls/aborted';
export interface TlsError extends Failure<TlsErrorCode> {
  /** TLS alert description the peer sent, e.g. `handshake_failure` (RFC 8446 §6). */
  readonly alert?: string;
  /** The chain, where it had arrived before the failure. */
  readonly chain?: readonly Uint8Array[];
}

export interface DialOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

export interface TcpDialOptions extends DialOptions {
  /** Local address to dial from, in place of that of NetConfig. */
  readonly source?: string;
}

/** A connected byte stream; `remote` is the address asked for, not where a connect map led. */
export interface Connection {
  readonly stream: Duplex;
  readonly remote: { readonly address: string; readonly port: number };
  /** Ends it at once. */
  destroy(): void;
}

/** Which certificate to ask for, by what the ClientHello offers (RFC 8446 §4.2.3). */
export type KeyType = 'rsa' | 'ecdsa';

export interface TlsOptions extends DialOptions {
  /** SNI; left out for addresses (RFC 6066 §3). */
  readonly serverName?: string;
  /** Offer only signature algorithms and cipher suites of this key type. */
  readonly keyType?: KeyType | 'ed25519';
  readonly alpn?: readonly string[];
  /**
   * Refuse with `tls/untrusted` unless the chain leads to the roots of NetConfig (or the system's) and the certificate
   * names this host or IP address. For resolvers over TLS (RFC 8310 §8.1); mail probes leave it out and judge later.
   */
  readonly verifyName?: string;
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** OpenSSL's list of cipher suites in the place of ours, with `SSL_OP_…` bits and groups that go with it. */
  readonly ciphers?: { readonly list?: string; readonly options: number; readonly groups?: string };
  /** The smallest group of a Diffie-Hellman exchange that is taken; 1024 when absent. */
  readonly minDhBits?: number;
  /** False: no OCSP response is asked for. */
  readonly requestsOcsp?: false;
  /** What to show to a server that asks for a certificate: PEM, the leaf first. */
  readonly identity?: { readonly key: string; readonly cert: string };
  /** Resume this session, which `TlsConnection.session` gave. */
  readonly session?: Uint8Array;
  /** False: ask for no ticket, so that a session is resumed by its id or not at all (RFC 5246 §7.3). */
  readonly tickets?: false;
}

/** A finished handshake. Nothing is verified here: that is for core/pki and core/dane. */
export interface TlsConnection extends Connection {
  readonly protocol: string;
  /** By IANA's name. */
  readonly cipher: string;
  /** The same by OpenSSL's. */
  readonly opensslCipher: string;
  readonly alpnProtocol?: string;
  /** Certificates in the order and number the peer sent them, DER; not what node:tls shows. */
  readonly chain: readonly Uint8Array[];
  /** Key type of the leaf: `rsa`, `ecdsa`, `ed25519`, … */
  readonly leafKeyType: string;
  readonly ocspResponse?: Uint8Array;
  readonly handshakeMs: number;
  /** The server took the session that was offered (RFC 8446 §2.2, RFC 5246 §7.3). */
  readonly isResumed: boolean;
  /** A session to resume later: at once up to TLS 1.2; in TLS 1.3 when a ticket comes, waited for this long. */
  session(waitMs: number): Promise<Uint8Array | undefined>;
}

/** The only way out to the network. `createNet` makes one; tests make another. */
export interface Net {
  /** @param address  an IP address, or the absolute path of a socket in the file system, whose port means nothing */
  dial(address: string, port: number, options: TcpDialOptions): Promise<Result<Connection, NetError>>;
  startTls(connection: Connection, options: TlsOptions): Promise<Result<TlsConnection, TlsError>>;
  /** A UDP exchange socket: send one datagram, read until `accept` takes one. */
  exchangeDatagram(
    address: string,
    port: number,
    datagram: Uint8Array,
    accept: (datagram: Uint8Array) => boolean,
    options: DialOptions,
  ): Promise<Result<Uint8Array, NetError>>;
  /** HTTP(S) with capped bodies and bounded redirects. */
  fetch(request: HttpRequest): Promise<Result<HttpResponse, NetError>>;
  close(): Promise<void>;
}

export interface HttpRequest extends DialOptions {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  readonly maxBodyBytes: number;
  readonly maxRedirects?: number;
  /** A redirect is the answer, and not followed. */
  readonly keepsRedirect?: boolean;
  /** Offer HTTP/2, too: servers of DNS over HTTPS often speak nothing else (RFC 8484 §5.2). */
  readonly http2?: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** After redirects. */
  readonly url: string;
  /** The proxy it came through. */
  readonly proxy?: string;
}

export interface NetConfig {
  /** Where to really connect, as `--connect`; see connect-map.ts. */
  readonly connectMap?: ConnectMap;
  /** Local address to dial from. */
  readonly source?: string;
  /** Trust roots for HTTPS, DoH and DoT instead of the system's (PEM); DANE and SMTP do not use them. */
  readonly caPem?: string;
  /** Addresses of a URL's host, in the order to try them; the system's own look-up when absent. */
  readonly lookUp?: HostLookup;
  /** Where the proxies stand; that of the process when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly trace?: Trace;
}

/** At least one address, or why there is none. */
export type HostLookup = (host: string) => Promise<Result<readonly string[], Failure>>;

/** Host (name or address) and port → where to really connect; the identity where no row matches. */
export interface ConnectMap {
  resolve(host: string, port: number): { readonly host: string; readonly port: number };
  /** A row speaks of this very host: a name that has one need not be looked up. `*` speaks of addresses. */
  names(host: string, port: number): boolean;
}
