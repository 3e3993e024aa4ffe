/**
 * A stage of handshakes: one identity with everything a server wants of clients, as an OpenSSL context made once.
 *
 * Node asks for a stapled proof only where a TLSSocket has a `server`, so there is one that never listens; and what a client
 * is verified by stands in the context, while whether it is asked at all is said at each handshake.
 */
import type { Duplex } from 'node:stream';
import {
  createSecureContext,
  createServer,
  type DetailedPeerCertificate,
  getCiphers,
  type SecureContext,
  type SecureContextOptions,
  type Server,
  TLSSocket,
  type TlsOptions,
} from 'node:tls';
import type { ServedIdentity } from './served-identity.ts';

export type SecureSocket = TLSSocket;

/** Names of all suites that OpenSSL has here, in lower case. */
export const knownSuites = (): readonly string[] => getCiphers();

export type StageSettings = Pick<
  SecureContextOptions,
  | 'minVersion'
  | 'maxVersion'
  | 'ciphers'
  | 'ecdhCurve'
  | 'dhparam'
  | 'secureOptions'
  | 'ticketKeys'
  | 'sessionTimeout'
  | 'sessionIdContext'
> & {
  /** PEM: roots by which certificates of clients are verified; their names are sent (RFC 8446 §4.2.4). Absent: nobody. */
  readonly ca?: readonly string[];
  /** PEM: with any, each certificate of a client's chain needs one. */
  readonly crl?: readonly string[];
};

export interface StageRequest {
  /** Ask the client for a certificate; what it shows is verified and never fatal by itself. */
  readonly asksCertificate?: boolean;
  /** The protocol to answer to ALPN with; null refuses what the client offers (RFC 7301 §3.2). */
  readonly alpn?: string | null;
}

/** What came of a handshake beside the socket, which knows the rest. */
export interface StagedHandshake {
  readonly socket: TLSSocket;
  /** Why the certificate that the client showed is not trusted, as OpenSSL's code; absent: it is, or there is none. */
  readonly clientFault?: string;
}

export interface Stage {
  readonly identity: ServedIdentity;
  /** Rejects with OpenSSL's error; the stream is closed then. */
  shake(stream: Duplex, request?: StageRequest): Promise<StagedHandshake>;
}

/** @throws on what OpenSSL does not take: an identity, a list of ciphers or curves, parameters */
export function createStage(identity: ServedIdentity, settings: StageSettings = {}): Stage {
  const { ca = [], crl, ...rest } = settings;
  const all = { key: identity.key, cert: identity.cert, ca: [...ca], ...(crl && { crl: [...crl] }), ...rest };
  const secureContext = createSecureContext(all);
  const server = identity.proof === undefined ? undefined : staplingServer(all, identity.proof);
  return { identity, shake: (stream, request = {}) => shake({ secureContext, server }, stream, request) };
}

/** There to be asked for the proof. */
function staplingServer(settings: TlsOptions, proof: NonNullable<ServedIdentity['proof']>): Server {
  const server = createServer(settings);
  server.on('OCSPRequest', (_certificate, _issuer, answer) => staple(proof, answer));
  return server;
}

async function shake(
  { secureContext, server }: { readonly secureContext: SecureContext; readonly server: Server | undefined },
  stream: Duplex,
  { asksCertificate = false, alpn }: StageRequest,
): Promise<StagedHandshake> {
  const socket = new TLSSocket(stream, {
    isServer: true,
    ...(server && { server }),
    secureContext,
    requestCert: asksCertificate,
    rejectUnauthorized: false,
    ...(alpn !== undefined && { ALPNCallback: () => alpn ?? undefined }),
  });
  await settled(socket);
  const clientFault = faultOf(socket, asksCertificate);
  return { socket, ...(clientFault !== undefined && { clientFault }) };
}

/** A longer chain is an attack on whoever walks it; OpenSSL's own bound. */
const MAX_DEPTH = 100;

/**
 * The chain of the certificate that the peer has shown, as OpenSSL has put it together: what was sent, and behind it the
 * root it leads to, where that is known here.
 *
 * @returns DER, the root first; empty where none was shown
 */
export function peerChain(socket: SecureSocket): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  let at: Partial<DetailedPeerCertificate> | undefined = socket.getPeerCertificate(true);
  while (at?.raw !== undefined && chain.length < MAX_DEPTH) {
    chain.unshift(at.raw);
    at = at.issuerCertificate === at ? undefined : at.issuerCertificate; // a root's issuer is itself
  }
  return chain;
}

/** What OpenSSL made of the client's chain. Node tells it to the connections of its own servers alone. */
function faultOf(socket: TLSSocket, wasAsked: boolean): string | undefined {
  if (!wasAsked || socket.getPeerX509Certificate() === undefined) return undefined;
  const handle = (socket as { _handle?: { verifyError?: () => NodeJS.ErrnoException | null | undefined } })._handle;
  if (handle?.verifyError === undefined) return 'unknown';
  const error = handle.verifyError();
  return error === null || error === undefined ? undefined : (error.code ?? error.message);
}

function settled(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    let reason: Error | undefined;
    const note = (cause: Error): void => {
      reason ??= cause;
    };
    let isSecure = false;
    socket.once('secure', () => {
      isSecure = true;
      resolve();
    });
    socket.once('_tlsError', note);
    socket.on('error', note); // stays for the socket's life
    socket.once('end', () => void (isSecure || socket.destroy())); // a socket that may be half open stays otherwise
    socket.once('close', () => setImmediate(() => reject(reason ?? new Error('the client ended the connection'))));
  });
}

/** A proof that cannot be had never fails the handshake: it goes on without (RFC 6066 §8). */
function staple(
  proof: () => Promise<Uint8Array | undefined>,
  answer: (error: Error | null, response: Buffer) => void,
): void {
  const send = (der: Uint8Array | undefined): void =>
    answer(null, der === undefined ? (null as never) : Buffer.from(der));
  proof().then(send, () => send(undefined));
}
