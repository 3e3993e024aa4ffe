/** What every transport has in common: size, return path, how many at once, shadows, -N, users. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemorySpool } from '../../../src/mta/spool/index.ts';
import type { LocalJob } from '../../../src/mta/transport/index.ts';
import { deliverTest, MESSAGE, type TransportCase } from '../../support/transport.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deliver-by-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const deliver = (options: string, more: Partial<TransportCase> = {}, others = '') =>
  deliverTest({
    transports: `one:\n driver = appendfile\n file = ${folder}/one\n${options
      .split('\n')
      .map((line) => ` ${line}\n`)
      .join('')}${others}`,
    ...more,
  });
const files = (): readonly string[] => readdirSync(folder).sort();

describe('a delivery', () => {
  it.each([
    [
      `message_size_limit = ${MESSAGE.length - 2}`,
      { status: 'failed', text: `message is too big (transport limit = ${MESSAGE.length - 2})` },
    ],
    [`message_size_limit = ${MESSAGE.length - 1}`, { status: 'delivered' }],
    ['message_size_limit = 1M', { status: 'delivered' }],
    [
      'message_size_limit = x',
      {
        status: 'deferred',
        text: 'invalid message_size_limit in one transport: integer expected but "x" found',
      },
    ],
    [
      'message_size_limit = ${nosuch:x}',
      {
        status: 'deferred',
        text: 'failed to expand message_size_limit in one transport: unknown expansion operator "nosuch"',
      },
    ],
    [
      'return_path = ${nosuch:x}',
      {
        status: 'deferred',
        errno: -27,
        text: 'Failed to expand return path "${nosuch:x}" in one transport: unknown expansion operator "nosuch"',
      },
    ],
    ['return_path = ${if eq{a}{b}{x}fail}', { status: 'delivered' }],
    [
      'home_directory = relative',
      { status: 'deferred', errno: -21, text: 'home directory path "relative" is not absolute for one transport' },
    ],
    ['current_directory = ${nosuch:x}', { status: 'deferred', errno: -27 }],
    ['current_directory = /no/such', { status: 'deferred', errno: 2, text: 'failed to chdir to /no/such' }],
    [
      'user = 0\ngroup = 0',
      { status: 'deferred', errno: -29, text: 'User 0 set for one transport is on the fixed_never_users list' },
    ],
    ['user = 12345', { status: 'deferred', errno: -28, text: 'User set without group for one transport' }],
    [
      'user = ${lc:NoSuchUser}',
      {
        status: 'deferred',
        errno: -29,
        text: 'Failed to find user "nosuchuser" from expanded string "${lc:NoSuchUser}" for the one transport',
      },
    ],
    ['disable_logging', { status: 'delivered', logsNothing: true }],
    ['retry_use_local_part = false', { status: 'delivered' }],
  ])('with %s', async (option, expected) => {
    expect((await deliver(option)).outcome).toMatchObject(expected);
  });

  it('-N writes nothing, and succeeds', async () => {
    expect((await deliver('', { flags: { suppressDelivery: true } })).outcome.status).toBe('delivered');
    expect(files()).toEqual([]);
  });

  it('max_parallel lets so many in at once, and others later', async () => {
    const spool = createMemorySpool();
    const slow = 'transport_filter = /bin/sh -c "sleep 1; cat"\nmax_parallel = 1';
    const both = await Promise.all([deliver(slow, { spool }), deliver(slow, { spool })]);
    expect(both.map(({ outcome }) => outcome.status).sort()).toEqual(['deferred', 'delivered']);
    expect(both.find(({ outcome }) => outcome.status === 'deferred')!.outcome).toMatchObject({
      errno: -57,
      text: 'concurrency limit reached for transport',
    });
    expect((await deliver(slow, { spool })).outcome.status).toBe('delivered');
    expect((await deliver('max_parallel = 0')).outcome.status).toBe('delivered');
    expect((await deliver('max_parallel = ${nosuch:x}')).outcome.panic).toBe(true);
  });
});

describe('a shadow', () => {
  const SHADOW = (options: string): string => `other:\n driver = appendfile\n${options}`;

  it('gets a copy, and only its outcome is told', async () => {
    const { outcome } = await deliver('shadow_transport = other', {}, SHADOW(` file = ${folder}/two\n`));
    expect(outcome.shadow).toBe(' ST=other');
    expect(readFileSync(join(folder, 'two'), 'latin1')).toContain('Subject: hello');
    const broken = await deliver(
      'shadow_transport = other',
      {},
      SHADOW(` file = ${folder}/nosuch/two\n no_create_directory\n no_use_lockfile\n`),
    );
    expect(broken.outcome).toMatchObject({
      status: 'delivered',
      shadow: ` ST=other (No such file or directory: while creating mailbox ${folder}/nosuch/two)`,
    });
    const tainted = await deliver('shadow_transport = other', {}, SHADOW(' file = relative\n'));
    expect(tainted.outcome.shadow).toBe(' ST=other (appendfile: file or directory name "relative" is not absolute)');
  });

  it('is not cast where its condition does not hold, or what it follows fails', async () => {
    const other = SHADOW(` file = ${folder}/two\n`);
    expect(
      (await deliver('shadow_transport = other\nshadow_condition = no', {}, other)).outcome.shadow,
    ).toBeUndefined();
    const failed = await deliver('shadow_transport = other\nmessage_size_limit = 1', {}, other);
    expect(failed.outcome.shadow).toBeUndefined();
    expect(files()).toEqual(['one']);
    expect((await deliver('shadow_transport = nosuch')).log).toEqual(['shadow transport "nosuch" not found ']);
  });
});

describe('users', () => {
  it('others are asked for by a job, a plain value with all in it', async () => {
    const jobs: LocalJob[] = [];
    let text = '';
    const { outcome } = await deliver('user = 12345\ngroup = 54321\ninitgroups', {
      home: '/home/bob',
      runAs: async (job, content) => {
        jobs.push(structuredClone(job));
        for await (const part of content) text += Buffer.from(part).toString('latin1');
        return { status: 'deferred', errno: 13, text: 'no' };
      },
    });
    expect(outcome).toMatchObject({ status: 'deferred', errno: 13, text: 'no' });
    expect(jobs).toMatchObject([
      {
        uid: 12_345,
        gid: 54_321,
        initgroups: true,
        currentDirectory: '/home/bob',
        task: { kind: 'appendfile', options: { path: `${folder}/one` } },
      },
    ]);
    expect(text).toBe(MESSAGE.replace('From here', '>From here'));
  });
});
