/** What is counted and measured of a worker, where there is a place to ask for it (`daemon_http_address`). */
import type { Clock } from '../../../base/index.ts';
import type { Net } from '../../../core/net/index.ts';
import type { Log, LogEntry } from '../../log/index.ts';
import type { Spool } from '../../spool/index.ts';
import { createCounting } from '../figures/counting.ts';
import { type Gauges, queueMeter } from '../figures/queue-size.ts';
import { series } from '../figures/series.ts';
import type { Counters } from '../status.ts';
import type { DeliveryService } from './delivery.ts';

export interface Figures {
  /** Writes it, and counts what it says. */
  readonly log: (entry: LogEntry, id?: string) => void;
  /** A handshake with a client; undefined: it came to nothing. */
  readonly handshake: (version: string | undefined) => void;
  readonly committed: (seconds: number) => void;
  /** The same, its connections counted. */
  readonly net: Net;
  readonly gauges: (delivery: Pick<DeliveryService, 'load'>) => Promise<Gauges>;
}

export interface FiguresSetup {
  readonly counters: Counters;
  readonly log: Log;
  readonly spool: Spool;
  readonly net: Net;
  readonly clock: Clock;
  /** The worker's; the first measures the queue, which is everybody's. */
  readonly number: number;
}

export function createFigures({ counters, log, spool, net, clock, number }: FiguresSetup): Figures {
  const counting = createCounting(counters);
  const out = { connections: 0 };
  const queue = number === 1 ? queueMeter(spool, () => clock.now().getTime()) : undefined;
  const worker = String(number);
  const readDelay = delayMeter();
  let cpu = cpuSeconds();
  return {
    log: (entry, id) => {
      log.write(entry, id);
      counting.logged(entry);
    },
    handshake: (version) => (version === undefined ? counting.tlsFailed() : counting.secured(version)),
    committed: counting.committed,
    net: counted(net, out),
    gauges: async (delivery) => {
      const used = cpuSeconds();
      counting.used(used - cpu);
      cpu = used;
      const { active, waiting } = delivery.load();
      return {
        [series('deliveries_active', { worker })]: active,
        [series('deliveries_waiting', { worker })]: waiting,
        [series('connections_out', { worker })]: out.connections,
        [series('process_resident_bytes', { worker })]: process.memoryUsage.rss(),
        ...(await readDelay(worker)),
        ...(await queue?.()),
      };
    },
  };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The network, its open connections counted. */
function counted(net: Net, out: { connections: number }): Net {
  return {
    ...net,
    dial: async (...given) => {
      const dialled = await net.dial(...given);
      if (!dialled.ok) return dialled;
      out.connections += 1;
      dialled.value.stream.once('close', () => {
        out.connections -= 1;
      });
      return dialled;
    },
  };
}

/** Between looks at the clock; what is longer is a delay. */
const RESOLUTION_MS = 10;
const SHARES = [0.5, 0.99, 1];

/** Delays of the event loop since the last reading. */
function delayMeter(): (worker: string) => Promise<Gauges> {
  const histogram = import('node:perf_hooks').then(({ monitorEventLoopDelay }) => {
    const made = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    made.enable();
    return made;
  });
  return async (worker) => {
    const delays = await histogram;
    const read = SHARES.map((share) => {
      const seconds = (share === 1 ? delays.max : delays.percentile(share * 100)) / 1e9 - RESOLUTION_MS / 1000;
      const key = series('event_loop_delay_seconds', { worker, share: String(share) });
      return [key, Math.max(0, Number(seconds.toFixed(6)))] as const;
    });
    delays.reset();
    return Object.fromEntries(read);
  };
}
