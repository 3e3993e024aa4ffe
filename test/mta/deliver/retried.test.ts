/** The order in which what has failed is told, and when warnings are due. */
import { expect, it } from 'vitest';
import { openPost } from '../../support/mta/delivery.ts';

const SECTIONS = `begin routers
waits:
  driver = redirect
  local_parts = a : b : c
  allow_defer
  data = :defer: not now
fails:
  driver = redirect
  local_parts = d : e
  allow_fail
  data = :fail: never
pipes:
  driver = accept
  transport = pipe
begin transports
pipe:
  driver = pipe
  command = /bin/false
  batch_max = 2
begin retry
* * F,1s,1s
`;

const open = (main: string) =>
  openPost({
    sections: SECTIONS,
    main,
    answer: () => ({ status: 'failed', text: 'it failed', output: 'words of it\n' }),
  });
const to = (...parts: readonly string[]) => ({ recipients: parts.map((part) => ({ address: `${part}@example.org` })) });

it('tells of what was put off once too often behind all others, the last that was put off first', async () => {
  const post = open('delay_warning =');
  const id = await post.arrive(to('a', 'b', 'c'));
  await post.deliver(id);
  post.pass(5_000);
  await post.runQueue();
  expect(post.log.filter((line) => line.includes('** ')).map((line) => /\*\* (.)@/.exec(line)?.[1])).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(/^X-Failed-Recipients: (.*)@.*\n {2}(.*)@.*\n {2}(.*)@/m.exec(post.sent[0]!.text)?.slice(1)).toEqual([
    'c',
    'b',
    'a',
  ]);
});

it('shows once what a program has written for several, under all of them', async () => {
  const post = open('delay_warning =');
  await post.deliver(await post.arrive(to('x', 'y', 'z')));
  expect(post.sent[0]!.text).toContain(
    '------ z@example.org ------\n\nwords of it\n\n------ y@example.org ------\n------ x@example.org ------\n\nwords of it\n',
  );
});

it('warns when as many seconds have begun', async () => {
  const post = open('delay_warning = 2s');
  post.pass(900);
  const id = await post.arrive(to('a'));
  post.pass(1_200);
  await post.deliver(id);
  expect(post.sent.map(({ recipients }) => recipients)).toEqual([['ann@example.net']]);
});
