/** Sockets of one name server: UDP and TCP at the same loopback port; over TLS and HTTPS for those who have a certificate. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { FrameReader, frame } from '../../core/dns/index.ts';
import type { Respond } from './respond.ts';
import { serveHttp } from './serve-http.ts';

export interface Listening {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM, leaf first. */
  readonly cert: string;
}

const HOST = '127.0.0.1';
/** A port free for TCP may be taken for UDP; then the next is tried. */
const PORT_TRIES = 20;
const MAX_STREAMS = 256;
/** An idle connection is closed after this long (RFC 7766 §6.2.3). */
const IDLE_MS = 10_000;

export async function listenDns(respond: Respond): Promise<Listening> {
  for (let attempt = 1; ; attempt += 1) {
    const tcp = createServer((socket) => serveStream(socket, respond));
    const port = await listen(tcp);
    const udp = await bindUdp(port).catch((error: unknown) =>
      attempt < PORT_TRIES ? undefined : Promise.reject(error),
    );
    if (udp === undefined) await closeServer(tcp, new Set());
    else return serveBoth(tcp, udp, port, respond);
  }
}

function serveBoth(tcp: Server, udp: UdpSocket, port: number, respond: Respond): Listening {
  const open = remember(tcp);
  udp.on('error', () => {}); // an ICMP message about a client that left
  udp.on('message', (query, from) => {
    deliver(respond(query, 'udp'), (response) => {
      if (response !== undefined) udp.send(response, from.port, from.address, () => {});
    });
  });
  return {
    port,
    async close() {
      await new Promise<void>((resolve) => udp.close(() => resolve()));
      await closeServer(tcp, open);
    },
  };
}

/** DNS over TLS (RFC 7858). */
export async function listenTls(respond: Respond, certificate: Certificate): Promise<Listening> {
  const server = createTlsServer({ ...certificate, ALPNProtocols: ['dot'] }, (socket) => serveStream(socket, respond));
  const open = remember(server);
  server.on('tlsClientError', () => {});
  return { port: await listen(server), close: () => closeServer(server, open) };
}

/** DNS over HTTPS (RFC 8484), HTTP/1.1. */
export async function listenHttps(respond: Respond, certificate: Certificate): Promise<Listening> {
  const server = createHttpsServer(certificate, (request, response) => serveHttp(request, response, respond));
  const open = remember(server);
  server.on('tlsClientError', () => {});
  return { port: await listen(server), close: () => closeServer(server, open) };
}

/** Queries with their lengths before them, each answered when its answer is there (RFC 7766 §6.2.1.1). */
function serveStream(socket: Socket, respond: Respond): void {
  const frames = new FrameReader();
  const send = (response: Uint8Array | undefined): void => {
    if (response !== undefined && socket.writable) socket.write(frame(response));
  };
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    for (const query of frames.push(chunk)) deliver(respond(query, 'stream'), send);
  });
}

/** At once where the answer is there at once: a promise costs more than a remembered answer. */
function deliver(answered: ReturnType<Respond>, send: (response: Uint8Array | undefined) => void): void {
  if (answered instanceof Promise) void answered.then(send);
  else send(answered);
}

function remember(server: Server): Set<Socket> {
  const open = new Set<Socket>();
  server.maxConnections = MAX_STREAMS;
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, () => resolve((server.address() as { port: number }).port));
  });
}

function bindUdp(port: number): Promise<UdpSocket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20, sendBufferSize: 1 << 20 });
    socket.once('error', reject);
    socket.bind(port, HOST, () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function closeServer(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of open) socket.destroy();
  });
}
