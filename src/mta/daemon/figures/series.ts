/** Names of what is counted, as `/metrics` has them: `deliveries{transport="smtp",outcome="done"}`. */
import type { FigureName, Labels } from './registry.ts';

/** A figure, or a part of a histogram. */
export type SeriesName = FigureName | `${FigureName}_bucket` | `${FigureName}_sum` | `${FigureName}_count`;

export function series(name: SeriesName, labels: Labels = {}): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

/** What strangers name is no more than printable ASCII, and not long. */
const escaped = (value: string): string =>
  value
    .slice(0, MAX_VALUE)
    .replace(/[^\x20-\x7e]/g, '?')
    .replace(/["\\]/g, '\\$&');

const MAX_VALUE = 255;
