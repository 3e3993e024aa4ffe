/** In what order addresses have their turn, and who hears of what waits, as with Exim. */
import { expect, it } from 'vitest';
import { openPost, type Post } from '../../support/mta/delivery.ts';

const SECTIONS = `begin routers
team:
  driver = redirect
  local_parts = team
  allow_defer
  errors_to = owner@example.org
  data = ann, later, bob
later:
  driver = redirect
  local_parts = later : never
  allow_defer
  data = :defer: not now
copied:
  driver = redirect
  local_parts = copied
  unseen
  errors_to =
  data = ann
here:
  driver = accept
  local_parts = ann : bob : cec : owner
  transport = box
begin transports
box:
  driver = appendfile
  file = /var/mail/all
begin retry
* * F,1h,15m
`;

async function delivered(recipients: readonly string[], main = 'delay_warning ='): Promise<Post & { id: string }> {
  const post = openPost({ sections: SECTIONS, main });
  const id = await post.arrive({ recipients: recipients.map((part) => ({ address: `${part}@example.org` })) });
  await post.deliver(id);
  return { ...post, id };
}

const served = ({ deliveries }: Post): readonly string[] =>
  deliveries.flatMap(({ recipients }) => recipients.map(({ address, original }) => `${address} of ${original}`));

it('delivers first to what redirection has made, the first of a list before the last', async () => {
  expect(served(await delivered(['cec', 'team']))).toEqual([
    'ann@example.org of team@example.org',
    'bob@example.org of team@example.org',
    'cec@example.org of cec@example.org',
  ]);
});

it('turns to them the other way round where queue_domains is looked at before', async () => {
  expect(served(await delivered(['cec', 'team'], 'queue_domains = queued.example'))).toEqual([
    'bob@example.org of team@example.org',
    'ann@example.org of team@example.org',
    'cec@example.org of cec@example.org',
  ]);
});

it('delivers to a double as the one whose turn comes first', async () => {
  const [first, ...others] = (await delivered(['ann', 'team'])).deliveries.flatMap(({ recipients }) => recipients);
  expect(first).toMatchObject({ original: 'team@example.org', others: ['ann@example.org'] });
  expect(others).toMatchObject([{ address: 'bob@example.org' }]);
});

it('warns all who are to hear of what waits in one message, what was put off last first', async () => {
  const post = await delivered(['never', 'team'], 'delay_warning = 1m');
  post.pass(20 * 60_000);
  await post.runQueue();
  const [{ recipients, text }, ...more] = post.sent as [Post['sent'][0], ...Post['sent']];
  expect(more).toEqual([]);
  expect(recipients).toEqual(['owner@example.org', 'ann@example.net']);
  expect(text).toContain('To: owner@example.org,ann@example.net\n');
  expect(text.indexOf('  later@example.org')).toBeLessThan(text.indexOf('  never@example.org'));
});

it('does not warn while nothing was tried', async () => {
  const post = await delivered(['never'], 'delay_warning = 1m');
  post.pass(5 * 60_000);
  await post.runQueue();
  expect(post.sent).toEqual([]);
});

it('tells nobody of the copy that goes on, either, where errors_to is empty', async () => {
  const post = await delivered(['copied']);
  expect(post.sent).toEqual([]);
  expect(post.log.join('\n')).toContain('copied@example.org <copied@example.org>: error ignored');
});
