import { describe, expect, it } from 'vitest';
import { confirmName } from '../../../src/core/reverse/index.ts';
import { bogus, createDaneWorld, nxdomain, secure, servfail } from '../../support/dane.ts';

const V4 = '1.2.0.192.in-addr.arpa PTR';
const V6 = `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa PTR`;
const ask = (ip: string, dns: Parameters<typeof createDaneWorld>[0]['dns']) => {
  const world = createDaneWorld({ dns });
  return confirmName(ip, world.resolver).then((report) => ({ report, asked: world.asked }));
};

describe('confirmName', () => {
  it('a name whose address is this one is confirmed (RFC 8601 §3)', async () => {
    const { report } = await ask('192.0.2.1', {
      [V4]: secure('mx.test'),
      'mx.test A': secure('192.0.2.9', '192.0.2.1'),
    });
    expect(report).toEqual({ ip: '192.0.2.1', status: 'confirmed', names: ['mx.test'], confirmed: 'mx.test' });
  });

  it('IPv6 goes by AAAA', async () => {
    const { report, asked } = await ask('2001:db8::1', {
      [V6]: secure('mx.test'),
      'mx.test AAAA': secure('2001:db8::1'),
    });
    expect(report.status).toBe('confirmed');
    expect(asked).toEqual([V6, 'mx.test AAAA']);
  });

  it('one name of several is enough, and a name that fails beside it does no harm', async () => {
    const { report } = await ask('192.0.2.1', {
      [V4]: secure('b.test', 'a.test'),
      'a.test A': servfail,
      'b.test A': secure('192.0.2.1'),
    });
    expect(report).toMatchObject({ status: 'confirmed', names: ['a.test', 'b.test'], confirmed: 'b.test' });
  });

  it.each<[string, Parameters<typeof createDaneWorld>[0]['dns'], string]>([
    ['no PTR', { [V4]: nxdomain() }, 'none'],
    ['the root as a name', { [V4]: secure('.') }, 'none'],
    ['a name that leads elsewhere', { [V4]: secure('mx.test'), 'mx.test A': secure('192.0.2.9') }, 'unconfirmed'],
    ['a name that does not exist', { [V4]: secure('mx.test'), 'mx.test A': nxdomain() }, 'unconfirmed'],
    ['PTR not answered', { [V4]: servfail }, 'failed'],
    ['PTR bogus', { [V4]: bogus('mx.test') }, 'failed'],
    ['the way back not answered', { [V4]: secure('mx.test'), 'mx.test A': servfail }, 'failed'],
    ['the way back bogus', { [V4]: secure('mx.test'), 'mx.test A': bogus('192.0.2.1') }, 'failed'],
  ])('%s', async (_what, dns, status) => {
    expect((await ask('192.0.2.1', dns)).report.status).toBe(status);
  });

  it('looks at ten names and no more', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `n${i}.test`);
    const { asked } = await ask('192.0.2.1', { [V4]: secure(...names) });
    expect(asked).toHaveLength(11);
  });
});
