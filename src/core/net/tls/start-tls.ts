/** The client side of a TLS handshake over a connection, with what the peer really sent. Nothing is judged here. */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity, connect, type TLSSocket } from 'node:tls';
import { err, fromHex, ok, type Result } from '../../../base/index.ts';
import { showEndpoint } from '../tcp.ts';
import type { Connection, TlsConnection, TlsError, TlsOptions } from '../types.ts';
import type { ContextCache } from './contexts.ts';
import { handshakeAborted, handshakeTimeout, handshakeTooLarge, tlsError, untrusted } from './errors.ts';
import { MAX_HANDSHAKE_BYTES, Recorder } from './recorder.ts';
import { readSentHandshake } from './records.ts';

export function startTls(
  connection: Connection,
  options: TlsOptions,
  contexts: ContextCache,
): Promise<Result<TlsConnection, TlsError>> {
  const where = showEndpoint(connection.remote.address, connection.remote.port);
  if (options.signal?.aborted === true) return Promise.resolve(err(handshakeAborted(where)));
  const began = performance.now();
  const { socket, evidence } = begin(connection, options, contexts);
  return new Promise((resolve) => {
    const finish = (result: Result<TlsConnection, TlsError>): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    const fail = (error: TlsError): void => {
      const chain = evidence.chain();
      finish(err(chain.length > 0 ? { ...error, chain } : error));
    };
    const onAbort = (): void => fail(handshakeAborted(where));
    const timer = setTimeout(() => fail(handshakeTimeout(where, options.timeoutMs)), options.timeoutMs);
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const failed = (cause: unknown): void =>
      fail(evidence.isTooLarge() ? handshakeTooLarge(where, MAX_HANDSHAKE_BYTES) : tlsError(cause, where));
    // Stays for the socket's life: later errors are told by 'close'.
    socket.on('error', failed);
    socket.once('close', () => failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    socket.once('secureConnect', () => {
      const distrust = distrusted(socket, options);
      if (distrust !== undefined) return fail(untrusted(where, options.verifyName!, distrust));
      finish(ok(tlsConnectionOf(connection, socket, evidence, performance.now() - began)));
    });
  });
}

/** What is gathered while the handshake runs. */
interface Evidence {
  /** Read once, from what had arrived by then. */
  chain(): readonly Uint8Array[];
  isTooLarge(): boolean;
  ocspResponse(): Uint8Array | undefined;
  session(waitMs: number): Promise<Uint8Array | undefined>;
}

function begin(
  connection: Connection,
  options: TlsOptions,
  contexts: ContextCache,
): { socket: TLSSocket; evidence: Evidence } {
  const recorder = new Recorder(connection.stream);
  const { serverName, alpn, verifyName, session, minDhBits } = options;
  const settings: ConnectionOptions & { readonly requestOCSP: boolean } = {
    socket: recorder,
    secureContext: contexts.get(options),
    // Node only reports here; distrusted() decides, and only for dials that ask for a verified name.
    rejectUnauthorized: false,
    checkServerIdentity: (_host, certificate) =>
      verifyName === undefined ? undefined : checkServerIdentity(verifyName, certificate),
    requestOCSP: options.requestsOcsp !== false,
    ...(serverName !== undefined && isIP(serverName) === 0 && { servername: serverName }), // RFC 6066 §3: names only
    ...(alpn !== undefined && { ALPNProtocols: [...alpn] }),
    ...(session !== undefined && { session: Buffer.from(session) }),
    ...(minDhBits !== undefined && { minDHSize: minDhBits }),
  };
  const socket = connect(settings);
  return { socket, evidence: gather(socket, recorder) };
}

function gather(socket: TLSSocket, recorder: Recorder): Evidence {
  let secret: Uint8Array | undefined;
  let ocsp: Uint8Array | undefined;
  let chain: readonly Uint8Array[] | undefined;
  socket.on('keylog', (line: Buffer) => {
    const match = /^SERVER_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]+ ([0-9a-f]+)/.exec(line.toString('latin1'));
    if (match !== null) secret = fromHex(match[1]!);
  });
  socket.on('OCSPResponse', (response: Buffer | null) => {
    if (response !== null && response.length > 0) ocsp = Uint8Array.from(response);
  });
  return {
    chain() {
      chain ??= readSentHandshake(recorder.recorded(), secret).chain;
      return chain;
    },
    isTooLarge: () => recorder.isTooLarge,
    ocspResponse: () => ocsp,
    session: sessionsOf(socket),
  };
}

/** Remembers the last session told, and lets the first be waited for. */
function sessionsOf(socket: TLSSocket): Evidence['session'] {
  let last: Uint8Array | undefined;
  socket.on('session', (session: Buffer) => {
    last = Uint8Array.from(session);
  });
  return (waitMs) => {
    if (last !== undefined || socket.destroyed) return Promise.resolve(last);
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        socket.off('session', finish).off('close', finish);
        resolve(last);
      };
      const timer = setTimeout(finish, waitMs);
      socket.once('session', finish).once('close', finish);
    });
  };
}

function distrusted(socket: TLSSocket, { verifyName }: TlsOptions): string | undefined {
  if (verifyName === undefined || socket.authorized) return undefined;
  const { authorizationError: why } = socket as { authorizationError: unknown };
  return why instanceof Error ? why.message : String(why);
}

function tlsConnectionOf(
  connection: Connection,
  socket: TLSSocket,
  evidence: Evidence,
  handshakeMs: number,
): TlsConnection {
  const chain = evidence.chain();
  const ocspResponse = evidence.ocspResponse();
  return {
    stream: socket,
    remote: connection.remote,
    destroy: () => socket.destroy(),
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    opensslCipher: socket.getCipher().name,
    ...(typeof socket.alpnProtocol === 'string' && { alpnProtocol: socket.alpnProtocol }),
    chain,
    leafKeyType: keyTypeOf(chain[0]),
    ...(ocspResponse !== undefined && { ocspResponse }),
    handshakeMs,
    isResumed: socket.isSessionReused(),
    session: evidence.session,
  };
}

/** `rsa`, `ecdsa`, `ed25519`, …; `unknown` where Node cannot read the certificate. */
function keyTypeOf(leaf: Uint8Array | undefined): string {
  try {
    const type = leaf && new X509Certificate(leaf).publicKey.asymmetricKeyType;
    return type === 'ec' ? 'ecdsa' : (type ?? 'unknown');
  } catch {
    return 'unknown';
  }
}
