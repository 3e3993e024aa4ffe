/**
 * Listening in one process and serving in others: places are bound by who may, and their handles taken over by all who accept;
 * the system gives each connection to one of them.
 *
 * A `Handle` goes through a channel between processes (base/process) and is opaque to both ends.
 */
import { randomBytes } from 'node:crypto';
import { lstatSync, renameSync, rmSync } from 'node:fs';
import { createServer, type Server, Socket } from 'node:net';
import { type Enrolled, err, ok, type Result } from '../../base/index.ts';
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
  /** Connections so far, and from now on each as it comes: to be sent after the handle, and let go of here. */
  readonly forward: (take: (connection: Handle) => void) => void;
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
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) =>
    take(socket.on('error', () => {})),
  );
  return new Promise((resolve) => {
    const failed = (cause: Error): void => resolve(err(listenError(cause, showEndpoint(address, port))));
    server.once('error', failed);
    const isPath = address.startsWith('/');
    if (isPath) makeWay(address);
    const place = isPath ? { path: address, readableAll: true, writableAll: true } : { host: address, port };
    server.listen({ ...place, backlog, ipv6Only: address.includes(':') }, () => {
      server.off('error', failed).on('error', () => {});
      const bound = isPath
        ? { address, port }
        : (server.address() as { readonly address: string; readonly port: number });
      const forward: BoundPlace['forward'] = (next) => {
        take = (socket) => next(bare(socket));
        for (const socket of early.splice(0)) take(socket);
      };
      resolve(ok({ ...bound, handle: bare(server), forward, close: () => void server.close() }));
    });
  });
}

/** A folder, which is not ours to empty, is put aside: where everybody may make one, that must not keep us from starting. */
function makeWay(path: string): void {
  const isFolder = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder) renameSync(path, `${path}.${randomBytes(8).toString('hex')}`);
  else rmSync(path, { force: true });
}

export interface TakenPlace {
  readonly close: () => void;
}

/** Closes it here; whoever it was sent to has it. */
export const letGo = (handle: Handle): void => (handle as { close(): void }).close();

/** What clients speak over, before anybody has looked who they are. */
export type ArrivedStream = Socket;

/** A client that has come, and is not served yet. */
export interface ArrivedConnection extends ServedConnection, Enrolled {
  readonly turnAway: (words: string) => void;
}

/** Accepts on a handle that another process has bound, beside others that do. */
export function acceptOn(handle: Handle, backlog: number, accepted: (stream: ArrivedStream) => void): TakenPlace {
  // Half-open: a client that has said its last word still wants the answer.
  const server = createServer({ allowHalfOpen: true }, (socket) => accepted(socket.on('error', ignore)));
  server.on('error', ignore); // out of descriptors: those that are open go on
  server.listen(handle, backlog);
  return { close: () => void server.close() };
}

/** Before it is read from: to be sent to who serves it, and destroyed here when it has left. */
export function passOn(stream: ArrivedStream): Handle {
  const handle = bare(stream);
  (handle as { readStop(): void }).readStop();
  return handle;
}

/** One that somebody else has accepted. */
export const receivedStream = (handle: Handle): ArrivedStream =>
  new Socket({ handle, readable: true, writable: true, allowHalfOpen: true } as object).on('error', ignore);

const ignore = (): void => {}; // told by 'close'

/** Undefined where its client has gone meanwhile. */
export function arrivedConnection(
  socket: ArrivedStream,
  { keepsAlive, noDelay }: { readonly keepsAlive: boolean; readonly noDelay: boolean },
): ArrivedConnection | undefined {
  const { remoteAddress, remotePort } = socket;
  if (remoteAddress === undefined) return void socket.destroy();
  if (noDelay) socket.setNoDelay(true);
  if (keepsAlive) socket.setKeepAlive(true);
  return new Arrived(socket, plainAddress(remoteAddress), remotePort ?? 0);
}

/** There may be thousands: what each can do is written once. */
class Arrived implements ArrivedConnection {
  readonly stream: Socket;
  readonly remote: ServedConnection['remote'];
  place: number | undefined;

  constructor(socket: Socket, address: string, port: number) {
    this.stream = socket;
    this.remote = { address, port };
  }

  get local(): ServedConnection['local'] {
    return { address: plainAddress(this.stream.localAddress ?? ''), port: this.stream.localPort ?? 0 };
  }

  destroy(): void {
    this.stream.destroy();
  }

  turnAway(words: string): void {
    const { stream } = this;
    stream.setTimeout(LEAVE_MS, () => stream.destroy());
    stream.resume().end(words, 'latin1', () => stream.destroySoon());
  }
}

/** For a refused client to take its leave. */
const LEAVE_MS = 1000;
