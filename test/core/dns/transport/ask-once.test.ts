import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../../../src/base/index.ts';
import { askOnce, type DnsError, type Exchange, type Message, type Reply, RR } from '../../../../src/core/dns/index.ts';

const BITS = { dnssecOk: true, checkingDisabled: true } as const;
const reply: Reply = { message: {} as Message, server: 'test' };
const failure = (code: DnsError['code']): DnsError => ({ code, message: code, fault: 'peer', temporary: true });

function counting(answer: () => Result<Reply, DnsError>) {
  const asked: string[] = [];
  let nowMs = 0;
  const exchange: Exchange = {
    ask: async ({ name, type }) => {
      asked.push(`${name} ${type}`);
      return answer();
    },
    close: async () => {},
  };
  const clock = { now: () => new Date(0), monotonicMs: () => nowMs };
  const later = (ms: number): void => {
    nowMs += ms;
  };
  return { asked, once: askOnce(exchange, clock), later };
}

describe('askOnce', () => {
  it('joins equal questions, in flight and answered, whatever their TTL (RFC 1035 §3.2.1)', async () => {
    const { once, asked } = counting(() => ok(reply));
    const [a, b] = await Promise.all([
      once.ask({ name: 'a.test', type: RR.A }, BITS),
      once.ask({ name: 'a.test', type: RR.A }, BITS),
    ]);
    const c = await once.ask({ name: 'a.test', type: RR.A }, BITS);
    expect([a, b, c]).toEqual([ok(reply), ok(reply), ok(reply)]);
    expect(asked).toEqual([`a.test ${RR.A}`]);
  });

  it('tells names, types and bits apart', async () => {
    const { once, asked } = counting(() => ok(reply));
    await once.ask({ name: 'a.test', type: RR.A }, BITS);
    await once.ask({ name: 'b.test', type: RR.A }, BITS);
    await once.ask({ name: 'a.test', type: RR.AAAA }, BITS);
    await once.ask({ name: 'a.test', type: RR.A }, { ...BITS, dnssecOk: false });
    await once.ask({ name: 'a.test', type: RR.A }, { ...BITS, recursionDesired: false });
    expect(asked).toHaveLength(5);
  });

  it('remembers silence too, for half a minute', async () => {
    const { once, asked, later } = counting(() => err(failure('dns/timeout')));
    await once.ask({ name: 'a.test', type: RR.A }, BITS);
    later(29_000);
    expect(await once.ask({ name: 'a.test', type: RR.A }, BITS)).toEqual(err(failure('dns/timeout')));
    expect(asked).toHaveLength(1);
    later(2_000);
    await once.ask({ name: 'a.test', type: RR.A }, BITS);
    expect(asked).toHaveLength(2);
  });

  it('what one asker broke off is asked again', async () => {
    const { once, asked } = counting(() => err(failure('dns/aborted')));
    await once.ask({ name: 'a.test', type: RR.A }, BITS);
    await once.ask({ name: 'a.test', type: RR.A }, BITS);
    expect(asked).toHaveLength(2);
  });
});
