/** How the daemon is, for monitoring: `/healthz`, and `/metrics` in the text format of Prometheus. */
import { answerHttp, type Handle, type HttpAnswer, type TakenPlace } from '../../core/net/index.ts';
import { FIGURES, type Figure } from './figures/registry.ts';

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
  /** By series. */
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

/** Prometheus's text format 0.0.4: each figure with what it is, its series behind it. */
function metrics({ isHealthy, counters, gauges }: Status): string {
  const values = new Map<string, string[]>();
  const add = (series: string, value: number): void => {
    const [, part = series, name = part] = /^((\w+?)(?:_bucket|_sum|_count)?)(?:\{|$)/.exec(series) ?? [];
    const figure = FIGURES_BY_NAME.get(part) ?? FIGURES_BY_NAME.get(name);
    if (figure === undefined) throw new Error(`nobody knows the figure ${series}`);
    const total = figure.type === 'counter' ? '_total' : '';
    const line = `mxray_${part}${total}${series.slice(part.length)} ${value}\n`;
    values.set(figure.name, [...(values.get(figure.name) ?? []), line]);
  };
  for (const [series, value] of Object.entries({ ...gauges, healthy: isHealthy ? 1 : 0 })) add(series, value);
  for (const [series, value] of counters.all()) add(series, value);
  return FIGURES.map((figure) => described(figure, values.get(figure.name))).join('');
}

const FIGURES_BY_NAME: ReadonlyMap<string, Figure> = new Map(FIGURES.map((figure) => [figure.name, figure]));

/** A counter that has no parts is 0 before it counts; nothing is said of what was not measured. */
function described({ name, type, help, labels }: Figure, found: readonly string[] | undefined): string {
  const shown = type === 'counter' ? `mxray_${name}_total` : `mxray_${name}`;
  const values = found ?? (type === 'counter' && labels === undefined ? [`${shown} 0\n`] : []);
  if (values.length === 0) return '';
  return `# HELP ${shown} ${help}\n# TYPE ${shown} ${type}\n${values.join('')}`;
}
