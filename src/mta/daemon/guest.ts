/** One client, from being let in to the end of its connection. */
import { type ServedConnection, type Stopping, serve } from '../../core/net/index.ts';
import { readProxyHeader } from '../../core/proxy/index.ts';
import { createServerSession } from '../../core/smtp/index.ts';
import { behindProxy } from './proxy-front.ts';
import type { ReceptionService } from './reception-port.ts';

/** A reception and those it serves. */
export interface Shift {
  readonly reception: ReceptionService;
  readonly keepsAlive: boolean;
  readonly noDelay: boolean;
  readonly proxyMs: number;
  /** Begins when sessions should come to an end. */
  readonly stopping: Stopping;
  open: number;
  isOver: boolean;
  /** Its closing, once that has begun. */
  closed?: Promise<void>;
}

/** A connection that was let in. */
export interface Admitted {
  readonly id: number;
  readonly count: number;
  readonly tlsOnConnect: boolean;
}

/** Resolves when the connection has ended. */
export async function serveGuest(
  { reception, proxyMs, stopping }: Shift,
  connection: ServedConnection,
  { tlsOnConnect, count }: Admitted,
): Promise<void> {
  const { remote } = connection;
  const guest = { client: remote, local: connection.local, count, tlsOnConnect, proxyFailed: false };
  let first: Uint8Array | undefined;
  let announced: Partial<NonNullable<ReturnType<typeof behindProxy>>> | undefined;
  let proxyFailed = false;
  if (await reception.expectsProxy(remote.address)) {
    const fronted = await readProxyHeader(connection.stream, proxyMs);
    if (fronted.kind === 'header') {
      first = fronted.rest;
      announced = behindProxy(fronted.header, remote) ?? { proxy: {} };
    } else {
      proxyFailed = true;
      announced = { proxy: {} };
    }
  }
  const served = await reception.open({ ...guest, ...announced, proxyFailed });
  return serve(connection, createServerSession(served.config), served.host, {
    idleMs: served.idleMs,
    hearsFirst: served.config.enforcesSync,
    tlsOnConnect,
    stopping,
    ...(served.acceptor !== undefined && { acceptor: served.acceptor }),
    ...(first !== undefined && { first }),
  });
}
