/** How attempts end where more is at stake than one address: lines and events that Exim 4.96 wrote for the same. */
import { describe, expect, it } from 'vitest';
import { openPost, type PostOptions } from '../../support/mta/delivery.ts';

const MAIN = 'event_action = ${acl{told}{$event_name}{$local_part@$domain}}\n';
const SECTIONS = `begin acl
told:
  accept logwrite = EVENT $acl_arg1 <$acl_arg2>
begin routers
bad:
  driver = redirect
  local_parts = bad
  allow_fail
  data = :fail: no such person
copy:
  driver = accept
  local_parts = ann
  transport = box
  unseen
alias:
  driver = redirect
  local_parts = alias
  data = bad@example.org
hole:
  driver = redirect
  local_parts = hole
  data = :blackhole:
frozen:
  driver = redirect
  local_parts = frozen
  allow_freeze
  allow_filter
  data = "#Exim filter\\nfreeze for now"
remote:
  driver = manualroute
  domains = *.com
  route_list = * 192.0.2.1 byname
  transport = out
local:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  file = /var/mail/all
out:
  driver = smtp
begin retry
* *
`;

const HOST = { name: 'mx.example.com', address: '192.0.2.1' };

async function tried(
  message: Parameters<ReturnType<typeof openPost>['arrive']>[0],
  options: Partial<PostOptions> = {},
) {
  const post = openPost({ main: MAIN, sections: SECTIONS, ...options });
  const id = await post.arrive(message);
  await post.deliver(id);
  return { ...post, log: post.log.map((line) => line.replace(`${id} `, '')) };
}

const to = (...addresses: string[]) => ({ recipients: addresses.map((address) => ({ address })) });

describe('the event of a message that is gone', () => {
  const answer: PostOptions['answer'] = ({ transport }) => (transport.name === 'out' ? { host: HOST } : {});

  it.each([
    [['bob@example.org'], '@'],
    [['bob@example.org', 'x@example.com'], 'x@example.com'],
    [['x@example.com', 'y@example.com'], '@example.com'],
  ])('to %j knows of the last delivery to other hosts', async (addresses, shown) => {
    const { log } = await tried(to(...addresses), { answer });
    expect(log.filter((line) => line.includes('msg:complete'))).toEqual([`EVENT msg:complete <${shown}>`]);
  });
});

describe('an address nobody wants to hear of', () => {
  it('is told of by an event', async () => {
    const { log } = await tried(
      { recipients: ['bad@example.org', 'bob@example.org'].map((address) => ({ address, notify: ['NEVER'] })) },
      { answer: () => ({ status: 'failed', text: 'full', errno: 0 }) },
    );
    expect(log.filter((line) => line.includes('msg:fail'))).toEqual(['EVENT msg:fail:internal <bad@example.org>']);
    expect(log.filter((line) => line.includes('ignored'))).toHaveLength(2);
  });

  it('is in the bounce where the last that failed is somebody that its sender wants to hear of', async () => {
    const failing = { answer: () => ({ status: 'failed' as const, text: 'full', errno: 0 }) };
    const failedWithout = async (never: string) => {
      const recipients = ['bad@example.org', 'bob@example.org'].map((address) =>
        address === never ? { address, notify: ['NEVER' as const] } : { address },
      );
      const { sent, log } = await tried({ recipients }, failing);
      const told = sent[0]?.text.match(/^Final-Recipient: .*$/gm)?.length;
      return [told, log.filter((line) => line.includes('ignored')).length];
    };
    expect([await failedWithout('bad@example.org'), await failedWithout('bob@example.org')]).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });

  it.each([
    [['FAILURE'], 1],
    [['SUCCESS', 'FAILURE'], 0],
  ] as const)('or who asked to hear of it: %j', async (notify, count) => {
    const { log } = await tried({ recipients: [{ address: 'bad@example.org', notify }] });
    expect(log.filter((line) => line.includes('msg:fail:internal'))).toHaveLength(count);
  });

  it('is named with that of which it is a copy', async () => {
    const { log } = await tried(
      { recipients: [{ address: 'ann@example.org', notify: ['NEVER'] }] },
      { answer: ({ router }) => (router === 'local' ? { status: 'failed', text: 'full', errno: 0 } : {}) },
    );
    expect(log).toContain(
      'ann@example.org <ann@example.org>: error ignored: RFC 3461 DSN, failure notify not requested',
    );
  });
});

describe('a report', () => {
  it('has the original recipient of an address that was not made of another', async () => {
    const wants = (address: string) => ({ address, orcpt: `rfc822;${address}`, notify: ['FAILURE' as const] });
    const { sent } = await tried({ recipients: [wants('bad@example.org'), wants('alias@example.org')] });
    expect(sent[0]?.text.match(/^Original-Recipient: .*$/gm)).toEqual(['Original-Recipient: rfc822;bad@example.org']);
  });

  it('tells who wants to know of success that mail was thrown away, as of all redirection', async () => {
    const { sent } = await tried({ recipients: [{ address: 'hole@example.org', notify: ['SUCCESS'] }] });
    expect(sent[0]?.text).toContain('<hole@example.org> (relayed via non "Remote SMTP" router)');
  });

  it('for a sender who is nobody is handed in without recipients', async () => {
    const { sent } = await tried({ sender: '', recipients: [{ address: 'bob@example.org', notify: ['SUCCESS'] }] });
    expect(sent.map(({ recipients }) => recipients)).toEqual([[]]);
  });
});

it('a bounce that fails says so where something else freezes it as well', async () => {
  const { log } = await tried({ ...to('frozen@example.org', 'bad@example.org'), sender: '' });
  expect(log.at(-1)).toBe('Frozen (delivery error message)');
});

it('what is the fault of the configuration makes no retry time on this host', async () => {
  const { log } = await tried(to('bob@example.org'), {
    answer: () => ({ status: 'deferred', errno: -1, text: 'nonsense', panic: true }),
  });
  expect(log).toEqual(['== bob@example.org R=local T=box defer (-1): nonsense']);
});
