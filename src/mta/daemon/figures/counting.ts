/** Figures counted from what is logged, and from what takes its time. */
import type { LogEntry } from '../../log/index.ts';
import type { Counters } from '../status.ts';
import { type Counted, type FigureName, type Labels, rowsByEvent } from './registry.ts';
import { series } from './series.ts';

export interface Counting {
  readonly logged: (entry: LogEntry) => void;
  readonly secured: (version: string) => void;
  readonly tlsFailed: () => void;
  readonly committed: (seconds: number) => void;
  readonly used: (cpuSeconds: number) => void;
}

/** Hosts are named by whoever sends mail; so many of a process have figures of their own. */
const MOST_HOSTS = 100;
const OTHERS = '(others)';
/** Upper bounds, in seconds. */
const BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5];

export function createCounting(counters: Counters): Counting {
  const rows = rowsByEvent();
  const hosts = new Set<string>();
  const known = (host: string): string => {
    if (host !== '' && hosts.size < MOST_HOSTS) hosts.add(host);
    return host === '' || hosts.has(host) ? host : OTHERS;
  };
  const bounded = (labels: Labels): Labels =>
    labels.host === undefined ? labels : { ...labels, host: known(labels.host) };
  const add = (name: FigureName, { labels, by = 1 }: Counted): void => {
    if (by !== 0) counters.add(labels === undefined ? name : series(name, bounded(labels)), by);
  };
  return {
    logged: ({ event, facts }) => {
      for (const [name, count] of rows.get(event) ?? []) add(name, count(facts as never));
    },
    secured: (version) => add('tls_sessions', { labels: { version } }),
    tlsFailed: () => add('tls_failures', {}),
    committed: (seconds) => {
      for (const bound of BUCKETS)
        counters.add(series('commit_seconds_bucket', { le: String(bound) }), seconds <= bound ? 1 : 0);
      counters.add(series('commit_seconds_bucket', { le: '+Inf' }));
      counters.add('commit_seconds_sum', seconds);
      counters.add('commit_seconds_count');
    },
    used: (by) => add('process_cpu_seconds', { by }),
  };
}
