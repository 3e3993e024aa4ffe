/** How the daemon is, for monitoring: `/healthz`, and `/metrics` in the text format of Prometheus. */
import { answerHttp, type Handle, type HttpAnswer, type TakenPlace } from '../../core/net/index.ts';

export interface Counters {
  readonly add: (name: string, by?: number) => void;
  readonly addAll: (counts: Readonly<Record<string, number>>) => void;
  readonly all: () => ReadonlyMap<string, number>;
  /** What was counted since the last time. */
  readonly take: () => ReadonlyMap<string, number>;
}

export interface Status {
  readonly isHealthy: boolean;
  readonly counters: Counters;
  readonly gauges: Readonly<Record<string, number>>;
}

export function createCounters(): Counters {
  const counts = new Map<string, number>();
  const add = (name: string, by = 1): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  return {
    add,
    addAll: (all) => {
      for (const [name, by] of Object.entries(all)) add(name, by);
    },
    all: () => counts,
    take: () => {
      const taken = new Map(counts);
      counts.clear();
      return taken;
    },
  };
}

export const serveStatus = (handle: Handle, status: () => Status): TakenPlace =>
  answerHttp(handle, (path) => answerFor(path, status()));

export function answerFor(path: string, status: Status): HttpAnswer {
  if (path === '/healthz') return status.isHealthy ? plain(200, 'ok\n') : plain(503, 'no worker serves just now\n');
  if (path === '/metrics') return { status: 200, type: 'text/plain; version=0.0.4', body: metrics(status) };
  return plain(404, '/healthz and /metrics are here\n');
}

const plain = (status: number, body: string): HttpAnswer => ({ status, type: 'text/plain', body });

function metrics({ isHealthy, counters, gauges }: Status): string {
  const lines = [...Object.entries(gauges), ['healthy', isHealthy ? 1 : 0] as const].map(([name, value]) =>
    sample(name, 'gauge', value),
  );
  const counted = [...counters.all()].map(([name, value]) => sample(`${name}_total`, 'counter', value));
  return [...lines, ...counted].join('');
}

const sample = (name: string, type: string, value: number): string =>
  `# TYPE mxray_${name} ${type}\nmxray_${name} ${value}\n`;
