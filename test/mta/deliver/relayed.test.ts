/** Success reports of addresses that redirection has taken the place of, and what is asked of those made of them. */
import { expect, it } from 'vitest';
import { openPost, type Post } from '../../support/mta/delivery.ts';

const SECTIONS = `begin routers
fails:
  driver = redirect
  local_parts = fails
  allow_fail
  data = :fail: gone
waits:
  driver = redirect
  local_parts = waits
  allow_defer
  data = :defer: not now
copied:
  driver = redirect
  local_parts = copied
  unseen
  data = bob
same:
  driver = redirect
  local_parts = same
  data = same
team:
  driver = redirect
  local_parts = team
  data = ann, fails, waits
alias:
  driver = redirect
  local_parts = alias : other
  data = ann
once:
  driver = redirect
  local_parts = once
  one_time
  errors_to = owner@example.org
  data = ann, waits
path:
  driver = accept
  local_parts = path
  headers_add = X-Path: <$return_path>
  transport = box
here:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  file = /var/mail/all
begin retry
* * F,1h,15m
`;

interface Wanted {
  readonly address: string;
  readonly notify?: readonly ('SUCCESS' | 'FAILURE' | 'DELAY')[];
  readonly orcpt?: string;
}

async function delivered(...recipients: readonly Wanted[]): Promise<Post & { id: string }> {
  const post = openPost({ sections: SECTIONS, main: 'delay_warning =' });
  const id = await post.arrive({
    recipients: recipients.map(({ address, ...more }) => ({ address: `${address}@example.org`, ...more })),
  });
  await post.deliver(id);
  return { ...post, id };
}

const SUCCESS = ['SUCCESS'] as const;

/** Those of whom a report says that they were delivered to. */
const successes = ({ sent }: Post): readonly string[] =>
  sent.flatMap(({ text }) =>
    [...text.matchAll(/^Action: delivered\nFinal-Recipient: rfc822;(.*)@/gm)].map(([, who]) => who!),
  );

it.each([
  ['of a copy that has gone elsewhere, and of the address that goes on', ['copied'], ['copied', 'copied']],
  ['of an address that becomes itself once', ['same'], ['same']],
  ['of two that lead to one', ['alias', 'other'], ['other', 'alias']],
  ['of redirections before deliveries', ['bob', 'alias'], ['alias', 'bob']],
  ['nothing of who is delivered to as somebody else', ['ann', 'alias'], ['alias']],
  ['of a list, whatever becomes of it', ['team'], ['team']],
])('tells %s (RFC 3461 §5.2.7)', async (_, asked, told) => {
  expect(successes(await delivered(...asked.map((address) => ({ address, notify: SUCCESS }))))).toEqual(told);
});

it('asks nothing for what an address has become, though it is called the same', async () => {
  const { deliveries } = await delivered({ address: 'same', notify: SUCCESS, orcpt: 'rfc822;s@x' });
  expect(deliveries.flatMap(({ recipients }) => recipients.map(({ dsn }) => dsn?.notify))).toEqual([undefined]);
});

it('does not fail twice what a list has made, when the rest is tried again', async () => {
  const post = await delivered({ address: 'team', notify: ['DELAY'] });
  post.pass(20 * 60_000);
  await post.runQueue();
  expect(post.log.filter((line) => line.includes('** fails@example.org'))).toHaveLength(1);
  expect(post.sent).toHaveLength(1);
});

it("tells of what took the place of its list under its own name, to the list's owner", async () => {
  const post = await delivered({ address: 'once' });
  await post.deliver(post.id, { isForced: true, cancelledBy: 'root' });
  const [{ recipients, text }] = post.sent as [Post['sent'][0]];
  expect(recipients).toEqual(['owner@example.org']);
  expect(text).toContain('\n  waits@example.org\n');
  expect(text).not.toContain('generated from');
  expect(text).toContain('Final-Recipient: rfc822;waits@example.org\n');
});

it('gives routers the sender, or the owner above, as $return_path', async () => {
  const { deliveries } = await delivered({ address: 'path' });
  expect(deliveries.map(({ props }) => props.headersAdd)).toEqual([['X-Path: <ann@example.net>']]);
});
