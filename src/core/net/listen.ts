/** Listening for TCP connections, so many at a time and no more. */
import { createServer, type Server, type Socket } from 'node:net';
import { err, ok, type Result } from '../../base/index.ts';
import { listenError } from './errors.ts';
import { showEndpoint } from './tcp.ts';
import type { Connection, NetError } from './types.ts';

/** A connection that somebody made to us: `remote` is who, `local` where. Errors of its stream are heard by who made it. */
export interface ServedConnection extends Connection {
  readonly local: { readonly address: string; readonly port: number };
}

export interface ListenOptions {
  readonly address: string;
  /** 0: whichever is free. */
  readonly port: number;
  /** Beyond so many at a time a new one is told `overflow` and closed. */
  readonly maxConnections: number;
  /** Of one address, at a time; as many as there may be when absent. */
  readonly maxPerHost?: number;
  readonly overflow?: string;
  /** Connections the system keeps waiting. */
  readonly backlog?: number;
  /** Called for each; whoever it is for ends it. */
  readonly serve: (connection: ServedConnection) => void;
}

export interface Listener {
  readonly address: string;
  readonly port: number;
  /** How many are open. */
  count(): number;
  /** No new ones from now on; resolves when the last open one has ended. */
  stop(): Promise<void>;
  /** Ends them all at once. */
  close(): Promise<void>;
}

export function listen(options: ListenOptions): Promise<Result<Listener, NetError>> {
  const { address, port, backlog } = options;
  const open = createDoor(options);
  // Half-open: a client that has said its last word still wants the answer.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, open.enter);
  return new Promise((resolve) => {
    const failed = (cause: Error): void => resolve(err(listenError(cause, showEndpoint(address, port))));
    server.once('error', failed);
    server.listen({ host: address, port, ...(backlog !== undefined && { backlog }) }, () => {
      server.off('error', failed).on('error', () => {}); // out of descriptors: those that are open go on
      resolve(ok(listenerOf(server, open.sockets)));
    });
  });
}

/** Who is in, and whether one more may come. */
function createDoor({ maxConnections, maxPerHost = maxConnections, overflow = '', serve }: ListenOptions) {
  const sockets = new Set<Socket>();
  const perHost = new Map<string, number>();
  const leave = (socket: Socket, host: string): void => {
    sockets.delete(socket);
    const left = (perHost.get(host) ?? 1) - 1;
    if (left > 0) perHost.set(host, left);
    else perHost.delete(host);
  };
  const enter = (socket: Socket): void => {
    socket.on('error', () => {}); // told by 'close'
    const host = socket.remoteAddress;
    if (host === undefined) return void socket.destroy(); // gone already
    const before = perHost.get(host) ?? 0;
    if (sockets.size >= maxConnections || before >= maxPerHost) return void turnAway(socket, overflow);
    sockets.add(socket);
    perHost.set(host, before + 1);
    socket.once('close', () => leave(socket, host));
    serve(connectionOf(socket, host));
  };
  return { sockets, enter };
}

/** For a refused client to take its leave; it holds no place meanwhile, so it must be short. */
const LEAVE_MS = 1000;

function turnAway(socket: Socket, overflow: string): void {
  socket.setTimeout(LEAVE_MS, () => socket.destroy());
  socket.resume().end(overflow, () => socket.destroySoon());
}

function connectionOf(socket: Socket, address: string): ServedConnection {
  return {
    stream: socket,
    remote: { address: plainAddress(address), port: socket.remotePort ?? 0 },
    // Asked when wanted: it costs a question to the system.
    get local() {
      return { address: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0 };
    },
    destroy: () => socket.destroy(),
  };
}

/** An IPv4 client of a listener on `::` is one all the same (RFC 4291 §2.5.5.2). */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

function listenerOf(server: Server, sockets: ReadonlySet<Socket>): Listener {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('listening on no TCP port');
  const stop = (): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));
  return {
    address: bound.address,
    port: bound.port,
    count: () => sockets.size,
    stop,
    close() {
      const stopped = stop();
      for (const socket of sockets) socket.destroy();
      return stopped;
    },
  };
}
