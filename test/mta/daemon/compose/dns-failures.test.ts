/** `dns:fail`: look-ups that nobody answered. */
import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../../../src/base/index.ts';
import { type Answer, type DnsError, type DnsErrorCode, type Resolver, RR } from '../../../../src/core/dns/index.ts';
import { tellingFailures } from '../../../../src/mta/daemon/compose/dns-failures.ts';

const answering = (result: Result<Answer, DnsError>): Resolver => ({
  lookup: async () => result,
  close: async () => {},
});
const failure = (code: DnsErrorCode, temporary: boolean): Result<Answer, DnsError> =>
  err({ code, message: 'no', fault: 'network', temporary });

async function toldOf(result: Result<Answer, DnsError>): Promise<readonly string[]> {
  const told: string[] = [];
  const resolver = tellingFailures(answering(result), async (data) => void told.push(data));
  expect(await resolver.lookup('mx.example', RR.MX)).toBe(result);
  return told;
}

describe('look-ups that fail', () => {
  it.each([
    ['dns/timeout', true, 'AGAIN:mx.example:MX'],
    ['dns/servfail', true, 'AGAIN:mx.example:MX'],
    ['dns/garbage', false, 'FAIL:mx.example:MX'],
  ] as const)('are told: %s', async (code, temporary, data) => {
    expect(await toldOf(failure(code, temporary))).toEqual([data]);
  });

  it('are not, where nobody was asked, or nobody waits', async () => {
    for (const code of ['dns/aborted', 'dns/name', 'dns/configuration'] as const)
      expect(await toldOf(failure(code, true))).toEqual([]);
  });

  it('are not those that say there is no such name', async () => {
    expect(await toldOf(ok({ rcode: 3, records: [] } as unknown as Answer))).toEqual([]);
  });

  it('are not told of to an action that looks up itself, within', async () => {
    const told: string[] = [];
    const resolver: Resolver = tellingFailures(answering(failure('dns/timeout', true)), async (data) => {
      told.push(data);
      await resolver.lookup('other.example', RR.A);
    });
    await resolver.lookup('mx.example', RR.MX);
    await resolver.lookup('mx.example', RR.A);
    expect(told).toEqual(['AGAIN:mx.example:MX', 'AGAIN:mx.example:A']);
  });
});
