/** Children that deliver as users: jobs over a socket, one at a time, and what the master lets nobody become. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import type { RunnerOrder } from '../../../src/mta/daemon/messages.ts';
import { refusal } from '../../../src/mta/daemon/runners/order.ts';
import { createRunners, type Runners } from '../../../src/mta/daemon/runners/pool.ts';
import { runJobs } from '../../../src/mta/daemon/runners/runner.ts';
import { deliverTest, MESSAGE } from '../../support/transport.ts';

let folder: string;
let runners: Runners;
let ordered: RunnerOrder[];
let told: string[];
let ended: Promise<void>[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runners-'));
  ordered = [];
  told = [];
  ended = [];
  runners = createRunners({
    request: (order) => {
      ordered.push(order);
      // One that becomes nobody else, and is no process of its own.
      ended.push(runJobs(order, { become: () => {}, abandon: () => {} }));
    },
    tell: (line) => void told.push(line),
  });
});
afterEach(async () => {
  runners.close();
  await Promise.all(ended);
  rmSync(folder, { recursive: true, force: true });
});

const USER = 'user = 12345\n group = 54321\n no_check_owner\n message_prefix =\n message_suffix =';
const deliver = (options: string, message = MESSAGE) =>
  deliverTest({
    transports: `files:\n driver = appendfile\n ${options.replaceAll('%/', `${folder}/`)}\n ${USER}\n`,
    message,
    runAs: runners.runAs,
  });

async function all(content: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return parts;
}

async function* one(octets: Uint8Array): AsyncGenerator<Uint8Array> {
  yield octets;
}

describe('a child', () => {
  it('does one job after another, and is asked for once', async () => {
    for (const name of ['one', 'two', 'three'])
      expect((await deliver(`file = %/${name}`)).outcome.status).toBe('delivered');
    expect(readFileSync(join(folder, 'two'), 'latin1')).toBe(MESSAGE.replace('From here', '>From here'));
    expect(ordered).toHaveLength(1);
    expect(ordered[0]).toMatchObject({ uid: 12_345, gid: 54_321, initgroups: false });
  });

  it('is one of several where several are wanted at once', async () => {
    const done = await Promise.all(Array.from({ length: 5 }, (_, index) => deliver(`file = %/${index}`)));
    expect(done.every(({ outcome }) => outcome.status === 'delivered')).toBe(true);
    expect(ordered).toHaveLength(5);
  });

  it('asks back for what depends on the file', async () => {
    await deliver('directory = %/md\n maildir_format\n maildir_tag = ,S=$message_size');
    expect(readdirSync(join(folder, 'md/new'))[0]).toMatch(new RegExp(`,S=${MESSAGE.length}$`));
    await deliver('directory = %/dir\n directory_file = ${lc:N-}$inode');
    expect(readdirSync(join(folder, 'dir'))[0]).toMatch(/^n-\d+$/);
    expect(ordered).toHaveLength(1);
  });

  it('takes a message of any size, and goes on after one that it did not want', async () => {
    const large = `${MESSAGE}${`${'x'.repeat(99)}\n`.repeat(20_000)}`;
    expect((await deliver('file = %/large', large)).outcome.octets).toBe(large.length + 1);
    expect((await deliver('file = %/full\n quota = 10', large)).outcome.errno).toBe(-22);
    expect((await deliver('file = /dev/full\n allow_fifo', large)).outcome.errno).toBe(-4);
    expect((await deliver('file = %/after')).outcome.status).toBe('delivered');
    expect(ordered).toHaveLength(1);
  }, 60_000);

  it('is told what becomes of the content on its way', async () => {
    const { outcome } = await deliver('file = %/mbox\n transport_filter = /bin/sh -c "cat; exit 3"');
    expect(outcome).toMatchObject({
      errno: -24,
      text: expect.stringMatching(/^transport filter process failed \(3\)/),
    });
    expect(readFileSync(join(folder, 'mbox'), 'latin1')).toBe('');
    expect((await deliver('file = %/mbox\n headers_add = ${nosuch:x}')).outcome.errno).toBe(-25);
  });

  it('runs transport_filter itself: the worker, who is another user, starts nothing', async () => {
    const given: string[] = [];
    const { outcome } = await deliverTest({
      transports: `files:\n driver = appendfile\n file = ${folder}/mbox\n transport_filter = /bin/sh -c "touch ${folder}/run; tr a-z A-Z"\n ${USER}\n`,
      runAs: async (job, content, answer) => {
        const octets = Buffer.concat(await all(content));
        given.push(octets.toString('latin1'), readdirSync(folder).join());
        return await runners.runAs(job, one(octets), answer);
      },
    });
    expect(outcome.status).toBe('delivered');
    expect(given).toEqual([MESSAGE, '']);
    expect(readFileSync(join(folder, 'mbox'), 'latin1')).toContain('SUBJECT: HELLO');
  });

  it('that loses its worker takes back what it has written', async () => {
    const waiting = deliver('file = %/mbox\n transport_filter = /bin/sh -c "cat; sleep 3"');
    await vi.waitFor(() => expect(readFileSync(join(folder, 'mbox'), 'latin1')).toContain('Subject: hello'), 5000);
    runners.close();
    expect((await waiting).outcome).toMatchObject({
      status: 'deferred',
      text: 'the process that delivers as user 12345 has ended',
    });
    await Promise.all(ended);
    expect(readFileSync(join(folder, 'mbox'), 'latin1')).toBe('');
    expect(readdirSync(folder)).toEqual(['mbox']);
  });

  it('runs programs and reads files of an autoreply', async () => {
    const said = await deliverTest({
      transports: 'p:\n driver = pipe\n command = /bin/echo hello\n return_output\n user = 12345\n group = 54321\n',
      runAs: runners.runAs,
    });
    expect(said.outcome.output).toBe('hello\n');
    writeFileSync(join(folder, 'text'), 'I am away\n');
    const reply = await deliverTest({
      transports: `r:\n driver = autoreply\n to = $sender_address\n file = ${folder}/text\n once = ${folder}/once\n user = 12345\n group = 54321\n`,
      runAs: runners.runAs,
    });
    expect(reply.submitted[0]!.text).toMatch(/\n\nI am away\n$/);
  });
});

describe('options of a transport', () => {
  const expanded = async (options: string) => {
    const asked: string[] = [];
    const done = await deliverTest({
      transports: `files:\n driver = appendfile\n ${options.replaceAll('%/', `${folder}/`)}\n ${USER}\n`,
      runAs: runners.runAs,
      doAs: async (who, errand) => {
        asked.push(errand.kind === 'expansion' ? `${errand.errand.asked.kind} ${who.uid}:${who.gid}` : errand.kind);
        return await runners.doAs(who, errand);
      },
    });
    return { asked, outcome: done.outcome, into: readdirSync(folder).sort() };
  };

  it('are expanded by its user: programs, files, sockets, lookups in files', async () => {
    writeFileSync(join(folder, 'table'), 'ann: by-table\n');
    for (const [option, kind, name] of [
      ['file = %/${run{/bin/echo ran}{${length_3:$value}}}', 'run', 'ran'],
      ['file = %/${length_8:${readfile{%/table}}}', 'read', 'ann: by-'],
      ['file = %/${if exists{%/table}{there}{gone}}', 'stat', 'there'],
      ['file = %/${readsocket{/nonexistent/s}{x}{1s}{}{unheard}}', 'socket', 'unheard'],
      ['file = %/${lookup{ann}lsearch{%/table}}', 'lookup', 'by-table'],
      ['file = %/${if match_local_part{ann}{lsearch;%/table}{listed}{}}', 'lookup', 'listed'],
      ['directory = %/\n directory_file = late-${lookup{ann}lsearch*{%/table}}', 'lookup', 'late-by-table'],
    ] as const) {
      const { asked, outcome, into } = await expanded(option);
      expect(outcome, option).toMatchObject({ status: 'delivered' });
      expect(asked, option).toContain(`${kind} 12345:54321`);
      expect(into, option).toContain(name);
    }
    expect(ordered.every(({ looks }) => looks === undefined)).toBe(true);
  }, 60_000);

  it('say where and as whom a delivery runs before it is anybody', async () => {
    const { asked, outcome } = await expanded(
      'file = %/mbox\n current_directory = ${if exists{/}{/}{}}\n home_directory = ${if exists{/}{/}{}}',
    );
    expect(outcome.status).toBe('delivered');
    expect(asked).toEqual([]);
  });

  it('wait where there is no process that is the user', async () => {
    const { outcome } = await deliverTest({
      transports: `files:\n driver = appendfile\n file = ${folder}/\${readfile{/etc/hostname}}\n ${USER}\n`,
      runAs: runners.runAs,
      doAs: async () => ({ kind: 'undone', why: 'nobody is there' }),
    });
    expect(outcome).toMatchObject({ status: 'deferred', text: expect.stringContaining('nobody is there') });
  });

  it('are expanded for as many deliveries at once as there are, though each has a child of its own', async () => {
    writeFileSync(join(folder, 'table'), 'ann: late\n');
    const done = await Promise.all(
      Array.from({ length: 60 }, () =>
        deliverTest({
          transports: `files:\n driver = appendfile\n directory = ${folder}/d\n directory_file = \${lookup{ann}lsearch{${folder}/table}}-$inode\n ${USER}\n`,
          runAs: runners.runAs,
          doAs: runners.doAs,
        }),
      ),
    );
    expect(done.filter(({ outcome }) => outcome.status === 'delivered')).toHaveLength(60);
    expect(readdirSync(join(folder, 'd'))).toHaveLength(60);
  }, 60_000);

  it('are not expanded by one that only looks', async () => {
    const errand = { asked: { kind: 'read', path: '/etc/hostname' }, options: {} } as const;
    const looks = createRunners({
      request: (order) => {
        ended.push(runJobs({ ...order, looks: true }, { become: () => {}, abandon: () => {} }));
      },
      tell: () => {},
    });
    const answer = await looks.doAs({ uid: 12_345, gid: 54_321 }, { kind: 'expansion', errand });
    expect(answer).toMatchObject({ kind: 'undone', why: 'this process may not do it' });
    looks.close();
  });
});

describe('a child that only looks', () => {
  it('reads forward files, says whether files are there, and delivers nothing', async () => {
    writeFileSync(join(folder, '.forward'), 'ann@example.org\n');
    const rules = { modemask: 0o022, ignoresAccess: false, ignoresNotDirectory: false };
    const access = { uid: 12_345, gid: 54_321 };
    expect(await runners.doAs(access, { kind: 'redirect', path: join(folder, '.forward'), rules })).toEqual({
      kind: 'redirect',
      read: { kind: 'text', text: 'ann@example.org\n' },
    });
    const state = { kind: 'state', path: join(folder, 'none'), mustBeReadable: true } as const;
    expect(await runners.doAs(access, state)).toMatchObject({ state: { code: 'ENOENT' } });
    expect(ordered).toMatchObject([{ uid: 12_345, gid: 54_321, looks: true }]);
    expect((await deliver('file = %/one')).outcome.status).toBe('delivered');
    expect(ordered).toHaveLength(2);
  });

  it('as one of never_users, knows his home alone', async () => {
    const path = join(folder, '.forward-none');
    writeFileSync(path, 'ann\n');
    const rules = { modemask: 0, ignoresAccess: false, ignoresNotDirectory: false };
    const confined = createRunners({
      request: (order) => {
        ended.push(runJobs({ ...order, isConfined: true }, { become: () => {}, abandon: () => {} }));
      },
      tell: () => {},
    });
    const nobody = { uid: 65_534, gid: 65_534 };
    expect(await confined.doAs(nobody, { kind: 'redirect', path, rules })).toMatchObject({ kind: 'undone' });
    expect(await confined.doAs(nobody, { kind: 'include', path, rules: { isForbidden: false } })).toMatchObject({
      kind: 'undone',
    });
    confined.close();
  });

  it('reads included files, and says what there is to be known of a file', async () => {
    const path = join(folder, 'list');
    writeFileSync(path, 'ann\n');
    const access = { uid: 12_345, gid: 54_321 };
    expect(await runners.doAs(access, { kind: 'include', path, rules: { isForbidden: false } })).toEqual({
      kind: 'include',
      read: { kind: 'text', text: 'ann\n' },
    });
    expect(await runners.doAs(access, { kind: 'facts', path })).toMatchObject({ facts: { sizeBytes: 4 } });
  });

  it('as root, knows root’s home alone, and of its files what forward files say', async () => {
    const root = { uid: 0, gid: 0 };
    const rules = { modemask: 0, ignoresAccess: false, ignoresNotDirectory: false };
    const look = (kind: 'state' | 'redirect', path: string) =>
      runners.doAs(root, kind === 'state' ? { kind, path, mustBeReadable: true } : { kind, path, rules });
    expect(await look('state', '/root/.no-such-file')).toMatchObject({ kind: 'state' });
    expect(await look('redirect', '/root/.forward-none')).toMatchObject({ kind: 'redirect' });
    for (const path of ['/root/.bashrc', '/root/../etc/passwd', '/root/.forward/../.profile', '/etc/passwd'])
      expect(await look('redirect', path), path).toMatchObject({ kind: 'undone' });
    expect(await look('state', '/etc/shadow')).toMatchObject({ kind: 'undone' });
  });
});

describe('a program of a router', () => {
  const who = { uid: 12_345, gid: 54_321 };
  const program = (script: string, more: object = {}) =>
    runners.doAs(who, {
      kind: 'program',
      program: {
        command: '/bin/sh',
        args: ['-c', script],
        cwd: folder,
        environment: { A: '1' },
        timeoutMs: 15_000,
        ...more,
      },
    });

  it('is run by one that delivers, in its folder, with its environment alone', async () => {
    const answer = await program('echo $(pwd) $(env | grep -v ^PWD= | grep -v ^_=)');
    expect(answer).toEqual({ kind: 'program', ended: { kind: 'exit', status: 0, output: `${folder} A=1\n` } });
    expect(ordered).toMatchObject([{ ...who, initgroups: false }]);
    expect(ordered[0]!.looks).toBeUndefined();
    expect((await deliver('file = %/one')).outcome.status).toBe('delivered');
    expect(ordered).toHaveLength(1);
  });

  it('is found in no path, and ends when its time is over', async () => {
    expect(await program('', { command: 'sh' })).toMatchObject({ ended: { kind: 'not-started', why: 'ENOENT' } });
    expect(await program('sleep 20', { timeoutMs: 200 })).toMatchObject({ ended: { kind: 'timeout' } });
  }, 15_000);

  it('is ended with what it has started when its worker goes', async () => {
    const waiting = program(`sleep 60 & echo $! > ${folder}/pid; wait`);
    const pid = await vi.waitFor(() => {
      const found = Number(readFileSync(join(folder, 'pid'), 'latin1'));
      expect(found).toBeGreaterThan(0);
      return found;
    }, 15_000);
    runners.close();
    expect(await waiting).toMatchObject({ kind: 'undone', why: 'the process of user 12345 has ended' });
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), 15_000);
  }, 40_000);

  it('leaves places for deliveries, however many there are', async () => {
    const programs = Array.from({ length: 40 }, () =>
      program(`while [ ! -e ${folder}/go ]; do sleep 0.1; done; echo gone`),
    );
    await vi.waitFor(() => expect(ordered).toHaveLength(16), 15_000);
    expect((await deliver('file = %/one')).outcome.status).toBe('delivered');
    expect(ordered).toHaveLength(17);
    writeFileSync(join(folder, 'go'), '');
    for (const answer of await Promise.all(programs)) expect(answer).toMatchObject({ ended: { output: 'gone\n' } });
  }, 60_000);

  it('is not run by one that only looks', async () => {
    let asked: object | undefined;
    const path = join(folder, 'looks');
    const server = createServer((socket) => {
      const frame = (value: object): Buffer => {
        const body = Buffer.from(JSON.stringify(value));
        const head = Buffer.alloc(5);
        head.writeUInt32BE(body.length, 0);
        return Buffer.concat([head, body]);
      };
      socket.on('error', () => {});
      socket.on('data', (octets) => {
        const value = JSON.parse(octets.subarray(5).toString());
        if (value.kind === 'found') asked = value.answer;
        if (value.kind === 'found') return void socket.destroy();
        const errand = {
          kind: 'program',
          program: { command: '/usr/bin/touch', args: [join(folder, 'made')], cwd: '/', environment: {}, timeoutMs: 9 },
        };
        socket.write(frame({ kind: 'errand', errand }));
      });
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await runJobs(
      { uid: 0, gid: 0, initgroups: true, looks: true, path, token: 't' },
      { become: () => {}, abandon: () => {} },
    );
    server.close();
    expect(asked).toEqual({ kind: 'undone', why: 'this process may not do it' });
    expect(readdirSync(folder)).not.toContain('made');
  });
});

/** As 12345, in his group. */
const DELIVERS = 'begin transports\nt:\n driver = pipe\n command = /bin/true\n user = 12345\n group = 12345\n';

describe('who may be become', () => {
  let server: Server;
  let path: string;
  const own = process.getuid?.() ?? 0;
  beforeEach(async () => {
    path = join(folder, 'socket');
    server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
  });
  afterEach(() => void server.close());

  const judge = (order: Partial<RunnerOrder>, account = own, more = DELIVERS): string | undefined => {
    const read = readConfiguration({ text: `never_users = root : daemon : 4711\n${more}` });
    if (!read.ok) throw new Error('the configuration is wrong');
    return refusal({ uid: 12_345, gid: 12_345, initgroups: false, path, token: 't', ...order }, read.value, {
      user: 'mail',
      group: 8,
      uid: account,
      gid: 8,
    });
  };

  const transport = (options: string): string =>
    `begin transports\nt:\n driver = pipe\n command = /bin/true\n ${options}\n`;
  const router = (options: string): string => `begin routers\nr:\n driver = redirect\n data = :fail:\n ${options}\n`;
  const [daemon, games] = [1, 5];
  const never = (uid: number): string => `the configuration has nothing delivered as user ${uid}`;
  const noGroup = (gid: number, uid: number): string =>
    `neither is ${gid} the group of user ${uid}, nor does the configuration name it`;

  it.each([
    ['whom nobody names', { uid: 12_346 }, undefined, never(12_346)],
    ['a group that nobody names', { gid: 6 }, undefined, noGroup(6, 12_345)],
    ['an account', { uid: games, gid: 60 }, undefined, never(games)],
    ['an account of check_local_user', { uid: games, gid: 60 }, router('check_local_user'), undefined],
    ['an account in the group of another', { uid: games, gid: 6 }, router('check_local_user'), noGroup(6, games)],
    ['who has no account', {}, router('check_local_user'), never(12_345)],
    ['an account by name', { uid: games, gid: 60 }, transport('user = games'), undefined],
    ['by name with another group', { uid: games, gid: 12 }, transport('user = games\n group = man'), undefined],
    ['the user of a router', {}, router('user = 12345\n group = 12345'), undefined],
    ['whom an expansion makes', {}, transport('user = $local_part\n group = ${lookup{x}lsearch{/y}}'), undefined],
    ['whoever hands in', {}, transport('pipe_as_creator'), undefined],
    [
      'himself, with his groups',
      { uid: own, gid: 8 },
      '',
      own === 0 ? `deliveries as user 0 are forbidden (never_users)` : undefined,
    ],
    ['who only looks', { uid: 12_346, gid: 6, looks: true }, '', undefined],
    [
      'never_users before all',
      { uid: daemon, gid: 1 },
      router('check_local_user'),
      `deliveries as user ${daemon} are forbidden (never_users)`,
    ],
  ] as const)('%s', (_, order, more, expected) => {
    expect(judge(order, own, more)).toBe(expected);
  });

  it('root, and who delivers nothing, for looking at files', () => {
    expect(judge({ uid: 0, looks: true })).toBeUndefined();
    expect(judge({ uid: 4711, looks: true })).toBeUndefined();
    expect(judge({ uid: -1, looks: true })).toBe('-1:12345 is no user');
  });

  it.each([
    [{}, undefined],
    [{ uid: 0 }, 'deliveries as user 0 are forbidden (never_users)'],
    [{ uid: 1 }, 'deliveries as user 1 are forbidden (never_users)'],
    [{ uid: 4711 }, 'deliveries as user 4711 are forbidden (never_users)'],
    [{ uid: -1 }, '-1:12345 is no user'],
    [{ gid: 1.5 }, '12345:1.5 is no user'],
    [{ gid: 0 }, "neither is root's group that of user 12345, nor does the configuration name it"],
    [{ token: '' }, 'its token is none'],
    [{ token: 'GET / HTTP/1.0' }, 'its token is none'],
    [{ path: '/etc/passwd' }, '/etc/passwd is no socket of a worker'],
    [{ path: '/no/such' }, '/no/such is no socket of a worker'],
  ] as const)('%j', (order, expected) => {
    expect(judge(order)).toBe(expected);
  });

  it('root’s group where the configuration names it', () => {
    expect(
      judge(
        { gid: 0 },
        own,
        'begin transports\nt:\n driver = pipe\n command = /bin/true\n group = root\n user = 12345\n',
      ),
    ).toBe(undefined);
  });

  it('nobody whose socket is not a worker’s', () => {
    expect(judge({}, own + 1)).toBe(`${path} is no socket of a worker`);
  });
});

it('somebody else at the socket of a worker is sent away, and told of', async () => {
  const first = deliver('file = %/one');
  await first;
  const { connect } = await import('node:net');
  const stranger = connect(ordered[0]!.path);
  const gone = new Promise((resolve) => stranger.once('close', resolve));
  const frame = Buffer.from('{"kind":"hello","token":"guess"}');
  stranger.write(Buffer.concat([Buffer.from([0, 0, 0, frame.length, 0]), frame]));
  await gone;
  expect(told).toEqual(['somebody who is no process of ours has come to the socket of a worker']);
});
