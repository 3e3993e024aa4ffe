/** A recipient whose list has the recipient in it (`a: a, b`): its own copy is not the whole of it. */
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
