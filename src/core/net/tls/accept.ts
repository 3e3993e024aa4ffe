/**
 * The server side of a TLS handshake, with the right proof stapled.
 *
 * Two traps of node:tls are avoided here. A TLSSocket staples only when it is given a `server`, whose OCSPRequest event
 * it asks. And with an RSA and an ECDSA key in one context that event names one certificate whatever the client is going
 * to see. So the ClientHello is read first (client-hello.ts), an identity is chosen by it, and the handshake runs in a
 * context that holds this identity alone.
 */
import type { Duplex } from 'node:stream';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import { usableKeyTypes } from './choose-key.ts';
import { type ClientHello, MAX_CLIENT_HELLO_BYTES, readClientHello } from './client-hello.ts';
import type { ServedIdentity } from './served-identity.ts';
import { createStage, type Stage } from './stage.ts';

export interface AcceptorOptions {
  /** By what the client says, foremost its SNI; at least one. */
  readonly identitiesFor: (hello: ClientHello | undefined) => readonly [ServedIdentity, ...ServedIdentity[]];
  readonly tls?: Pick<SecureContextOptions, 'minVersion' | 'maxVersion' | 'ciphers'>;
  /** From the first octet to the end of the handshake. */
  readonly timeoutMs: number;
}

export interface TlsAcceptor {
  /**
   * The stream inside TLS; undefined where the handshake came to nothing, the stream being closed then.
   *
   * @throws on an identity that OpenSSL does not take: what a configuration names is to be tried when it is read
   */
  accept(stream: Duplex): Promise<TLSSocket | undefined>;
}

export function createTlsAcceptor(options: AcceptorOptions): TlsAcceptor {
  const stages = new WeakMap<ServedIdentity, Stage>();
  const stageOf = (identity: ServedIdentity): Stage => {
    const known = stages.get(identity) ?? createStage(identity, options.tls);
    stages.set(identity, known);
    return known;
  };
  return {
    accept: (stream) =>
      withHello(stream, options.timeoutMs, async (hello) => {
        const stage = stageOf(chooseIdentity(options.identitiesFor(hello), hello));
        const shaken = await stage.shake(stream).catch(() => undefined);
        return shaken?.socket;
      }),
  };
}

/**
 * A handshake from its first octet: `shake` is given what the client says first, which stays to be read.
 *
 * @param timeoutMs  to its end; the stream is closed then
 * @returns what `shake` does; undefined where the client has gone before
 */
export async function withHello<T>(
  stream: Duplex,
  timeoutMs: number,
  shake: (hello: ClientHello | undefined) => Promise<T>,
): Promise<T | undefined> {
  const timer = setTimeout(() => stream.destroy(), timeoutMs);
  try {
    const hello = await peekClientHello(stream);
    if (stream.readableEnded) stream.destroy();
    if (stream.destroyed) return undefined;
    return await shake(hello);
  } finally {
    clearTimeout(timer);
  }
}

/** The identity whose key the client likes best; the first where it can use none, so that OpenSSL says so. */
export function chooseIdentity(
  identities: readonly [ServedIdentity, ...ServedIdentity[]],
  hello: ClientHello | undefined,
): ServedIdentity {
  if (hello === undefined || identities.length === 1) return identities[0];
  for (const keyType of usableKeyTypes(hello)) {
    const found = identities.find((identity) => identity.keyType === keyType);
    if (found !== undefined) return found;
  }
  return identities[0];
}

/** Octets kept while a ClientHello arrives, with the headers of many small records. */
const MAX_PEEKED_BYTES = 2 * MAX_CLIENT_HELLO_BYTES;

/** The ClientHello, which stays to be read; undefined where there is none. */
export function peekClientHello(stream: Duplex): Promise<ClientHello | undefined> {
  return new Promise((resolve) => {
    let peeked: Uint8Array = new Uint8Array();
    const finish = (hello: ClientHello | undefined): void => {
      stream.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onEnd);
      stream.pause();
      if (peeked.length > 0 && stream.readable) stream.unshift(peeked);
      resolve(hello);
    };
    const onEnd = (): void => finish(undefined);
    const onData = (chunk: Uint8Array): void => {
      peeked = peeked.length === 0 ? chunk : Buffer.concat([peeked, chunk]);
      const reading = readClientHello(peeked);
      if (reading.kind === 'hello') finish(reading.hello);
      else if (reading.kind === 'no-hello' || peeked.length > MAX_PEEKED_BYTES) finish(undefined);
    };
    stream.on('data', onData).once('end', onEnd).once('close', onEnd).on('error', onEnd);
    stream.resume();
  });
}
