/** Queue runs look at what waits, and open what is due (Exim spec ch. 32 "Retry configuration"). */
import { describe, expect, it, vi } from 'vitest';
import type { How } from '../../../src/mta/deliver/index.ts';
import { openPost, type Post, type PostOptions } from '../../support/mta/delivery.ts';

const REFUSED = 111;
const MINUTE_MS = 60_000;
const HOST = { name: 'h.example', address: '192.0.2.1' };

const SECTIONS = `begin routers
put_off:
  driver = redirect
  local_parts = put_off
  allow_defer
  data = :defer: not now
away:
  driver = manualroute
  domains = away.example
  route_list = * 192.0.2.1
  transport = out
here:
  driver = accept
  transport = box
begin transports
out:
  driver = smtp
box:
  driver = appendfile
  file = /var/mail/all
begin retry
* * F,1h,15m
`;

const NOT_REACHED = {
  status: 'deferred',
  errno: -54,
  text: "retry time not reached for any host for 'away.example'",
} as const;

/** Whoever is in the set cannot be delivered to. */
function post(failing: Set<string>, more: Partial<PostOptions> = {}): Post {
  return openPost({
    sections: SECTIONS,
    main: 'delay_warning =',
    answer: ({ transport }, address) => {
      if (!failing.has(address)) return {};
      if (failing.has('again') && transport.driver === 'smtp') return NOT_REACHED;
      const retryBy = transport.driver === 'smtp' ? ({ retryBy: 'host' } as const) : {};
      return { status: 'deferred', errno: REFUSED, text: 'refused', ...retryBy };
    },
    hosts: ({ transport, recipients }) =>
      transport.driver === 'smtp'
        ? [{ host: HOST, result: failing.has(recipients[0]!.address) ? 'deferred' : 'ok', errno: REFUSED }]
        : [],
    ...more,
  });
}

/** @returns which messages were opened */
async function opened(one: Post, how?: How): Promise<readonly string[]> {
  const claims = vi.spyOn(one.spool, 'claim');
  await one.runQueue(how);
  const ids = claims.mock.calls.map(([id]) => id);
  claims.mockRestore();
  return ids.toSorted();
}

const FAILING = ['x@away.example', 'bob@example.org', 'put_off@example.org'];

describe.each(FAILING)('a message for %s', (address) => {
  const waiting = async (more: Partial<PostOptions> = {}) => {
    const failing = new Set([address]);
    const one = post(failing, more);
    const id = await one.arrive({ recipients: [{ address }] });
    expect(await one.deliver(id)).toEqual({ kind: 'waiting' });
    return { one, id, failing };
  };

  it('is not opened before its time, and is logged as if it were', async () => {
    const { one, id, failing } = await waiting();
    one.pass(5 * MINUTE_MS);
    const before = one.log.length;
    expect(await opened(one)).toEqual([]);
    const looked = one.log.slice(before);
    expect(looked.filter((line) => line.includes(' == '))).toHaveLength(1);
    const since = one.log.length;
    // Without what is known of its times it is opened.
    const claim = await one.spool.claim(id, MINUTE_MS);
    if (!claim.ok) throw new Error(claim.error.message);
    const [stored] = (await one.spool.read(id).then((read) => (read.ok ? read.value.progress : []))) ?? [];
    const { waitsFor: _, ...unknown } = stored!;
    await claim.value.update({ progress: [unknown] });
    await claim.value.release();
    failing.add('again');
    expect(await opened(one)).toEqual([id]);
    expect(one.log.slice(since).filter((line) => line.includes(' == '))).toEqual(
      looked.filter((line) => line.includes(' == ')),
    );
  });

  it('is opened when its time has come', async () => {
    const { one, id } = await waiting();
    one.pass(16 * MINUTE_MS);
    expect(await opened(one)).toEqual([id]);
  });

  it('is opened by a run that is forced', async () => {
    const { one, id } = await waiting();
    expect(await opened(one, { isForced: true })).toEqual([id]);
  });

  it('is opened once the hint by which it waits has gone', async () => {
    const { one, id } = await waiting();
    for await (const [key] of one.spool.hints('retry').list())
      await one.spool.hints('retry').update(key, () => undefined);
    expect(await opened(one)).toEqual([id]);
  });

  it('is opened once what was remembered is too old to count (retry_data_expire)', async () => {
    const { one, id } = await waiting({ main: 'delay_warning =\nretry_data_expire = 4m' });
    one.pass(5 * MINUTE_MS);
    expect(await opened(one)).toEqual([id]);
  });

  it('is opened after the configuration has changed', async () => {
    const { one, id } = await waiting();
    one.pass(MINUTE_MS);
    Object.assign(one.ports, { configuredAtMs: one.nowMs() });
    expect(await opened(one)).toEqual([id]);
  });

  it('is not opened to tell its sender of the delay, who hears with the next try', async () => {
    const { one, id } = await waiting({ main: 'delay_warning = 10m' });
    one.pass(11 * MINUTE_MS);
    expect(await opened(one)).toEqual([]);
    expect(one.sent).toEqual([]);
    one.pass(5 * MINUTE_MS);
    expect(await opened(one)).toEqual([id]);
    expect(one.sent).toHaveLength(1);
  });

  it('is opened for its last try, whatever times are to come', async () => {
    const { one, id } = await waiting();
    for await (const [key] of one.spool.hints<object>('retry').list())
      await one.spool.hints<object>('retry').update(key, (hint) => ({
        value: { ...hint!.value, nextTryMs: one.nowMs() + 600 * MINUTE_MS },
      }));
    one.pass(59 * MINUTE_MS);
    expect(await opened(one)).toEqual([]);
    one.pass(2 * MINUTE_MS);
    expect(await opened(one)).toEqual([id]);
  });
});

it('opens those alone that are due, of many', async () => {
  const failing = new Set(['x@away.example']);
  const one = post(failing);
  for (let at = 0; at < 9; at += 1)
    await one.deliver(await one.arrive({ recipients: [{ address: 'x@away.example' }] }));
  const fresh = await one.arrive({ recipients: [{ address: 'bob@example.org' }] });
  expect(await opened(one)).toEqual([fresh]);
});

describe('many messages that wait for one host', () => {
  it('are looked at by one question about it, and opened once it is forgotten', async () => {
    const one = post(new Set(['x@away.example']));
    for (let at = 0; at < 3; at += 1)
      await one.deliver(await one.arrive({ recipients: [{ address: 'x@away.example' }] }));
    one.pass(5 * MINUTE_MS);
    const questions = vi.spyOn(one.spool, 'hints');
    const before = one.log.length;
    expect(await opened(one)).toEqual([]);
    expect(questions).toHaveBeenCalledTimes(1);
    questions.mockRestore();
    expect(one.log.slice(before).filter((line) => line.includes('retry time not reached'))).toHaveLength(3);
    for await (const [key] of one.spool.hints('retry').list())
      await one.spool.hints('retry').update(key, () => undefined);
    expect(await opened(one)).toHaveLength(3);
  });
});
