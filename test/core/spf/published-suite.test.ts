/** Every scenario of the published test suite for RFC 7208 (test/vectors/spf). */
import { describe, expect, it } from 'vitest';
import { parseIpv4, parseIpv6 } from '../../../src/base/index.ts';
import { checkHost } from '../../../src/core/spf/index.ts';
import { spfDns } from '../../support/spf-dns.ts';
import { scenarios, zoneOf } from '../../support/spf-suite.ts';

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
