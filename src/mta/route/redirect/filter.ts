/** Data that are a filter, by their first line (Exim spec §22.3): `# Exim filter`, `# Sieve filter`. */
import { flag } from '../settings.ts';
import type { Visit } from '../visit.ts';

/** @returns why the filter is not run; undefined: it is none */
export function refuseFilter(data: string, { router }: Visit): string | undefined {
  const kind = /^\s*#[ \t]*(exim|sieve)[ \t]*filter/i.exec(data)?.[1]?.toLowerCase();
  if (kind === undefined) return undefined;
  if (!flag(router, 'allow_filter')) return 'filtering not enabled';
  const name = kind === 'exim' ? 'Exim' : 'Sieve';
  if (flag(router, `forbid_${kind}_filter`)) return `${name} filtering not enabled`;
  return `${name} filters are not run by this version`;
}
