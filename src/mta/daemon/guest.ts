/** One client, from being let in to the end of its connection. */
import { type ServedConnection, type Stopping, serve } from '../../core/net/index.ts';
import { readProxyHeader } from '../../core/proxy/index.ts';
import { createServerSession } from '../../core/smtp/index.ts';
import { after, type Later } from '../expand/index.ts';
import type { ProxyFacts } from '../facts/index.ts';
import { behindProxy } from './proxy-front.ts';
import type { Guest, ReceptionService } from './reception-port.ts';

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

/** Resolves when it is being served, or has gone; when its connection has ended is told. */
export const serveGuest = (
  shift: Shift,
  connection: ServedConnection,
  admitted: Admitted,
  ended: () => void,
): Later<void> =>
  after(frontOf(shift, connection), (front) =>
    after(shift.reception.open(guestOf(connection, admitted, front)), (served) => {
      const { config, host, idleMs, acceptor } = served;
      serve(connection, createServerSession(config), host, {
        idleMs,
        hearsFirst: config.enforcesSync,
        tlsOnConnect: admitted.tlsOnConnect,
        stopping: shift.stopping,
        ended,
        ...(acceptor !== undefined && { acceptor }),
        ...(front.first !== undefined && { first: front.first }),
      });
    }),
  );

/** What a PROXY header has said, where one was due. */
interface Front {
  readonly announced?: ReturnType<typeof behindProxy> | { readonly proxy: ProxyFacts };
  readonly failed: boolean;
  /** What came behind it already. */
  readonly first?: Uint8Array;
}

const NO_FRONT: Front = { failed: false };

const frontOf = ({ reception, proxyMs }: Shift, { stream, remote }: ServedConnection): Later<Front> =>
  after(
    reception.expectsProxy(remote.address),
    (isExpected): Later<Front> =>
      isExpected
        ? readProxyHeader(stream, proxyMs).then((fronted) =>
            fronted.kind === 'header'
              ? { announced: behindProxy(fronted.header, remote) ?? { proxy: {} }, failed: false, first: fronted.rest }
              : { announced: { proxy: { isUnread: true } }, failed: true },
          )
        : NO_FRONT,
  );

const guestOf = (
  { remote, local }: ServedConnection,
  { count, tlsOnConnect }: Admitted,
  { announced, failed }: Front,
): Guest => ({ client: remote, local, count, tlsOnConnect, ...announced, proxyFailed: failed });
