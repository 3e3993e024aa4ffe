/** `mua_wrapper`: one delivery of all recipients or of none. Lines and words are those that Exim 4.96 wrote for the same. */
import { describe, expect, it } from 'vitest';
import type { Delivered } from '../../../src/mta/deliver/index.ts';
import { openPost, type PostOptions } from '../../support/mta/delivery.ts';

const SECTIONS = `begin routers
names:
  driver = redirect
  allow_fail
  allow_defer
  data = \${extract{$local_part}{two="a@out.test, b@out.test" fail=":fail: not him" wait=":defer: wait" \\
    alias="x@none.test" hole=":blackhole:" }}
here:
  driver = accept
  domains = here.test
  transport = box
other:
  driver = manualroute
  domains = other.test
  route_list = * 192.0.2.2 byname
  transport = out
out:
  driver = manualroute
  domains = out.test
  route_list = * 192.0.2.1 byname
  transport = out
begin transports
box:
  driver = appendfile
  file = /var/mail/all
out:
  driver = smtp
  max_rcpt = 1
begin retry
* * F,2h,15m
`;

interface Handed {
  readonly delivered: Delivered;
  readonly lines: readonly string[];
  readonly groups: readonly (readonly string[])[];
}

async function hand(options: Partial<PostOptions>, ...addresses: string[]): Promise<Handed> {
  const post = openPost({ main: 'mua_wrapper\nqueue_only\nqueue_smtp_domains = *', sections: SECTIONS, ...options });
  const id = await post.arrive({ recipients: addresses.map((address) => ({ address })) });
  const delivered = await post.deliver(id);
  expect(await post.spool.count()).toBe(0);
  expect(post.sent).toEqual([]);
  const groups = post.deliveries.map(({ recipients }) => recipients.map(({ address }) => address));
  return { delivered, lines: post.log.map((line) => line.replace(`${id} `, '')), groups };
}

const refused = (aside: string): Delivered => ({ kind: 'refused', aside: `${aside}\n` });

describe('a message of a mail program', () => {
  it('goes to all at once, whatever max_rcpt and options of queueing say', async () => {
    const { delivered, groups, lines } = await hand({}, 'two@x.test', 'c@out.test', 'hole@x.test');
    expect(delivered).toEqual({ kind: 'completed' });
    expect(groups.map((one) => one.toSorted())).toEqual([['a@out.test', 'b@out.test', 'c@out.test']]);
    expect(lines).toContain('=> :blackhole: <hole@x.test> R=names');
    expect(lines.at(-1)).toBe('Completed');
  });

  it.each([
    [
      ['fail@x.test', 'c@out.test'],
      'routing fail@x.test yielded a failed delivery: not him',
      '** fail@x.test R=names: not him',
    ],
    [
      ['alias@x.test'],
      'routing alias@x.test yielded a failed delivery',
      '** alias@x.test routing yielded a failed delivery',
    ],
    [
      ['wait@x.test'],
      'routing wait@x.test yielded a deferred delivery: wait',
      '** wait@x.test routing yielded a deferred delivery',
    ],
    [
      ['c@out.test', 'me@here.test'],
      'routing me@here.test yielded a local delivery',
      '** me@here.test routing yielded a local delivery',
    ],
    [
      ['c@out.test', 'd@other.test'],
      'delivery to smarthost failed (configuration problem)',
      '** mua_wrapper is set but recipients cannot all be delivered in one transaction',
    ],
  ])('is thrown away where %j cannot be one delivery', async (addresses, aside, line) => {
    const { delivered, groups, lines } = await hand({}, ...addresses);
    expect(delivered).toEqual(refused(aside));
    expect(groups).toEqual([]);
    expect(lines).toContain(line);
    expect(lines.at(-1)).toBe('Completed');
  });

  it.each([
    ['hold_domains', 'c@out.test', 'defer (-23): domain is held'],
    ['queue_domains', 'b@out.test', 'routing defer (-56): domain is in queue_domains'],
  ])('is refused where a domain is in %s', async (option, address, why) => {
    const handed = await hand(
      { main: `mua_wrapper\n${option} = out.test` },
      'b@out.test',
      'c@out.test',
      'd@other.test',
    );
    const reason = why.slice(why.indexOf(': ') + 2);
    expect(handed.delivered).toEqual(refused(`routing ${address} yielded a deferred delivery: ${reason}`));
    expect(handed.groups).toEqual([]);
    expect(handed.lines.slice(-3)).toEqual([
      `== ${address} ${why}`,
      `** ${address} routing yielded a deferred delivery`,
      'Completed',
    ]);
  });

  it.each([
    ['', 'fail@x.test'],
    ['queue_domains = else.test', 'fail@y.test'],
  ])('names of those that fail the one that Exim routes last, with %j', async (more, address) => {
    const { delivered } = await hand({ main: `mua_wrapper\n${more}` }, 'fail@x.test', 'fail@y.test');
    expect(delivered).toEqual(refused(`routing ${address} yielded a failed delivery: not him`));
  });

  it('fails for good where it is put off, and nothing is remembered of it', async () => {
    const host = { name: 'out.test', address: '192.0.2.1' };
    const answer = () => ({ status: 'deferred', errno: -46, text: '451 later', host }) as const;
    const { delivered, lines } = await hand({ answer }, 'c@out.test');
    expect(delivered).toEqual(refused('Delivery failed: H=out.test [192.0.2.1]: 451 later'));
    expect(lines).toEqual(['** c@out.test R=out T=out H=out.test [192.0.2.1]: 451 later', 'Completed']);
  });

  it('says what the system says of a host that cannot be reached', async () => {
    const answer = () => ({ status: 'deferred', errno: 111 }) as const;
    const { delivered } = await hand({ answer }, 'c@out.test');
    expect(delivered).toEqual(refused('Delivery failed: Connection refused'));
  });
});
