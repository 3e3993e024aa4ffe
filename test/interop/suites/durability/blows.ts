/** File systems that give up, hold their breath or run out of files, under load. */
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun } from '../../framework/command.ts';
import { knownMessage, sequence, stuffed } from '../../framework/known-message.ts';
import { Load, type Taken } from '../../framework/load.ts';
import { MailServer } from '../../framework/mail-server.ts';
import { Talk } from '../../framework/smtp-talk.ts';
import type { Context } from '../../framework/types.ts';
import { until } from '../../framework/until.ts';
import { programs } from '../../peers/programs.ts';
import { orphans, verifySpool } from './verify.ts';

const PORT = 2712;
const CLIENTS = 4;

export async function tryBlows(context: Context): Promise<void> {
  await context.test('a file system that gives up under load: 45x, and all that was promised is on it', () =>
    givesUp(context),
  );
  await context.test('one that writes nothing for a while: nobody is refused for good, and all goes on', () =>
    holdsItsBreath(context),
  );
  await context.test('one without room for another file: small ones are taken, large ones again once there is', () =>
    outOfFiles(context),
  );
}

interface Disk {
  readonly folder: string;
  readonly image: string;
}

/** A file system of the kind that disks have, in a file. */
async function realDisk(context: Context, name: string): Promise<Disk> {
  const [folder, image] = [join(context.folder, name), join(context.folder, `${name}.img`)];
  mkdirSync(folder);
  await mustRun('truncate', ['-s', '192M', image]);
  await mustRun('mkfs.ext4', ['-q', '-m', '0', image]);
  await mustRun(programs.mount, ['-o', 'loop', image, folder]);
  context.atEnd(async () => void (await mustRun(programs.umount, ['-l', folder]).catch(() => {})));
  return { folder, image };
}

const serverOn = (context: Context, { folder }: Disk, name: string): MailServer => {
  const more = ['spool_space', 'spool_inodes', 'log_space', 'log_inodes'].map((of) => `check_${of} = 0\n`).join('');
  return new MailServer({
    folder: join(context.folder, `${name}-server`),
    port: PORT,
    more,
    spool: join(folder, 'spool'),
  });
};

async function givesUp(context: Context): Promise<void> {
  const disk = await realDisk(context, 'gives-up');
  const server = serverOn(context, disk, 'gives-up');
  const load = new Load({ port: PORT, clients: CLIENTS, random: sequence(41), name: 'abort' });
  try {
    await server.start();
    await until(() => load.taken.length > 40, 'nothing is taken');
    await mustRun(programs.mount, ['-o', 'remount,abort', disk.folder]);
    await until(() => refusals(load) > 20, 'nobody is refused');
    await sleep(3000);
    for (const said of load.refused.keys()) match(said, /^4[25][12] /);
    linesAbout(refusals(load), server);
  } finally {
    await load.end();
    await server.stop();
  }
  await mustRun(programs.umount, [disk.folder]);
  await mustRun('sh', ['-c', `e2fsck -fy ${disk.image} >/dev/null || test $? -lt 4`]);
  await mustRun(programs.mount, ['-o', 'loop', disk.image, disk.folder]);
  await server.start();
  await sendOne('afterwards', 300_000);
  await hold(server, load.taken, true);
}

/** One for each reason and worker, and not one for each message. */
function linesAbout(refused: number, server: MailServer): void {
  const lines = server
    .log()
    .split('\n')
    .filter((line) => /messages? could not be stored/.test(line));
  ok(lines.length > 0 && lines.length < 10, `${lines.length} lines about ${refused} messages:\n${lines.join('\n')}`);
}

async function holdsItsBreath(context: Context): Promise<void> {
  const disk = await realDisk(context, 'still');
  const server = serverOn(context, disk, 'still');
  const load = new Load({ port: PORT, clients: CLIENTS, random: sequence(43), name: 'still' });
  try {
    await server.start();
    await until(() => load.taken.length > 40, 'nothing is taken');
    const { workers } = server.processes();
    await mustRun('fsfreeze', ['-f', disk.folder]);
    await sleep(6000);
    await mustRun('fsfreeze', ['-u', disk.folder]);
    const before = load.taken.length;
    await until(() => load.taken.length > before + 40, 'nothing is taken any more');
    deepStrictEqual(server.processes().workers, workers, 'a worker was started again');
    for (const said of load.refused.keys()) match(said, /^4[25][12] /);
  } finally {
    await load.end();
  }
  await hold(server, load.taken, true);
}

async function outOfFiles(context: Context): Promise<void> {
  const folder = join(context.folder, 'few');
  mkdirSync(folder);
  await mustRun(programs.mount, ['-t', 'tmpfs', '-o', 'size=256m,nr_inodes=60,mode=0755', 'none', folder]);
  context.atEnd(async () => void (await mustRun(programs.umount, ['-l', folder])));
  const server = serverOn(context, { folder, image: '' }, 'few');
  await server.start();
  const taken: Taken[] = [await sendOne('first', 300_000)];
  const ballast = join(folder, 'ballast');
  mkdirSync(ballast);
  for (let at = 0; ; at += 1) {
    try {
      writeFileSync(join(ballast, String(at)), '');
    } catch {
      break; // there is none left, which was the aim
    }
  }
  await sleep(1000); // what was read of the file system a moment ago is believed
  const { workers } = server.processes();
  for (let at = 0; at < 4; at += 1) {
    taken.push(await sendOne(`small${at}`, 2000));
    match(await refusal(`large${at}`, 300_000), /^45[12] /);
  }
  rmSync(ballast, { recursive: true });
  await sleep(1000);
  taken.push(await sendOne('last', 300_000));
  deepStrictEqual(server.processes().workers, workers, 'a worker was started again');
  await hold(server, taken);
}

const refusals = (load: Load): number => [...load.refused.values()].reduce((sum, count) => sum + count, 0);

async function refusal(key: string, octets: number): Promise<string> {
  const said = await send(key, octets);
  ok(said.id === undefined, `${key} was taken`);
  return said.said;
}

async function sendOne(key: string, octets: number): Promise<Taken> {
  const { id, said } = await send(key, octets);
  ok(id !== undefined, `${key}: ${said}`);
  return { key, octets, id };
}

async function send(key: string, octets: number): Promise<{ readonly id: string | undefined; readonly said: string }> {
  const talk = await Talk.open(PORT);
  await talk.ask('EHLO client.example.net');
  const { code, text } = await talk.mail(stuffed(knownMessage(key, octets)));
  talk.destroy();
  return { id: /^OK id=(\S+)/.exec(text)?.[1], said: `${code} ${text}` };
}

/** @param mayHaveMore  a client may have been cut off before it was told */
async function hold(server: MailServer, taken: readonly Taken[], mayHaveMore = false): Promise<void> {
  await server.stop();
  const spool = await server.openSpool();
  const { faults, untold } = await verifySpool(spool, taken, new Set());
  const left = await orphans(spool, server.spool);
  await spool.close();
  deepStrictEqual({ faults, left }, { faults: [], left: [] });
  if (!mayHaveMore) deepStrictEqual(untold, 0);
}
