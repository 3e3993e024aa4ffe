/** Lists that are longer than what is delivered at once. */
import { describe, expect, it } from 'vitest';
import { err } from '../../../src/base/index.ts';
import { LEASE_MS } from '../../../src/mta/deliver/index.ts';
import type { Claim } from '../../../src/mta/spool/index.ts';
import { openPost, type PostOptions } from '../../support/mta/delivery.ts';

const MANY = 6000;
const member = (index: number): string => `u${index}@example.com`;
const MEMBERS = Array.from({ length: MANY }, (_, index) => member(index));

const sections = (data: string): string => `begin routers
list:
  driver = redirect
  local_parts = list
  data = ${data}
remote:
  driver = manualroute
  domains = example.com
  route_list = * 192.0.2.1 byname
  transport = out
begin transports
out:
  driver = smtp
begin retry
* * F,4d,6h
`;

/** Of a hundred addresses each, as max_rcpt has it; they end behind the first slice. */
const NOTES = 51;
const LIST = 'list@example.org';

async function posted(data: readonly string[], options: Partial<PostOptions> = {}, others: readonly string[] = []) {
  const post = openPost({ sections: sections(data.join(', ')), ...options });
  const id = await post.arrive({ recipients: [LIST, ...others].map((address) => ({ address })) });
  const served = (): readonly string[] =>
    post.deliveries.flatMap(({ recipients }) => recipients.map(({ address }) => address));
  return { ...post, id, served };
}

/** As after a crash behind so many of its notes: nothing more of this attempt comes into the spool. */
function crashing(claim: Claim, notes: number): Claim {
  let left = notes;
  const lost = err({
    code: 'spool/lost' as const,
    message: 'another has it',
    fault: 'local' as const,
    temporary: true,
  });
  return {
    ...claim,
    id: claim.id,
    update: async (change) => {
      left -= 1;
      return left < 0 ? lost : claim.update(change);
    },
    remove: async () => lost,
    release: async () => {},
  };
}

describe('a list longer than a slice', () => {
  it('goes to everybody once, in its order, and is over', async () => {
    const { deliver, id, served, spool, log } = await posted(MEMBERS);
    expect(await deliver(id)).toEqual({ kind: 'completed' });
    expect(served()).toEqual(MEMBERS);
    expect(log.filter((line) => / [-=]> /.test(line))).toHaveLength(MANY);
    expect(await spool.count()).toBe(0);
  }, 120_000);

  it('goes once to who is in two of its slices, or is a recipient as well', async () => {
    const twice = [...MEMBERS, member(0), member(MANY - 1)];
    const { deliver, id, served } = await posted(twice, {}, [member(1), 'other@example.com']);
    expect(await deliver(id)).toEqual({ kind: 'completed' });
    expect(served()).toEqual([...MEMBERS, 'other@example.com']);
  }, 120_000);

  it('is delivered to the rest alone after a crash in its middle', async () => {
    const { deliver, id, served, spool, pass } = await posted(MEMBERS);
    const { claim } = spool;
    Object.assign(spool, {
      claim: async (...words: Parameters<typeof claim>) => {
        const claimed = await claim(...words);
        return claimed.ok ? { ...claimed, value: crashing(claimed.value, NOTES) } : claimed;
      },
    });
    await deliver(id);
    Object.assign(spool, { claim });
    pass(LEASE_MS + 1);
    const before = served();
    expect(before.length).toBeGreaterThan(5000);
    expect(before.length).toBeLessThan(MANY);
    expect(await deliver(id)).toEqual({ kind: 'completed' });
    const again = served().slice(before.length);
    const all = new Set([...before, ...again]);
    expect(all.size).toBe(MANY);
    const twice = before.length + again.length - all.size;
    expect(twice).toBeLessThanOrEqual(before.length - NOTES * 100); // what was under way, no more
  }, 120_000);

  it('waits for those who are put off, and for a double of theirs; its sender hears of those who failed', async () => {
    const late = [member(3), member(5003), member(MANY - 1)];
    const wrong = [member(4), member(MANY - 2)];
    let isLater = false;
    const { deliver, id, served, sent, spool, deliveries } = await posted([...MEMBERS, ...late], {
      answer: (_, address) => {
        if (wrong.includes(address)) return { status: 'failed', text: 'no such person' };
        return late.includes(address) && !isLater ? { status: 'deferred', errno: -44, text: '450 later' } : {};
      },
    });
    expect(await deliver(id)).toEqual({ kind: 'waiting' });
    expect(sent).toHaveLength(1);
    for (const address of wrong) expect(sent[0]!.text).toContain(address);
    expect(await spool.count()).toBe(1);
    const before = served().length;
    expect(before).toBe(MANY);
    isLater = true;
    deliveries.length = 0;
    expect(await deliver(id, { isForced: true })).toEqual({ kind: 'completed' });
    expect(served().toSorted()).toEqual(late.toSorted());
  }, 120_000);
});

describe('an address of a list that no router takes', () => {
  it('is told of once, though others of the list are tried again', async () => {
    let isLater = false;
    const { deliver, id, sent, log, pass } = await posted([member(1), 'gone@nowhere.example'], {
      answer: () => (isLater ? {} : { status: 'deferred', errno: -44, text: '450 later' }),
    });
    const failures = (): readonly string[] => log.filter((line) => line.includes(' ** gone@nowhere.example'));
    expect(await deliver(id)).toEqual({ kind: 'waiting' });
    expect(sent).toHaveLength(1);
    expect(failures()).toHaveLength(1);
    pass(8 * 3600_000);
    expect(await deliver(id, { isForced: true })).toEqual({ kind: 'waiting' });
    isLater = true;
    expect(await deliver(id, { isForced: true })).toEqual({ kind: 'completed' });
    expect(sent).toHaveLength(1);
    expect(failures()).toHaveLength(1);
  });
});
