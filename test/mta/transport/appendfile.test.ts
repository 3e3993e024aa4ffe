/** appendfile: files byte for byte, modes, and what is said where they cannot be written. */
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeOpened } from '../../../src/mta/transport/appendfile/existing.ts';
import type { AppendfileTask } from '../../../src/mta/transport/appendfile/task.ts';
import type { Halt } from '../../../src/mta/transport/local/halt.ts';
import { deliverTest, MESSAGE, messageId, type TransportCase } from '../../support/transport.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appendfile-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const transport = (options: string): string =>
  `files:\n driver = appendfile\n${options.includes('lock_retries') ? '' : ' lock_retries = 2\n lock_interval = 1s\n'}${options
    .split('\n')
    .map((line) => ` ${line.replaceAll('%/', `${folder}/`)}\n`)
    .join('')}`;
const deliver = (options: string, more: Partial<TransportCase> = {}) =>
  deliverTest({ transports: transport(options), ...more });
const read = (name: string): string => readFileSync(join(folder, name), 'latin1');
const mode = (name: string): string => (statSync(join(folder, name)).mode & 0o7777).toString(8);

describe('a mailbox in one file', () => {
  it('gets the message between its From line and an empty line, with From escaped', async () => {
    const { outcome } = await deliver('file = %/a/b/mbox');
    expect(outcome).toMatchObject({ status: 'delivered', retriesByAddress: true });
    const lines = read('a/b/mbox').split('\n');
    expect(lines[0]).toMatch(/^From ann@example\.org \w{3} \w{3} \d\d \d\d:\d\d:\d\d \d{4}$/);
    expect(lines.slice(1).join('\n')).toBe(`${MESSAGE.replace('From here', '>From here')}\n`);
    expect([mode('a'), mode('a/b'), mode('a/b/mbox')]).toEqual(['700', '700', '600']);
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['mbox']);
    expect(outcome.octets).toBe(read('a/b/mbox').length);
  });

  it('is appended to, its time of reading kept', async () => {
    writeFileSync(join(folder, 'mbox'), 'before\n', { mode: 0o600 });
    utimesSync(join(folder, 'mbox'), new Date(1_000_000_000_000), new Date(1_000_000_000_000));
    await deliver('file = %/mbox\nmessage_prefix =\nmessage_suffix =');
    expect(statSync(join(folder, 'mbox')).atimeMs).toBe(1_000_000_000_000);
    expect(read('mbox')).toBe(`before\n${MESSAGE.replace('From here', '>From here')}`);
  });

  it.each([
    ['use_crlf', 'use_crlf\nmessage_prefix =\nmessage_suffix =', (text: string) => text.replaceAll('\n', '\r\n')],
    [
      'body_only',
      'body_only\nmessage_prefix =\nmessage_suffix =',
      (text: string) => text.slice(text.indexOf('\n\n') + 2),
    ],
    [
      'headers_only',
      'headers_only\nmessage_prefix =\nmessage_suffix =',
      (text: string) => text.slice(0, text.indexOf('\n\n') + 2),
    ],
    ['a body with CRLF', 'message_prefix =\nmessage_suffix =', (text: string) => text],
  ])('%s', async (name, options, expected) => {
    await deliver(`file = %/mbox\n${options}`, { wire: name === 'a body with CRLF' });
    expect(read('mbox')).toBe(expected(MESSAGE.replace('From here', '>From here')));
  });

  it('use_bsmtp: the envelope, dots doubled', async () => {
    await deliver('file = %/mbox\nuse_bsmtp\nbatch_max = 5', {
      recipients: [{ address: 'bob@example.com' }, { address: 'pre-cat@example.com', prefix: 'pre-' }],
    });
    expect(read('mbox')).toBe(
      `MAIL FROM:<ann@example.org>\nRCPT TO:<bob@example.com>\nRCPT TO:<cat@example.com>\nDATA\n${MESSAGE.replace('\n.\n', '\n..\n')}.\n`,
    );
  });

  it('headers are taken away, rewritten and added in their order', async () => {
    await deliver(
      [
        'file = %/mbox',
        'message_prefix =',
        'message_suffix =',
        'return_path_add',
        'envelope_to_add',
        'headers_remove = subj* : nosuch',
        'headers_add = X-Transport: $local_part',
        'headers_rewrite = *@example.org $1@example.net f',
        'return_path = bounce+$local_part=$domain@example.com',
      ].join('\n'),
      { props: { headersAdd: ['X-Router: 1\n'], headersRemove: ['to'] } },
    );
    expect(read('mbox').split('\n\n')[0]).toBe(
      'Return-path: <bounce+bob=example.com@example.com>\nEnvelope-to: bob@example.com\nFrom: Ann <ann@example.net>\nX-Router: 1\nX-Transport: bob',
    );
  });

  it.runIf(process.getuid?.() === 0)('notify_comsat: biff hears where it begins', async () => {
    writeFileSync(join(folder, 'mbox'), 'before\n', { mode: 0o600 });
    const comsat = createSocket('udp4');
    await new Promise<void>((resolve) => comsat.bind(512, '127.0.0.1', resolve));
    const heard = new Promise<Buffer>((resolve) => comsat.once('message', resolve));
    await deliver('file = %/mbox\nnotify_comsat');
    expect((await heard).toString('latin1')).toBe('bob@7\n\0');
    await new Promise<void>((resolve) => comsat.close(resolve));
  });

  it('/dev/null takes everything, and nothing is written', async () => {
    const { outcome } = await deliver('file = /dev/null');
    expect(outcome).toMatchObject({ status: 'delivered', octets: 0 });
  });
});

describe('a mailbox that is there', () => {
  const prepare = (mode = 0o600): void => writeFileSync(join(folder, 'mbox'), 'before\n', { mode });

  it('loses permissions that it should not have, and never gets more', async () => {
    prepare();
    chmodSync(join(folder, 'mbox'), 0o644);
    expect((await deliver('file = %/mbox')).outcome.status).toBe('delivered');
    expect(mode('mbox')).toBe('600');
    chmodSync(join(folder, 'mbox'), 0o400);
    expect((await deliver('file = %/mbox')).outcome).toMatchObject({
      status: 'deferred',
      errno: -7,
      text: `mailbox ${folder}/mbox has the wrong mode 400 (600 expected)`,
    });
    expect((await deliver('file = %/mbox\nno_mode_fail_narrower')).outcome.status).toBe('delivered');
    expect(mode('mbox')).toBe('400');
  });

  it('must be a file, and no link', async () => {
    prepare();
    symlinkSync(join(folder, 'mbox'), join(folder, 'link'));
    mkdirSync(join(folder, 'dir'));
    expect((await deliver('file = %/link')).outcome).toMatchObject({
      errno: -4,
      text: `mailbox ${folder}/link is not a regular file`,
    });
    expect((await deliver('file = %/link\nallow_symlink')).outcome.status).toBe('delivered');
    expect(read('mbox')).toContain('Subject: hello');
    expect((await deliver('file = %/dir')).outcome).toMatchObject({ status: 'deferred', errno: -4 });
  });

  it.runIf(process.getuid?.() === 0)('must be of the right owner', async () => {
    prepare();
    chownSync(join(folder, 'mbox'), 12_345, 54_321);
    expect((await deliver('file = %/mbox')).outcome).toMatchObject({
      status: 'deferred',
      errno: -6,
      text: `mailbox ${folder}/mbox has wrong uid (12345 != 0)`,
    });
    expect((await deliver('file = %/mbox\nno_check_owner\ncheck_group')).outcome.text).toBe(
      `mailbox ${folder}/mbox has wrong gid (54321 != 0)`,
    );
    expect((await deliver('file = %/mbox\nno_check_owner')).outcome.status).toBe('delivered');
  });

  it('goes to the transport of its format', async () => {
    const others = `${transport('file = %/mbox\nfile_format = "From  : files : *mbx* : mbx"').replace('"From ', '"From ')}mbx:\n driver = appendfile\n file = ${folder}/mbox\n message_prefix = MBX\n`;
    writeFileSync(join(folder, 'mbox'), '*mbx*\n', { mode: 0o600 });
    expect((await deliverTest({ transports: others })).outcome.status).toBe('delivered');
    expect(read('mbox')).toMatch(/^\*mbx\*\nMBXFrom: Ann/);
    writeFileSync(join(folder, 'mbox'), 'something\n');
    expect((await deliverTest({ transports: others })).outcome).toMatchObject({
      errno: -33,
      text: 'mailbox file format unrecognized',
    });
    writeFileSync(join(folder, 'mbox'), 'From somebody\n');
    expect((await deliverTest({ transports: others.replace(': files :', ': nosuch :') })).outcome).toMatchObject({
      errno: -30,
      text: 'nosuch transport (for From format) not found',
    });
  });
});

describe('where files may be made', () => {
  it('file_must_exist, create_file and links that lead away', async () => {
    expect((await deliver('file = %/mbox\nfile_must_exist')).outcome).toMatchObject({
      errno: 2,
      text: `mailbox ${folder}/mbox does not exist, but file_must_exist is set`,
    });
    const home = join(folder, 'home');
    mkdirSync(home);
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(home, 'out'));
    const outside = {
      status: 'deferred',
      errno: -34,
      text: expect.stringContaining('but creation outside the home directory is not permitted'),
    };
    for (const [rule, path, allowed] of [
      ['inhome', 'home/mbox', true],
      ['inhome', 'home/sub/mbox', false],
      ['belowhome', 'home/sub/mbox', true],
      ['belowhome', 'home/sub/../../mbox', false],
      ['belowhome', 'home/out/mbox', false],
      ['belowhome', 'elsewhere/mbox', false],
      [`${folder}/elsewhere`, 'elsewhere/sub/mbox', true],
      [`${folder}/elsewhere`, 'home/other', false],
    ] as const) {
      const { outcome } = await deliver(`file = %/${path}\ncreate_file = ${rule}\nno_use_lockfile`, { home });
      expect(outcome, `${rule} ${path}`).toMatchObject(allowed ? { status: 'delivered' } : outside);
    }
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['sub']);
  });

  it('a name from outside is refused, unless it is kept below the home', async () => {
    expect((await deliver('file = %/$local_part')).outcome).toMatchObject({
      status: 'deferred',
      panic: true,
      text: `Tainted '${folder}/bob' (file or directory name for files transport) not permitted`,
    });
    expect((await deliver('file = relative')).outcome).toMatchObject({
      errno: -21,
      text: 'appendfile: file or directory name "relative" is not absolute',
    });
  });

  it('a user who names a file where he may not has made a mistake', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { outcome } = await deliver('no_create_directory\nno_use_lockfile', {
      recipients: [{ address: `${folder}/nosuch/mbox`, special: 'file', original: 'bob@example.com' }],
    });
    expect(outcome).toMatchObject({
      status: 'failed',
      errno: 2,
      text: `while creating mailbox ${folder}/nosuch/mbox`,
    });
  });
});

describe('locks', () => {
  it('a lock file of another is waited for, and taken away when it is old', async () => {
    writeFileSync(join(folder, 'mbox.lock'), '');
    expect((await deliver('file = %/mbox')).outcome).toMatchObject({
      status: 'deferred',
      errno: -9,
      text: `failed to lock mailbox ${folder}/mbox (lock file)`,
    });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await deliver('file = %/mbox\nlockfile_timeout = 1s')).outcome.status).toBe('delivered');
    expect(readdirSync(folder)).toEqual(['mbox']);
  });

  it('others who have the mailbox by fcntl or flock keep it', async () => {
    const path = join(folder, 'mbox');
    writeFileSync(path, '', { mode: 0o600 });
    const text = `failed to lock mailbox ${path} (fcntl/flock)`;
    await whileLocked('fcntl.lockf', path, async () => {
      expect((await deliver('file = %/mbox')).outcome).toMatchObject({ status: 'deferred', errno: -9, text });
      expect((await deliver('file = %/mbox\nlock_fcntl_timeout = 1s')).outcome.text).toBe(text);
      expect((await deliver('file = %/mbox\nuse_flock_lock')).outcome.status).toBe('delivered');
    });
    await whileLocked('fcntl.flock', path, async () => {
      expect((await deliver('file = %/mbox\nuse_flock_lock')).outcome.text).toBe(text);
    });
    expect(readdirSync(folder)).toEqual(['mbox']);
  });

  it('fifty at once lose nothing', async () => {
    const all = await Promise.all(
      Array.from({ length: 50 }, () =>
        deliver('file = %/mbox\nlock_retries = 1000\nlock_fcntl_timeout = 30s\nno_use_lockfile'),
      ),
    );
    expect(all.every(({ outcome }) => outcome.status === 'delivered')).toBe(true);
    expect(read('mbox').match(/^From ann/gm)).toHaveLength(50);
    expect(read('mbox').match(/^end\n\n/gm)).toHaveLength(50);
  });
});

/** A process of another kind that holds the lock. */
async function whileLocked(how: string, path: string, then: () => Promise<void>): Promise<void> {
  const code = `import fcntl,sys\nf=open(${JSON.stringify(path)},"r+")\n${how}(f,fcntl.LOCK_EX)\nprint("locked",flush=True)\nsys.stdin.read()`;
  const holder = spawn('python3', ['-c', code], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  try {
    await then();
  } finally {
    const gone = new Promise((resolve) => holder.once('exit', resolve));
    holder.stdin.end();
    await gone;
  }
}

describe('quotas', () => {
  it('a full mailbox waits, as it was', async () => {
    writeFileSync(join(folder, 'mbox'), 'x'.repeat(1000), { mode: 0o600 });
    const { outcome } = await deliver('file = %/mbox\nquota = 1000');
    expect(outcome).toMatchObject({
      status: 'deferred',
      errno: -22,
      text: `mailbox is full (MTA-imposed quota exceeded while writing to ${folder}/mbox)`,
      userText: 'mailbox is full',
      moreErrno: expect.any(Number),
    });
    expect(read('mbox')).toBe('x'.repeat(1000));
    expect((await deliver('file = %/mbox\nquota = 1K\nno_quota_is_inclusive')).outcome.status).toBe('delivered');
    expect((await deliver('file = %/mbox\nquota = 1 X')).outcome).toMatchObject({
      panic: true,
      text: 'Malformed value "1 X" (expansion of "1 X") in files transport',
    });
  });

  it('the owner is warned once, when the threshold is crossed', async () => {
    const options = 'file = %/mbox\nquota = 10K\nquota_warn_threshold = 1%';
    const first = await deliver(options);
    expect(first.submitted).toHaveLength(1);
    expect(first.submitted[0]).toMatchObject({
      sender: '',
      text: expect.stringMatching(
        /^Auto-Submitted: auto-replied\nFrom: Mail Delivery System <Mailer-Daemon@example\.com>\nTo: bob@example\.com\n/,
      ),
    });
    expect((await deliver(options)).submitted).toEqual([]);
  });

  it('directories are counted, by sizes in names where those tell', async () => {
    const options = 'directory = %/dir\nquota = 1000\nquota_filecount = 3';
    expect((await deliver(options)).outcome.status).toBe('delivered');
    writeFileSync(join(folder, 'dir/one,S=990'), '');
    expect((await deliver(options)).outcome.status).toBe('delivered');
    expect((await deliver(options)).outcome.text).toMatch(
      /^mailbox is full \(MTA-imposed filecount quota exceeded while writing to .*\/dir\/temp\./,
    );
    expect((await deliver('directory = %/dir\nquota = 1000\nquota_size_regex = ,S=(\\d+)')).outcome.text).toMatch(
      /^mailbox is full \(MTA-imposed quota/,
    );
    expect(readdirSync(join(folder, 'dir')).filter((name) => name.startsWith('temp'))).toEqual([]);
  });
});

describe('a file of its own for each message', () => {
  it('directory_file knows the inode', async () => {
    await deliver('directory = %/dir\ndirectory_file = m-$inode.eml\ncheck_string =');
    const [name] = readdirSync(join(folder, 'dir'));
    expect(name).toBe(`m-${statSync(join(folder, 'dir', name!)).ino}.eml`);
    expect(read(`dir/${name}`)).toBe(MESSAGE);
  });

  it('directory_file may be made of what came from outside, but leads nowhere else', async () => {
    const options = 'directory = %/dir\ndirectory_file = of-$local_part';
    await deliver(options, { recipients: [{ address: 'bob@example.com' }] });
    expect(readdirSync(join(folder, 'dir'))).toEqual(['of-bob']);
    const { outcome } = await deliver(options, { recipients: [{ address: '/../bob@example.com' }] });
    expect(outcome).toMatchObject({ status: 'deferred', panic: true, text: expect.stringContaining('not permitted') });
    expect(readdirSync(folder)).toEqual(['dir']);
  });

  it('what is there by that name stays', async () => {
    mkdirSync(join(folder, 'dir'));
    writeFileSync(join(folder, 'dir/taken'), 'mine');
    const { outcome } = await deliver('directory = %/dir\ndirectory_file = taken');
    expect(outcome).toMatchObject({
      status: 'deferred',
      errno: 17,
      text: expect.stringMatching(/^while renaming .*\/dir\/temp\.\S+ as .*\/dir\/taken$/),
    });
    expect(readdirSync(join(folder, 'dir'))).toEqual(['taken']);
  });

  it('maildir: made where it is missing, the size in the name', async () => {
    await deliver('directory = %/md\nmaildir_format\nmaildir_tag = ,S=$message_size');
    expect(readdirSync(join(folder, 'md')).sort()).toEqual(['cur', 'new', 'tmp']);
    const [name] = readdirSync(join(folder, 'md/new'));
    expect(name).toMatch(/^\d{10}\.M\d+P\d+\.mail\.example\.com,S=\d+$/);
    expect(read(`md/new/${name}`)).toBe(MESSAGE);
    expect(Number(name!.split('=')[1])).toBe(MESSAGE.length);
    expect(readdirSync(join(folder, 'md/tmp'))).toEqual([]);
  });

  it('maildir: where directories may not be made, it waits', async () => {
    expect((await deliver('directory = %/md\nmaildir_format\nno_create_directory')).outcome).toMatchObject({
      status: 'deferred',
      errno: 2,
      text: `stat() error for ${folder}/md: No such file or directory`,
    });
    mkdirSync(join(folder, 'md'));
    writeFileSync(join(folder, 'md/new'), '');
    expect((await deliver('directory = %/md\nmaildir_format')).outcome).toMatchObject({
      errno: -5,
      text: `${folder}/md/new is not a directory`,
    });
  });

  it('maildir: maildirsize counts for Maildir++, folders with it', async () => {
    const options = (path: string): string =>
      `directory = %/${path}\nmaildir_format\nquota = 5K\nmaildir_use_size_file\nmaildirfolder_create_regex = /\\.[^/]+$`;
    await deliver(options('md'));
    await deliver(options('md/.sub'));
    const size = MESSAGE.length;
    expect(read('md/maildirsize')).toBe(`5120S,0C\n0 0\n${size} 1\n${size} 1\n`);
    await deliver(`${options('shared')}\nmode = 0660`);
    expect(statSync(join(folder, 'shared/maildirsize')).mode & 0o777).toBe(0o660); // whatever the umask is
    expect(existsSync(join(folder, 'md/.sub/maildirfolder'))).toBe(true);
    writeFileSync(join(folder, 'md/maildirsize'), '5120S,0C\n5050 3\n');
    expect((await deliver(options('md'))).outcome).toMatchObject({
      errno: -22,
      text: expect.stringMatching(/^mailbox is full \(MTA-imposed quota exceeded while writing to tmp\//),
    });
    writeFileSync(join(folder, 'md/maildirsize'), '5120S,0C\n5050 3\n100 1\n');
    expect((await deliver(options('md'))).outcome.status).toBe('delivered');
    expect(read('md/maildirsize')).toBe(`5120S,0C\n${2 * size} 2\n${size} 1\n`);
  });

  it('mailstore: an envelope and a message', async () => {
    await deliver('directory = %/ms\nmailstore_format\nmailstore_prefix = before\nmailstore_suffix = after');
    const names = readdirSync(join(folder, 'ms')).sort();
    expect(names).toHaveLength(2);
    expect(names[0]).toMatch(new RegExp(`^${messageId}-[0-9A-Za-z]{6}\\.env$`));
    expect(read(`ms/${names[0]}`)).toBe('before\nann@example.org\nbob@example.com\nafter\n');
    expect(read(`ms/${names[1]}`)).toBe(MESSAGE);
  });

  it.each([
    [
      'a symbolic link',
      (lock: string, victim: string) => symlinkSync(victim, lock),
      /^symbolic link on MBX lock file /,
    ],
    [
      'a symbolic link to nothing',
      (lock: string, victim: string) => symlinkSync(`${victim}-new`, lock),
      /^symbolic link on MBX lock file /,
    ],
    ['a hard link', (lock: string, victim: string) => linkSync(victim, lock), /^hard link to MBX lock file /],
    ['a folder', (lock: string) => mkdirSync(lock), /^failed to open MBX lock file .* :/],
    ['a pipe', (lock: string) => void spawnSync('mkfifo', [lock]), /^MBX lock file .* is not a regular file/],
  ])('of MBX whose lock file in /tmp is %s waits, and nothing is changed behind it', async (_what, put, text) => {
    const options = 'file = %/mbx\nmbx_format\nmessage_prefix =\nmessage_suffix =';
    await deliver(options);
    const before = read('mbx');
    const { dev, ino } = statSync(join(folder, 'mbx'));
    const lock = `/tmp/.${dev.toString(16)}.${ino.toString(16)}`;
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'mine', { mode: 0o640 });
    put(lock, victim);
    try {
      const { outcome } = await deliver(options);
      expect(outcome).toMatchObject({ status: 'deferred', text: expect.stringMatching(text) });
    } finally {
      rmSync(lock, { recursive: true });
    }
    expect([read('mbx'), read('victim'), mode('victim')]).toEqual([before, 'mine', '640']);
    expect(existsSync(`${victim}-new`)).toBe(false);
    expect((await deliver(options)).outcome.status).toBe('delivered');
  });

  it('is judged again when it is open: another inode, another device, another kind freezes the message', async () => {
    const task = { path: '/box', mode: 0o600 } as AppendfileTask;
    const before = { dev: 1, ino: 2, isFifo: false, mode: 0o600 };
    const judged = async (facts: object): Promise<unknown> => {
      const stat = async () => ({ ...before, mode: 0o100600, isFile: () => true, isFIFO: () => false, ...facts });
      return await judgeOpened(task, { stat } as unknown as FileHandle, before).catch((thrown: Halt) => thrown.outcome);
    };
    const frozen = (text: string) => ({ status: 'deferred', special: 'freeze', text: expect.stringContaining(text) });
    expect(await judged({})).toBeUndefined();
    expect(await judged({ ino: 3 })).toMatchObject(frozen('inode number changed from 2 to 3'));
    expect(await judged({ dev: 9 })).toMatchObject(frozen('opened mailbox /box inode number changed'));
    expect(await judged({ isFile: () => false })).toMatchObject(frozen('is no longer a regular file'));
    expect(await judged({ mode: 0o100644 })).toMatchObject(frozen('has wrong mode 644'));
  });

  it('MBX: a header block, and the length before each message', async () => {
    await deliver('file = %/mbx\nmbx_format\nmessage_prefix =\nmessage_suffix =');
    await deliver('file = %/mbx\nmbx_format\nmessage_prefix =\nmessage_suffix =');
    const text = read('mbx');
    expect(text.slice(0, 7)).toBe('*mbx*\r\n');
    const message = MESSAGE.replace('From here', '>From here').replaceAll('\n', '\r\n');
    const [first, second] = text.slice(2048).split(message);
    expect(first).toMatch(
      new RegExp(`^[ \\d]\\d-\\w{3}-\\d{4} [\\d:]{8} [+-]\\d{4},${message.length};000000000000-00000000\\r\\n$`),
    );
    expect(second).toMatch(/;000000000000-00000000\r\n$/);
  });
});

describe('content on its way', () => {
  it('transport_filter changes it, and what it does not finish is taken back', async () => {
    const options = 'file = %/mbox\nmessage_prefix =\nmessage_suffix =\ntransport_filter = ';
    await deliver(`${options}/usr/bin/tr a-z A-Z`);
    expect(read('mbox')).toBe(MESSAGE.toUpperCase());
    const before = read('mbox');
    expect((await deliver(`${options}/bin/sh -c "cat; exit 3"`)).outcome).toMatchObject({
      status: 'deferred',
      errno: -24,
      panic: true,
      text: `transport filter process failed (3) while writing to ${folder}/mbox`,
    });
    expect((await deliver(`${options}/no/such/program`)).outcome.text).toBe(
      `transport filter process failed (127) while writing to ${folder}/mbox: unable to execute command`,
    );
    expect((await deliver(`${options}/bin/sleep 60\ntransport_filter_timeout = 1s`)).outcome).toMatchObject({
      status: 'deferred',
      errno: 110,
    });
    expect(read('mbox')).toBe(before);
  });

  it('headers that cannot be expanded leave the mailbox as it was', async () => {
    const { outcome } = await deliver('file = %/mbox\nheaders_add = X: ${nosuch:x}');
    expect(outcome).toMatchObject({
      status: 'deferred',
      panic: true,
      errno: -25,
      text: `failed to expand headers_add or headers_remove while writing to ${folder}/mbox: unknown expansion operator "nosuch"`,
    });
    expect(read('mbox')).toBe('');
  });

  it('a hard link that somebody has put there is not written to', async () => {
    writeFileSync(join(folder, 'secret'), 'root\n', { mode: 0o600 });
    linkSync(join(folder, 'secret'), join(folder, 'mbox'));
    expect((await deliver('file = %/mbox')).outcome).toMatchObject({
      status: 'deferred',
      errno: -4,
      text: `mailbox ${folder}/mbox has too many links (2)`,
    });
    expect(read('secret')).toBe('root\n');
  });
});
