/** Every scenario of the published test suite for RFC 7208 (test/vectors/spf). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseIpv4, parseIpv6 } from '../../../src/base/index.ts';
import { formatName } from '../../../src/core/dns/index.ts';
import { checkHost } from '../../../src/core/spf/index.ts';
import { nameOf, type SpfRecords, type SpfZone, spfDns } from '../../support/spf-dns.ts';

interface Scenario {
  readonly description: string;
  readonly tests: Readonly<Record<string, Case>>;
  readonly zonedata: Readonly<Record<string, readonly Entry[]>>;
}
interface Case {
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

const scenarios = JSON.parse(
  readFileSync(new URL('../../vectors/spf/rfc7208-tests.json', import.meta.url), 'utf8'),
) as readonly Scenario[];

describe.each(scenarios)('RFC 7208, the published suite: $description', ({ tests, zonedata }) => {
  const dns = spfDns(zoneOf(zonedata));
  it.each(Object.entries(tests))('%s', async (_, { helo, host, mailfrom, result, explanation }) => {
    const ip = (parseIpv4(host) ?? parseIpv6(host))!;
    const verdict = await checkHost({ ip, sender: mailfrom, helo }, { dns, now: () => new Date(0) });
    expect(result).toContain(verdict.result);
    if (explanation !== undefined) expect(verdict.explanation ?? 'DEFAULT').toBe(explanation);
  });
});

it('knows every key of the suite', () => {
  const cases = scenarios.flatMap(({ tests }) => Object.values(tests));
  const known = ['spec', 'description', 'helo', 'host', 'mailfrom', 'result', 'explanation'];
  expect(cases.flatMap((each) => Object.keys(each)).filter((key) => !known.includes(key))).toEqual([]);
  expect(cases.length).toBeGreaterThan(200);
});

/** What stands as type SPF is TXT as well, unless the name has TXT of its own (`NONE` being none); a TIMEOUT covers what is not given. */
function zoneOf(data: Scenario['zonedata']): SpfZone {
  return Object.fromEntries(
    Object.entries(data).map(([name, entries]) => {
      const given = entries.filter((entry): entry is Exclude<Entry, string> => entry !== 'TIMEOUT');
      const records: Record<string, (string | readonly string[])[]> = {};
      for (const [type, value] of given.flatMap((entry) => Object.entries(entry))) (records[type] ??= []).push(textOf(type, value));
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
