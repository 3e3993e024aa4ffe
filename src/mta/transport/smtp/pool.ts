/** Connections kept a short while for the next message that may go over them. */
import type { Delivery, TransportWorld } from '../types.ts';
import type { SmtpConnection } from './connection.ts';
import { Demand } from './demand.ts';

/** A server's patience is not ours to use up, and nothing is gained by waiting longer than a queue takes to come by. */
const IDLE_MS = 2_000;
const GOODBYE_MS = 1_000;
/** Of one kind; what is more is closed at once. */
const MAX_KEPT = 100;

interface Kept {
  readonly connection: SmtpConnection;
  /** Begins anew each time it is kept. */
  readonly timer: NodeJS.Timeout;
  /** Nobody has taken it. */
  isThere: boolean;
}

export class Pool {
  readonly demand = new Demand();
  private readonly byKey = new Map<string, Kept[]>();
  private readonly known = new WeakMap<SmtpConnection, Kept>();

  /** The one used last that the delivery may go over: the others may end. */
  take(key: string, delivery: Pick<Delivery, 'message' | 'series'>): SmtpConnection | undefined {
    const all = this.byKey.get(key) ?? [];
    const at = all.findLastIndex(({ connection }) => connection.suits(delivery));
    const [kept] = at < 0 ? [] : all.splice(at, 1);
    if (kept === undefined) return undefined;
    kept.isThere = false;
    return kept.connection.isFree ? kept.connection : this.take(key, delivery);
  }

  put(key: string, connection: SmtpConnection): void {
    const all = this.byKey.get(key) ?? [];
    if (all.length >= MAX_KEPT) connection.quit();
    if (!connection.isFree) return; // it is at its end
    const kept = this.known.get(connection) ?? this.meet(key, connection);
    kept.isThere = true;
    kept.timer.refresh();
    all.push(kept);
    this.byKey.set(key, all);
  }

  private meet(key: string, connection: SmtpConnection): Kept {
    const timer = setTimeout(() => this.end(key, kept), IDLE_MS).unref();
    const kept: Kept = { connection, timer, isThere: false };
    connection.onEnd = () => this.forget(key, kept);
    this.known.set(connection, kept);
    return kept;
  }

  /** QUIT to all; a server that does not answer is not waited for. */
  async close(): Promise<void> {
    const all = [...this.byKey].flatMap(([key, kept]) => kept.map((one) => ({ key, one })));
    const gone = all.map(({ one }) => one.connection.closed);
    for (const { key, one } of all) this.end(key, one);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GOODBYE_MS);
    });
    await Promise.race([Promise.all(gone), late]);
    clearTimeout(timer);
  }

  /** Ended, unless somebody has taken it. */
  drop(key: string, connection: SmtpConnection): void {
    const kept = this.known.get(connection);
    if (kept !== undefined) this.end(key, kept);
  }

  private end(key: string, kept: Kept): void {
    if (!kept.isThere) return;
    this.forget(key, kept);
    kept.connection.quit();
  }

  private forget(key: string, kept: Kept): void {
    clearTimeout(kept.timer);
    kept.isThere = false;
    const all = this.byKey.get(key);
    if (all === undefined) return;
    const at = all.indexOf(kept);
    if (at >= 0) all.splice(at, 1);
    if (all.length === 0) this.byKey.delete(key);
  }
}

/** By configuration: each message has a world of its own, and another configuration may say other things of the same hosts. */
const pools = new WeakMap<TransportWorld['configuration'], Pool>();

export function poolOf({ configuration }: Pick<TransportWorld, 'configuration'>): Pool {
  const known = pools.get(configuration);
  if (known !== undefined) return known;
  const pool = new Pool();
  pools.set(configuration, pool);
  return pool;
}

/** QUIT to all that are kept for deliveries by this configuration; over when they are closed, or soon after. */
export const endKeptConnections = (configuration: TransportWorld['configuration']): Promise<void> =>
  pools.get(configuration)?.close() ?? Promise.resolve();
