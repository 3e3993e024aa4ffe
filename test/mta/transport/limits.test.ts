/** Numbers that are expanded for each delivery: what is said of those that are none, as a live Exim 4.96 says it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliverTest } from '../../support/transport.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limits-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const deliver = async (option: string) =>
  (await deliverTest({ transports: `t:\n driver = appendfile\n file = ${folder}/box\n ${option}\n` })).outcome;

test.each([
  ['message_size_limit = 10Q', 'invalid message_size_limit in t transport: invalid integer "10Q"'],
  [
    'message_size_limit = -5',
    'invalid message_size_limit in t transport: non-negative integer expected but "-5" found',
  ],
  ['message_size_limit = abc', 'invalid message_size_limit in t transport: integer expected but "abc" found'],
  ['message_size_limit = ${length_0:x}', 'invalid message_size_limit in t transport: integer expected but "" found'],
  [
    'message_size_limit = 99999999999999999999',
    'invalid message_size_limit in t transport: absolute value of integer "99999999999999999999" is too large (overflow)',
  ],
  [
    'message_size_limit = ${if eq{a}{b}{1}fail}',
    'failed to expand message_size_limit in t transport: "if" failed and "fail" requested',
  ],
  ['max_parallel = 1Q', 'invalid max_parallel in t transport: invalid integer "1Q"'],
])('%s', async (option, text) => {
  expect(await deliver(option)).toMatchObject({ status: 'deferred', errno: -1, text });
});

test.each(['message_size_limit = 1G', 'message_size_limit = " 10K "', 'message_size_limit = 0', 'max_parallel = 0'])(
  '%s lets it go',
  async (option) => {
    expect(await deliver(option)).toMatchObject({ status: 'delivered' });
  },
);
