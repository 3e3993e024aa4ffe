import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../../src/base/index.ts';
import { type Cache, createCache, negativeTtlSeconds, RR, soaRdata } from '../../../src/core/dns/index.ts';

interface Value {
  readonly ttlSeconds: number;
  readonly text: string;
}
interface Rig {
  readonly cache: Cache<Value, string>;
  /** Asks for a key; `made` counts how often the work was done. */
  ask(key: string, outcome?: Result<Value, string>): Promise<Result<Value, string>>;
  pass(seconds: number): void;
  made: number;
}

function rig(maxOctets = 1_000_000): Rig {
  let nowMs = 0;
  const clock = { now: () => new Date(0), monotonicMs: () => nowMs };
  const sizeOctets = (value: Value): number => value.text.length;
  const cache = createCache<Value, string>({ clock, maxOctets, sizeOctets, isPrivate: (error) => error === 'aborted' });
  const self: Rig = {
    cache,
    made: 0,
    ask: (key, outcome = ok({ ttlSeconds: 60, text: 'x' })) =>
      cache.get(key, () => {
        self.made += 1;
        return Promise.resolve(outcome);
      }),
    pass: (seconds) => {
      nowMs += seconds * 1000;
    },
  };
  return self;
}

describe('cache', () => {
  it('keeps a value for its TTL and not longer (RFC 2181 §8)', async () => {
    const r = rig();
    await r.ask('a');
    r.pass(59);
    await r.ask('a');
    expect(r.made).toBe(1);
    r.pass(1);
    expect(r.cache.peek('a')).toBeUndefined();
    await r.ask('a');
    expect(r.made).toBe(2);
  });

  it('shares one flight among equal questions (RFC 5452 §5)', async () => {
    const r = rig();
    const answers = await Promise.all([r.ask('a'), r.ask('a'), r.ask('a')]);
    expect(r.made).toBe(1);
    expect(new Set(answers).size).toBe(1);
  });

  it('keeps nothing whose TTL is 0 (RFC 2181 §8)', async () => {
    const r = rig();
    await r.ask('a', ok({ ttlSeconds: 0, text: 'x' }));
    await r.ask('a');
    expect(r.made).toBe(2);
  });

  it('believes no TTL beyond a day', async () => {
    const r = rig();
    await r.ask('a', ok({ ttlSeconds: 1e9, text: 'x' }));
    r.pass(86_400);
    expect(r.cache.peek('a')).toBeUndefined();
  });

  it('keeps failures for 1, 2, 4 … seconds, at most five minutes, until one succeeds (RFC 9520 §3.2)', async () => {
    const r = rig();
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) {
      const before = r.made;
      await r.ask('a', err('servfail'));
      r.pass(seconds - 0.001);
      expect(await r.ask('a')).toEqual(err('servfail'));
      expect(r.made).toBe(before + 1);
      r.pass(0.001);
    }
    await r.ask('a');
    r.pass(60);
    await r.ask('a', err('servfail'));
    r.pass(1);
    expect(await r.ask('a')).toMatchObject({ ok: true });
  });

  it('neither keeps nor shares an abort', async () => {
    const r = rig();
    const first = r.ask('a', err('aborted'));
    const second = r.ask('a');
    expect(await first).toEqual(err('aborted'));
    expect(await second).toMatchObject({ ok: true });
    expect(r.made).toBe(2);
  });

  it('forgets a flight that threw', async () => {
    const r = rig();
    await expect(r.cache.get('a', () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(await r.ask('a')).toMatchObject({ ok: true });
  });

  it('stays within its octets, dropping what was not used', async () => {
    const r = rig(10_000);
    for (let i = 0; i < 100; i += 1) {
      await r.ask(`k${i}`, ok({ ttlSeconds: 60, text: 'x'.repeat(500) }));
      await r.ask('k0'); // used all along
      expect(r.cache.sizeOctets).toBeLessThanOrEqual(10_000);
    }
    expect(r.cache.entries).toBeGreaterThan(5);
    expect(r.cache.peek('k0')).toBeDefined();
    expect(r.cache.peek('k50')).toBeUndefined();
  });

  it('drops even the newest when it alone is too large', async () => {
    const r = rig(1_000);
    expect(await r.ask('big', ok({ ttlSeconds: 60, text: 'x'.repeat(5_000) }))).toMatchObject({ ok: true });
    expect(r.cache.entries).toBe(0);
    expect(r.cache.sizeOctets).toBe(0);
  });
});

describe('negativeTtlSeconds', () => {
  const soa = (ttlSeconds: number, minimumSeconds: number) => ({
    name: 'example',
    type: RR.SOA,
    class: 1,
    ttlSeconds,
    rdata: soaRdata.encode({
      primary: 'ns.example',
      mailbox: 'h.example',
      serial: 1,
      refreshSeconds: 1,
      retrySeconds: 1,
      expireSeconds: 1,
      minimumSeconds,
    }),
  });

  it('is the less of TTL and minimum, at most three hours (RFC 2308 §5)', () => {
    expect(negativeTtlSeconds(soa(300, 60))).toBe(60);
    expect(negativeTtlSeconds(soa(30, 60))).toBe(30);
    expect(negativeTtlSeconds(soa(1e6, 0xffff_ffff))).toBe(10_800);
    expect(negativeTtlSeconds({ ...soa(1, 1), rdata: new Uint8Array(2) })).toBe(0);
  });
});
