/** Connections kept a short while for the next message that may go over them. */
import type { TransportWorld } from '../types.ts';
import type { SmtpConnection } from './connection.ts';

/** A server's patience is not ours to use up, and nothing is gained by waiting longer than a queue takes to come by. */
const IDLE_MS = 2_000;
const GOODBYE_MS = 1_000;
/** Of one kind; what is more is closed at once. */
const MAX_KEPT = 100;

interface Kept {
  readonly connection: SmtpConnection;
  readonly timer: NodeJS.Timeout;
}

export class Pool {
  private readonly byKey = new Map<string, Kept[]>();

  /** The one used last: the others may end. */
  take(key: string): SmtpConnection | undefined {
    const kept = this.byKey.get(key)?.pop();
    if (kept === undefined) return undefined;
    this.forget(key, kept);
    return kept.connection.isFree ? kept.connection : this.take(key);
  }

  put(key: string, connection: SmtpConnection): void {
    const all = this.byKey.get(key) ?? [];
    if (all.length >= MAX_KEPT) connection.quit();
    if (!connection.isFree) return; // it is at its end
    const timer = setTimeout(() => this.drop(key, kept), IDLE_MS);
    timer.unref();
    const kept: Kept = { connection, timer };
    connection.onEnd = () => this.forget(key, kept);
    all.push(kept);
    this.byKey.set(key, all);
  }

  /** QUIT to all; a server that does not answer is not waited for. */
  async close(): Promise<void> {
    const all = [...this.byKey].flatMap(([key, kept]) => kept.map((one) => ({ key, one })));
    const gone = all.map(({ one }) => one.connection.closed);
    for (const { key, one } of all) this.drop(key, one);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GOODBYE_MS);
    });
    await Promise.race([Promise.all(gone), late]);
    clearTimeout(timer);
  }

  private drop(key: string, kept: Kept): void {
    this.forget(key, kept);
    kept.connection.quit();
  }

  private forget(key: string, kept: Kept): void {
    clearTimeout(kept.timer);
    kept.connection.onEnd = undefined;
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
