/** A recipient that more is made of than its own copy: by a list that has it (`a: a, b`), or on the side (`unseen`). */
import { expect, it } from 'vitest';
import { openPost } from '../../support/mta/delivery.ts';

const SECTIONS = `begin routers
waits:
  driver = redirect
  local_parts = b
  allow_defer
  data = :defer: not now
list:
  driver = redirect
  local_parts = a
  data = a@example.org, b@example.org
box:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  file = /box
  user = nobody
begin retry
* * F,1d,1m
`;

it('waits for the others as long as they wait, and has its own copy once', async () => {
  const post = openPost({ sections: SECTIONS, main: '', answer: () => ({ status: 'delivered' }) });
  const id = await post.arrive({ recipients: [{ address: 'a@example.org' }] });
  await post.deliver(id);
  for (let time = 0; time < 2; time += 1) {
    post.pass(3_600_000);
    await post.runQueue();
  }
  const count = (word: RegExp): number => post.log.filter((line) => word.test(line)).length;
  expect(count(/=> a <a@example\.org>/)).toBe(1);
  expect(count(/== b@example\.org <a@example\.org>/)).toBe(3);
  expect(count(/Completed/)).toBe(0);
});

const COPYING = (own: string): string => `begin routers
side:
  driver = accept
  unseen
  transport = side
own:
  ${own}
begin transports
side:
  driver = appendfile
  file = /side
  user = nobody
box:
  driver = appendfile
  file = /box
  user = nobody
begin retry
* * F,1d,1m
`;

it.each([
  ['was delivered', 'driver = accept\n  transport = box', /=> a <a@example\.org> R=own/],
  [
    'has a transport of the name of the router beside it',
    'driver = accept\n  transport = side',
    /=> a <a@example\.org> R=own/,
  ],
  ['failed', 'driver = redirect\n  allow_fail\n  data = :fail: nobody', /\*\* a@example\.org R=own/],
])('goes on to be tried where its copy on the side waits, and it %s', async (_, own, once) => {
  const tried = { side: 0 };
  const post = openPost({
    sections: COPYING(own),
    main: '',
    answer: ({ router }) => {
      if (router !== 'side') return { status: 'delivered' };
      tried.side += 1;
      return tried.side < 3 ? { status: 'deferred', message: 'not now' } : { status: 'delivered' };
    },
  });
  const id = await post.arrive({ recipients: [{ address: 'a@example.org' }] });
  await post.deliver(id);
  for (let time = 0; time < 4; time += 1) {
    post.pass(3_600_000);
    await post.runQueue();
  }
  const count = (word: RegExp): number => post.log.filter((line) => word.test(line)).length;
  expect(tried.side).toBe(3);
  expect(count(once)).toBe(1);
  expect(post.log.filter((line) => line.includes(id) && line.includes('Completed'))).toHaveLength(1);
});
