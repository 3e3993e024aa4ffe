/**
 * net: the only way out to the network.
 *
 * `createNet` makes the one `Net` of a run: TCP dials, UDP exchanges, TLS over a connection, HTTP(S). Names are looked up
 * elsewhere; what is dialled here is an address, which the connect map may lead somewhere else (connect-map.ts). Every wait
 * has a deadline and an AbortSignal, and every failure is a value with a code. Only HTTP (http/) takes names, since a URL has
 * them: `NetConfig.lookUp` says what their addresses are.
 *
 * Terms. *The chain as sent*: certificates in the order and number the peer put into its Certificate message, read from the
 * recorded handshake (tls/), since node:tls shows another. *Drive*: run a pure session over a connection (drive.ts).
 *
 * Serving: `listen` takes connections, `serve` runs a pure server session over one. A TLS acceptor reads the ClientHello,
 * chooses one identity by it and staples that one's proof (tls/accept.ts).
 *
 * Implemented: RFC 8446 §4.4.2, §5, §7 and RFC 5246 §7.4.2 as far as reading the server's flight; RFC 6066 §3.
 * Deliberately absent: judging certificates (core/pki, core/dane), a TLS stack of our own, DNS.
 */
import { createHttpClient } from './http/index.ts';
import { dialTcp } from './tcp.ts';
import type { Net, NetConfig } from './types.ts';
import { createUdpPool } from './udp.ts';

export {
  type ConnectMapError,
  type ConnectRow,
  createConnectMap,
  parseConnectFile,
  parseConnectRow,
} from './connect-map.ts';
export { type Driven, drive, type Session, type SessionEffect, type SessionInput } from './drive.ts';
export {
  type ArrivedConnection,
  type ArrivedStream,
  acceptOn,
  arrivedConnection,
  type BoundPlace,
  bindPlace,
  type Handle,
  letGo,
  passOn,
  receivedStream,
  type TakenPlace,
} from './handover.ts';
export { answerHttp, type HttpAnswer } from './http/answer.ts';
export { createHttpClient, type HttpClient } from './http/index.ts';
export { type Listener, type ListenOptions, listen, type ServedConnection } from './listen.ts';
export { connectLocal } from './local.ts';
export { type LocalStream, openLocalStream } from './local-stream.ts';
export { dialPrivately, listenPrivately, type PrivatePlace, type PrivateStream } from './private-socket.ts';
export { sendDatagram } from './send-datagram.ts';
export { serve } from './serve.ts';
export type {
  SecuredFacts,
  ServeOptions,
  ServerEffect,
  ServerHost,
  ServerInput,
  ServerSession,
} from './server-session.ts';
export { Stopping } from './stopping.ts';
export { showEndpoint } from './tcp.ts';
export {
  type AcceptorOptions,
  chooseIdentity,
  createTlsAcceptor,
  type TlsAcceptor,
  withHello,
} from './tls/accept.ts';
export { bundledRoots } from './tls/bundled.ts';
export { type ServedKeyType, usableKeyTypes } from './tls/choose-key.ts';
export { type ClientHello, type HelloReading, MAX_CLIENT_HELLO_BYTES, readClientHello } from './tls/client-hello.ts';
export * as helloExtension from './tls/hello-extensions.ts';
export { encodeClientHello, type HelloExtension, type HelloOffer, helloRecords } from './tls/hello-writer.ts';
export { readSentHandshake, type SentHandshake } from './tls/records.ts';
export { type HelloAnswer, sayHello } from './tls/say-hello.ts';
export { encodeOldHello, type OldHelloAnswer, readOldAnswer, sayOldHello } from './tls/say-old-hello.ts';
export type { ServedIdentity } from './tls/served-identity.ts';
export { type FlightReading, type HelloFlight, readServerFlight } from './tls/server-flight.ts';
export {
  createStage,
  knownSuites,
  peerChain,
  type SecureSocket,
  type Stage,
  type StagedHandshake,
  type StageSettings,
} from './tls/stage.ts';
export type * from './types.ts';

export function createNet(config: NetConfig = {}): Net {
  const udp = createUdpPool(config);
  const http = createHttpClient(config);
  let tls: Promise<Net['startTls']> | undefined;
  return {
    dial: (address, port, options) => dialTcp(address, port, options, config),
    async startTls(connection, options) {
      tls ??= createTls(config);
      return (await tls)(connection, options);
    },
    exchangeDatagram: udp.exchange,
    fetch: http.fetch,
    async close() {
      udp.close();
      await http.close();
    },
  };
}

/** Loaded when used: most look-ups are plain, and TLS is the larger half of this module. */
async function createTls({ caPem }: NetConfig): Promise<Net['startTls']> {
  const [{ createContextCache }, { startTls }] = await Promise.all([
    import('./tls/contexts.ts'),
    import('./tls/start-tls.ts'),
  ]);
  const contexts = createContextCache(caPem);
  return (connection, options) => startTls(connection, options, contexts);
}
