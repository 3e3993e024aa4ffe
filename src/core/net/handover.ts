/**
 * Listening in one process and serving in others: places are bound by who may, their handles taken over by who accepts, and
 * connections passed on to who serves.
 *
 * A `Handle` goes through a channel between processes (base/process) and is opaque to both ends.
 */
import { createServer, type Server, Socket } from 'node:net';
import { err, ok, type Result } from '../../base/index.ts';
import { listenError } from './errors.ts';
import { plainAddress, type ServedConnection } from './listen.ts';
import { showEndpoint } from './tcp.ts';
import type { NetError } from './types.ts';

/** A listening socket or a connection, on its way to another process. */
export type Handle = object;

/** Bound and listening; connections that come before somebody has taken it over are kept for them. */
export interface BoundPlace {
  readonly address: string;
  /** The one it came to where 0 was asked for. */
  readonly port: number;
  readonly handle: Handle;
  /** Connections so far, and from now on each as it comes. */
  readonly forward: (take: (connection: Handle) => void) => void;
  /** Here; who has taken it over listens on. */
  readonly close: () => void;
}

/** An IPv6 address takes no IPv4 connections, so that `::` and `0.0.0.0` go together. */
export function bindPlace(address: string, port: number, backlog: number): Promise<Result<BoundPlace, NetError>> {
  const early: Socket[] = [];
  let take: (connection: Handle) => void = (connection) => void early.push(connection as Socket);
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => take(socket));
  return new Promise((resolve) => {
    const failed = (cause: Error): void => resolve(err(listenError(cause, showEndpoint(address, port))));
    server.once('error', failed);
    server.listen({ host: address, port, backlog, ipv6Only: address.includes(':') }, () => {
      server.off('error', failed).on('error', () => {});
      const bound = server.address() as { readonly address: string; readonly port: number };
      const forward: BoundPlace['forward'] = (next) => {
        take = next;
        for (const socket of early.splice(0)) next(socket);
      };
      resolve(ok({ ...bound, handle: handleOf(server), forward, close: () => void server.close() }));
    });
  });
}

/** The handle itself: a server that is sent brings Node's own idea of a backlog with it. */
const handleOf = (server: Server): Handle => (server as unknown as { readonly _handle: Handle })._handle;

export interface TakenPlace {
  readonly close: () => void;
}

/** Accepts on a handle that another process has bound. What is accepted is not read from: it is to be passed on. */
export function acceptOn(handle: Handle, backlog: number, accepted: (connection: Socket) => void): TakenPlace {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, accepted);
  server.on('error', () => {}); // out of descriptors: those that are open go on
  server.listen(handle, backlog);
  return { close: () => void server.close() };
}

/** Who is at the other end; undefined where it has gone already. */
export function peerOf(connection: Socket): { readonly address: string; readonly port: number } | undefined {
  const { remoteAddress, remotePort } = connection;
  return remoteAddress === undefined ? undefined : { address: plainAddress(remoteAddress), port: remotePort ?? 0 };
}

/** For a refused client to take its leave. */
const LEAVE_MS = 1000;

export function turnAway(connection: Socket, words: string): void {
  connection.on('error', () => {});
  connection.setTimeout(LEAVE_MS, () => connection.destroy());
  connection.resume().end(words, 'latin1', () => connection.destroySoon());
}

/** A connection that was passed on; undefined where its client has gone meanwhile. */
export function receivedConnection(handle: Handle | undefined, keepAlive: boolean): ServedConnection | undefined {
  if (!(handle instanceof Socket) || handle.destroyed) return undefined;
  const socket = handle;
  socket.on('error', () => {}); // told by 'close'
  const remote = peerOf(socket);
  if (remote === undefined) return void socket.destroy();
  socket.allowHalfOpen = true; // a client that has said its last word still wants the answer
  socket.setNoDelay(true);
  if (keepAlive) socket.setKeepAlive(true);
  return {
    stream: socket,
    remote,
    get local() {
      return { address: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0 };
    },
    destroy: () => socket.destroy(),
  };
}
