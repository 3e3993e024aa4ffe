/** Data that are a filter, by their first line (Exim spec §22.3): `# Exim filter`, `# Sieve filter`. */
import { flag } from '../settings.ts';
import type { Visit } from '../visit.ts';

/** @returns why the filter is not run; undefined: it is none */
export function refuseFilter(data: string, { router }: Visit): string | undefined {
  const name = filterKind(data);
  if (name === undefined) return undefined;
  if (!flag(router, 'allow_filter')) return 'filtering not enabled';
  if (flag(router, `forbid_${name.toLowerCase()}_filter`)) return `${name} filtering not enabled`;
  return notRun(name);
}

export type FilterKind = 'Exim' | 'Sieve';

export function filterKind(data: string): FilterKind | undefined {
  const kind = /^\s*#[ \t]*(exim|sieve)[ \t]*filter/i.exec(data)?.[1]?.toLowerCase();
  return kind === undefined ? undefined : kind === 'exim' ? 'Exim' : 'Sieve';
}

export const notRun = (name: FilterKind): string => `${name} filters are not run by this version`;
