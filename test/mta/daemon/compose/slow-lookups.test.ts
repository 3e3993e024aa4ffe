import { describe, expect, it } from 'vitest';
import { ok } from '../../../../src/base/index.ts';
import { type Answer, type Resolver, RR } from '../../../../src/core/dns/index.ts';
import { tellingSlow } from '../../../../src/mta/daemon/compose/slow-lookups.ts';

describe('slow_lookup_log', () => {
  const after = async (tookMs: number, longerMs: number): Promise<readonly string[]> => {
    let now = 0;
    const resolver: Resolver = {
      lookup: async () => {
        now += tookMs;
        return ok({} as Answer);
      },
      close: async () => {},
    };
    const lines: string[] = [];
    const clock = { now: () => new Date(now), monotonicMs: () => now };
    const telling = tellingSlow(resolver, longerMs, { clock, log: (line) => void lines.push(line) });
    await telling.lookup('mail.example.org' as Parameters<Resolver['lookup']>[0], RR.MX);
    return lines;
  };

  it('tells of those that took longer, with how long', async () => {
    expect(await after(300, 200)).toEqual(["Long MX lookup for 'mail.example.org': 300 msec"]);
    expect(await after(200, 200)).toEqual([]);
  });
  it('tells of none where it is zero', async () => {
    expect(await after(30_000, 0)).toEqual([]);
  });
});
