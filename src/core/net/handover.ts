/**
 * Listening in one process and serving in others: places are bound by who may, their handles taken over by who accepts, and
 * connections passed on to who serves.
 *
 * A `Handle` goes through a channel between processes (base/process) and is opaque to both ends.
 */
import { rmSync } from 'node:fs';
import { createServer, type Server, Socket } from 'node:net';
import { err, ok, type Result } from '../../base/index.ts';
import { listenError } from './errors.ts';
import { plainAddress, type ServedConnection } from './listen.ts';
import { showEndpoint } from './tcp.ts';
import type { NetError } from './types.ts';

/** A listening socket or a connection, on its way to another process. */
export type Handle = object;

/**
 * What is sent of a socket or a server: the bare handle. A whole socket would be closed here only when its receiver has
 * confirmed it, and never where that has died meanwhile; a whole server brings Node's own idea of a backlog with it.
 */
const bare = (owner: Socket | Server): Handle => (owner as unknown as { readonly _handle: Handle })._handle;

/** Bound and listening; connections that come before somebody has taken it over are kept for them. */
export interface BoundPlace {
  readonly address: string;
  /** The one it came to where 0 was asked for. */
  readonly port: number;
  readonly handle: Handle;
  /** Connections so far, and from now on each as it comes. */
  readonly forward: (take: (connection: PassedConnection) => void) => void;
  /** Here; who has taken it over listens on. */
  readonly close: () => void;
}

/**
 * An IPv6 address takes no IPv4 connections, so that `::` and `0.0.0.0` go together. An address that begins with / is the
 * path of a socket of this host, which anybody may connect to; one that a dead process left is taken away.
 */
export function bindPlace(address: string, port: number, backlog: number): Promise<Result<BoundPlace, NetError>> {
  const early: Socket[] = [];
  let take = (socket: Socket): void => void early.push(socket);
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => take(socket));
  return new Promise((resolve) => {
    const failed = (cause: Error): void => resolve(err(listenError(cause, showEndpoint(address, port))));
    server.once('error', failed);
    const isPath = address.startsWith('/');
    if (isPath) rmSync(address, { force: true });
    const place = isPath ? { path: address, readableAll: true, writableAll: true } : { host: address, port };
    server.listen({ ...place, backlog, ipv6Only: address.includes(':') }, () => {
      server.off('error', failed).on('error', () => {});
      const bound = isPath
        ? { address, port }
        : (server.address() as { readonly address: string; readonly port: number });
      const forward: BoundPlace['forward'] = (next) => {
        take = (socket) => next(passed(socket));
        for (const socket of early.splice(0)) next(passed(socket));
      };
      resolve(ok({ ...bound, handle: bare(server), forward, close: () => void server.close() }));
    });
  });
}

export interface TakenPlace {
  readonly close: () => void;
}

/** A connection that is not read from here: it is turned away, or passed on. */
export interface PassedConnection {
  /** Undefined: its client has gone already. */
  readonly peer: { readonly address: string; readonly port: number } | undefined;
  readonly handle: Handle;
  /** Lets go of it here; whoever it was sent to has it. */
  readonly close: () => void;
  readonly turnAway: (words: string) => void;
}

/** Accepts on a handle that another process has bound. */
export function acceptOn(
  handle: Handle,
  backlog: number,
  accepted: (connection: PassedConnection) => void,
): TakenPlace {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => accepted(passed(socket)));
  server.on('error', () => {}); // out of descriptors: those that are open go on
  server.listen(handle, backlog);
  return { close: () => void server.close() };
}

/** One that was sent here to be passed on. */
export const passedOn = (handle: Handle): PassedConnection =>
  passed(new Socket({ handle, readable: true, writable: true, allowHalfOpen: true, pauseOnCreate: true } as object));

function passed(socket: Socket): PassedConnection {
  socket.on('error', () => {});
  return {
    get peer() {
      return peerOf(socket);
    },
    handle: bare(socket),
    close: () => socket.destroy(),
    turnAway: (words) => turnAway(socket, words),
  };
}

function peerOf({ remoteAddress, remotePort }: Socket): PassedConnection['peer'] {
  return remoteAddress === undefined ? undefined : { address: plainAddress(remoteAddress), port: remotePort ?? 0 };
}

/** For a refused client to take its leave. */
const LEAVE_MS = 1000;

function turnAway(socket: Socket, words: string): void {
  socket.setTimeout(LEAVE_MS, () => socket.destroy());
  socket.resume().end(words, 'latin1', () => socket.destroySoon());
}

/** One of a local caller. */
export function receivedLocal(handle: Handle | undefined): Socket | undefined {
  if (handle === undefined) return undefined;
  const socket = new Socket({ handle, readable: true, writable: true, allowHalfOpen: true } as object);
  return socket.on('error', () => {}); // told by 'close'
}

/** A connection that was passed on to be served; undefined where its client has gone meanwhile. */
export function receivedConnection(handle: Handle | undefined, keepsAlive: boolean): ServedConnection | undefined {
  if (handle === undefined) return undefined;
  // Half-open: a client that has said its last word still wants the answer.
  const socket = new Socket({ handle, readable: true, writable: true, allowHalfOpen: true } as object);
  socket.on('error', () => {}); // told by 'close'
  const remote = peerOf(socket);
  if (remote === undefined) return void socket.destroy();
  socket.setNoDelay(true);
  if (keepsAlive) socket.setKeepAlive(true);
  return {
    stream: socket,
    remote,
    get local() {
      return { address: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0 };
    },
    destroy: () => socket.destroy(),
  };
}
