/** A full disk under the spool and under the log, and one that is read-only: told, nothing lost, and over once there is room. */
import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { knownMessage, sequence, stuffed } from '../../framework/known-message.ts';
import { Load, type Taken } from '../../framework/load.ts';
import { MailServer, type MailServerOptions } from '../../framework/mail-server.ts';
import { Talk, type TalkReply } from '../../framework/smtp-talk.ts';
import type { Context } from '../../framework/types.ts';
import { until } from '../../framework/until.ts';
import { programs } from '../../peers/programs.ts';
import { orphans, verifySpool } from './verify.ts';

const PORT = 2711;
const SMALL = 2_000;
const LARGE = 300_000;

export async function tryDisks(context: Context): Promise<void> {
  await context.test('spool without space: 45x, nothing lost, taken again once there is space', () =>
    fullSpool(context),
  );
  await context.test('log without space: mail is taken, and lines are written again once there is space', () =>
    fullLog(context),
  );
  await context.test('spool read-only at the start: told, with status 2, before anything is bound', () =>
    readOnlyStart(context),
  );
  await context.test(
    'bodies that cannot be written: 451 to large ones, small ones taken, and all again once they can be',
    () => readOnlyLater(context),
  );
  await context.test('spool read-only under a server that runs: 45x, nothing lost, taken again without a restart', () =>
    readOnlyForAWhile(context),
  );
  if (context.full)
    await context.test('spool read-only now and then under load: what was promised is there', () =>
      readOnlyNowAndThen(context),
    );
}

/** A file system in memory, of so many MiB. */
async function smallDisk(context: Context, name: string, mebibytes: number): Promise<string> {
  const folder = join(context.folder, name);
  mkdirSync(folder, { recursive: true });
  await mustRun(programs.mount, ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0755`, 'none', folder]);
  context.atEnd(async () => void (await mustRun(programs.umount, ['-l', folder])));
  return folder;
}

interface Sent {
  readonly taken: Taken[];
  readonly refused: TalkReply[];
}

/** Small ones and large ones in turn. */
async function sendSome(label: string, count: number): Promise<Sent> {
  const taken: Taken[] = [];
  const refused: TalkReply[] = [];
  const talk = await Talk.open(PORT);
  await talk.ask('EHLO client.example.net');
  for (let at = 0; at < count; at += 1) {
    const [key, octets] = [`${label}.${at}`, at % 2 === 0 ? LARGE : SMALL];
    const reply = await talk.mail(stuffed(knownMessage(key, octets)));
    const id = /^OK id=(\S+)/.exec(reply.text)?.[1];
    if (id !== undefined) taken.push({ key, octets, id });
    else {
      refused.push(reply);
      await talk.ask('RSET');
    }
  }
  await talk.ask('QUIT');
  talk.destroy();
  return { taken, refused };
}

async function fullSpool(context: Context): Promise<void> {
  const disk = await smallDisk(context, 'small-spool', 16);
  await withServer(context, 'full-spool', { spool: join(disk, 'spool') }, (server) => fillSpool(server, disk));
}

async function fillSpool(server: MailServer, disk: string): Promise<void> {
  const workers = server.processes().workers;
  const first = await sendSome('first', 4);
  deepStrictEqual(first.refused, []);
  const filled = await sendSome('filling', 160);
  ok(filled.refused.length > 0, 'the disk was never full');
  for (const { code } of filled.refused) match(String(code), /^45[12]$/);
  fill(join(disk, 'ballast'));
  const none = await sendSome('none', 4);
  strictEqual(none.taken.length, 0);
  for (const { code } of none.refused) match(String(code), /^45[12]$/);
  rmSync(join(disk, 'ballast'));
  await mustRun(programs.mount, ['-o', 'remount,size=64m', disk]);
  const again = await sendSome('again', 6);
  deepStrictEqual(again.refused, []);
  deepStrictEqual(server.processes().workers, workers, 'a worker was started again');
  await hold(server, [...first.taken, ...filled.taken, ...again.taken]);
}

/** Every octet of the disk. */
function fill(file: string): void {
  const { bavail, bsize } = statfsSync(join(file, '..'));
  try {
    writeFileSync(file, Buffer.alloc(bavail * bsize));
  } catch {
    // full, which was the aim
  }
}

async function fullLog(context: Context): Promise<void> {
  const disk = await smallDisk(context, 'small-log', 1);
  await withServer(context, 'full-log', { logs: join(disk, 'log') }, (server) => fillLog(server, disk));
}

async function fillLog(server: MailServer, disk: string): Promise<void> {
  const before = await sendSome('before', 2);
  fill(join(disk, 'ballast'));
  const during = await sendSome('during', 6);
  deepStrictEqual([...before.refused, ...during.refused], []);
  rmSync(join(disk, 'ballast'));
  const after = await sendSome('after', 2);
  deepStrictEqual(after.refused, []);
  for (const { id } of after.taken) ok(server.log().includes(`${id} <= `), `no line of ${id}`);
  await hold(server, [...before.taken, ...during.taken, ...after.taken]);
}

async function readOnlyStart(context: Context): Promise<void> {
  const disk = await smallDisk(context, 'fixed-spool', 8);
  const spool = join(disk, 'spool');
  mkdirSync(spool);
  const { uid, gid } = ownerOf(context);
  chownSync(spool, uid, gid);
  await mustRun(programs.mount, ['-o', 'remount,ro', disk]);
  const server = new MailServer({ folder: join(context.folder, 'fixed'), port: PORT, spool });
  const { status, output } = await server.refusedStart();
  strictEqual(status, 2, output);
  match(output, /spool_directory: \S+ is on a file system that is read-only/);
  ok(!output.includes('listening on'), output);
}

/** Who the server runs as: of a spool that one has made. */
function ownerOf(context: Context): { readonly uid: number; readonly gid: number } {
  return statSync(join(context.folder, 'full-log/spool'));
}

/** A system does not let go of a disk that is written to; the folder of large bodies it does. */
async function readOnlyLater(context: Context): Promise<void> {
  await withServer(context, 'turned', {}, async (server) => {
    const bodies = join(server.spool, 'store/bodies');
    const first = await sendSome('first', 4);
    deepStrictEqual(first.refused, []);
    chmodSync(bodies, 0o500);
    const fixed = await sendSome('fixed', 4);
    deepStrictEqual([fixed.taken, fixed.refused].map(codes), [
      [SMALL, SMALL],
      [451, 451],
    ]);
    chmodSync(bodies, 0o700);
    const again = await sendSome('again', 4);
    deepStrictEqual(again.refused, []);
    await hold(server, [...first.taken, ...fixed.taken, ...again.taken]);
  });
}

/** Of the whole spool: a shim has all that writes below it fail as on such a disk. */
async function readOnlyForAWhile(context: Context): Promise<void> {
  const { places, flag } = await fixable(context, 'for-a-while');
  await withServer(context, 'for-a-while', places, async (server) => {
    const { workers } = server.processes();
    const first = await sendSome('first', 4);
    deepStrictEqual(first.refused, []);
    writeFileSync(flag, '');
    const fixed = await sendSome('fixed', 6);
    deepStrictEqual(fixed.taken, []);
    for (const { code } of fixed.refused) match(String(code), /^45[12]$/);
    rmSync(flag);
    const again = await sendSome('again', 6);
    deepStrictEqual(again.refused, []);
    deepStrictEqual(server.processes().workers, workers, 'a worker was started again');
    await hold(server, [...first.taken, ...again.taken]);
  });
}

const TIMES = 12;

async function readOnlyNowAndThen(context: Context): Promise<void> {
  const { places, flag } = await fixable(context, 'now-and-then');
  await withServer(context, 'now-and-then', places, async (server) => {
    const { master } = server.processes();
    const load = new Load({ port: PORT, clients: 4, random: sequence(53), name: 'fixed' });
    const refusals = (): number => [...load.refused.values()].reduce((sum, count) => sum + count, 0);
    for (let time = 0; time < TIMES; time += 1) {
      const [taken, refused] = [load.taken.length, refusals()];
      await until(
        () => load.taken.length > taken + 10,
        `nothing is taken the time ${time}: ${server.log('panic').slice(-800)}`,
      );
      writeFileSync(flag, '');
      await until(() => refusals() > refused + 10, 'nobody is refused');
      rmSync(flag);
    }
    await load.end();
    for (const said of load.refused.keys()) match(said, /^4(?:5[12]|21) /);
    deepStrictEqual(server.processes().master, master, 'the server was started again');
    await hold(server, load.taken, true);
  });
}

/** Where a spool is that can be made read-only, and the file that does it. */
async function fixable(context: Context, name: string): Promise<{ readonly places: Places; readonly flag: string }> {
  const [shim, flag] = [join(context.folder, 'fixed.so'), join(context.folder, `${name}.flag`)];
  await mustRun('cc', ['-shared', '-fPIC', '-O2', '-o', shim, join(import.meta.dirname, 'fixed.c'), '-ldl']);
  const spool = join(context.folder, name, 'spool');
  return { places: { spool, env: { LD_PRELOAD: shim, FIXED_FLAG: flag, FIXED_FOLDER: spool } }, flag };
}

type Places = Pick<MailServerOptions, 'spool' | 'logs' | 'env'>;

const codes = (list: readonly (Taken | TalkReply)[]): readonly number[] =>
  list.map((one) => ('code' in one ? one.code : one.octets));

async function withServer(
  context: Context,
  name: string,
  places: Places,
  act: (server: MailServer) => Promise<void>,
): Promise<void> {
  const more = 'check_spool_space = 0\ncheck_log_space = 0\n'; // so that the end is met in the middle of messages
  const server = new MailServer({ folder: join(context.folder, name), port: PORT, workers: 1, more, ...places });
  try {
    await server.start();
    await act(server);
  } finally {
    await server.stop('SIGKILL');
  }
}

/** @param mayHaveMore  who lost his connection before he was answered may find his message taken all the same */
async function hold(server: MailServer, taken: readonly Taken[], mayHaveMore = false): Promise<void> {
  await server.stop();
  const spool = await server.openSpool();
  const { faults, untold } = await verifySpool(spool, taken, new Set());
  const left = await orphans(spool, server.spool);
  await spool.close();
  deepStrictEqual({ faults, untold: mayHaveMore ? 0 : untold, left }, { faults: [], untold: 0, left: [] });
}
