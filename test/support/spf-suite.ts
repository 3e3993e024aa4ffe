/** The published test suite for RFC 7208 (test/vectors/spf), as cases and zones. */
import { readFileSync } from 'node:fs';
import { formatName } from '../../src/core/dns/index.ts';
import { nameOf, type SpfRecords, type SpfZone } from './spf-dns.ts';

export interface Scenario {
  readonly description: string;
  readonly tests: Readonly<Record<string, Case>>;
  readonly zonedata: Readonly<Record<string, readonly Entry[]>>;
}
export interface Case {
  readonly spec: string;
  readonly description: string;
  readonly helo: string;
  readonly host: string;
  readonly mailfrom: string;
  /** The preferred one first. */
  readonly result: readonly string[];
  /** DEFAULT: the domain publishes none that can be used. */
  readonly explanation?: string;
}
type Entry = 'TIMEOUT' | Readonly<Record<string, string | readonly (string | number)[]>>;

export const scenarios = JSON.parse(
  readFileSync(new URL('../vectors/spf/rfc7208-tests.json', import.meta.url), 'utf8'),
) as readonly Scenario[];

/** What stands as type SPF is TXT as well, unless the name has TXT of its own (`NONE` being none); a TIMEOUT covers what is not given. */
export function zoneOf(data: Scenario['zonedata']): SpfZone {
  return Object.fromEntries(
    Object.entries(data).map(([name, entries]) => {
      const given = entries.filter((entry): entry is Exclude<Entry, string> => entry !== 'TIMEOUT');
      const records: Record<string, (string | readonly string[])[]> = {};
      for (const [type, value] of given.flatMap((entry) => Object.entries(entry)))
        records[type] = [...(records[type] ?? []), textOf(type, value)];
      const txt = (records.TXT ?? records.SPF ?? []).filter((text) => text !== 'NONE');
      const { SPF: _, TXT: __, ...others } = records;
      const hasTimeout = entries.includes('TIMEOUT');
      if (hasTimeout && txt.length === 0) return [name, 'timeout' as const];
      return [name, { ...others, ...(txt.length > 0 && { TXT: txt }) } satisfies SpfRecords];
    }),
  );
}

function textOf(type: string, value: string | readonly (string | number)[]): string | readonly string[] {
  if (type === 'TXT' || type === 'SPF') return value as string | readonly string[];
  if (type === 'MX') return `${value[0]} ${formatName(value[1] === '' ? '' : nameOf(String(value[1])))}`;
  return type === 'PTR' ? formatName(nameOf(value as string)) : (value as string);
}
