/** A week of a queue in no time: retries, warnings, bounces and freezing come when the rules say (Exim spec ch. 32). */
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, openPost, type PostOptions } from '../../support/mta/delivery.ts';

const MINUTE_MS = 60_000;

const sections = (rules: string) => `begin routers
remote:
  driver = manualroute
  route_list = * 192.0.2.1 byname
  transport = out
begin transports
out:
  driver = smtp
begin retry
${rules}
`;

const host = { name: 'mx.example.com', address: '192.0.2.1' };
const REFUSED = 111;

const dead = {
  answer: () => ({
    status: 'deferred' as const,
    errno: REFUSED,
    text: 'Connection refused',
    userText: 'Connection refused',
  }),
  hosts: () => [{ host, result: 'deferred' as const, errno: REFUSED, text: 'Connection refused' }],
};

/** Minutes after arrival at which a delivery was tried, with a queue run each five minutes. */
async function week(rules: string, options: Partial<PostOptions> = {}, days = 7) {
  const post = openPost({ sections: sections(rules), ...dead, ...options });
  const began = post.nowMs();
  const id = await post.arrive({ recipients: [{ address: 'a@example.com' }] });
  await post.deliver(id);
  const tries: number[] = [0];
  for (let at = 5; at <= days * 24 * 60; at += 5) {
    post.pass(5 * MINUTE_MS);
    const before = post.deliveries.length;
    const attempts = await mayTry(post);
    if (attempts) await post.runQueue();
    if (post.deliveries.length > before) tries.push((post.nowMs() - began) / MINUTE_MS);
  }
  return { ...post, id, tries };
}

/** A transport asks whether a host may be tried; the ones here are told by its hint, as the real ones are. */
async function mayTry(post: ReturnType<typeof openPost>): Promise<boolean> {
  const hint = await post.spool.hints<{ nextTryMs: number }>('retry').get('T:mx.example.com:192.0.2.1');
  return hint === undefined || post.nowMs() >= hint.nextTryMs;
}

describe('a host that never answers', () => {
  it('is tried at fixed intervals, growing ones, and long ones, and then given up', async () => {
    const { tries, log, sent, spool } = await week('* * F,2h,15m; G,16h,1h,1.5; F,4d,6h');
    expect(tries.slice(0, 9)).toEqual([0, 15, 30, 45, 60, 75, 90, 105, 120]);
    const gaps = tries.map((at, index) => at - (tries[index - 1] ?? 0));
    expect(gaps.slice(9, 14).every((gap, index, all) => index === 0 || gap >= all[index - 1]!)).toBe(true);
    expect(gaps.at(-1)).toBe(360);
    const total = tries.at(-1)! * MINUTE_MS;
    expect(total).toBeGreaterThanOrEqual(4 * DAY_MS);
    expect(total).toBeLessThan(4 * DAY_MS + 6 * HOUR_MS + 1);
    expect(log.filter((line) => line.endsWith('retry timeout exceeded'))).toHaveLength(1);
    expect(log.some((line) => line.endsWith(' Completed'))).toBe(true);
    expect(sent.at(-1)?.text).toContain('    Connection refused: retry timeout exceeded\n');
    expect(await spool.count()).toBe(0);
  });

  it('is told of to the sender each day', async () => {
    const { sent } = await week('* * F,7d,1h', { main: 'delay_warning = 24h' }, 4);
    const warned = sent.filter(({ text }) => text.includes('Subject: Warning:'));
    expect(warned.map(({ text }) => /delayed (\d+) hours/.exec(text)?.[1])).toEqual(['24', '48', '72', '96']);
    expect(warned[0]?.text).toContain('Delay reason: ');
  });

  it('is told of in the steps of a list, and no more where nobody wants that', async () => {
    const steps = await week('* * F,7d,1h', { main: 'delay_warning = 2h:12h' }, 2);
    expect(steps.sent.map(({ text }) => /delayed (\d+) hours/.exec(text)?.[1])).toEqual(['2', '12', '22', '32', '42']);
    const quiet = await week('* * F,7d,1h', { main: 'delay_warning =' }, 2);
    expect(quiet.sent).toHaveLength(0);
  });

  it('without a rule is a failure at once', async () => {
    const { tries, sent } = await week('', {}, 1);
    expect(tries).toEqual([0]);
    expect(sent).toHaveLength(1);
  });

  it('by the rule for its error', async () => {
    const { tries } = await week('* refused F,1h,30m\n* * F,4d,6h', {}, 1);
    expect(tries).toEqual([0, 30, 60, 90]);
  });
});

describe('frozen messages', () => {
  const frozen = { sender: '', frozenAtMs: Date.UTC(2026, 10, 26, 12) };

  it('stay until they are given up (timeout_frozen_after)', async () => {
    const post = openPost({ sections: sections('* * F,4d,6h'), ...dead, main: 'timeout_frozen_after = 3d' });
    const id = await post.arrive({ ...frozen, recipients: [{ address: 'a@example.com' }] });
    post.pass(2 * DAY_MS);
    await post.runQueue();
    expect(post.log).toContain(`${id} Message is frozen`);
    post.pass(DAY_MS);
    await post.runQueue();
    expect(post.log).toContain(`${id} cancelled by timeout_frozen_after`);
    expect(post.log.filter((line) => line.includes('error ignored'))).toEqual([]);
    expect(await post.spool.count()).toBe(0);
  });

  it('that are bounces are tried once more and dropped (ignore_bounce_errors_after)', async () => {
    const post = openPost({
      sections: sections(''),
      main: 'ignore_bounce_errors_after = 2d',
      answer: () => ({ status: 'failed', host, text: '550 no', userText: '550 no' }),
    });
    const id = await post.arrive({ ...frozen, recipients: [{ address: 'a@example.com' }] });
    post.pass(2 * DAY_MS);
    await post.runQueue();
    expect(post.log).toContain(`${id} Unfrozen by errmsg timer`);
    expect(post.log).toContain(`${id} a@example.com: error ignored`);
    expect(await post.spool.count()).toBe(0);
  });

  it('are thawed after a time (auto_thaw), or when they are forced', async () => {
    const post = openPost({ sections: sections('* * F,4d,6h'), main: 'auto_thaw = 6h' });
    const id = await post.arrive({ frozenAtMs: post.nowMs(), recipients: [{ address: 'a@example.com' }] });
    post.pass(5 * HOUR_MS);
    await post.runQueue();
    expect(await post.spool.count()).toBe(1);
    post.pass(2 * HOUR_MS);
    await post.runQueue();
    expect(post.log).toContain(`${id} Unfrozen by auto-thaw`);
    const other = await post.arrive({ frozenAtMs: post.nowMs(), recipients: [{ address: 'a@example.com' }] });
    await post.deliver(other, { isForced: true, thaws: true });
    expect(post.log).toContain(`${other} Unfrozen by forced delivery`);
    expect(await post.spool.count()).toBe(0);
  });
});
