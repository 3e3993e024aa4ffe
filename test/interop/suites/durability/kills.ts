/** Processes of the server killed at random moments under load; what was answered 250 is there, whole. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sequence } from '../../framework/known-message.ts';
import { MailServer, type Processes } from '../../framework/mail-server.ts';
import type { Context } from '../../framework/types.ts';
import { Load } from './load.ts';
import { orphans, removeAll, verifySpool } from './verify.ts';

const PORT = 2710;
const CLIENTS = 6;
/** Between two emptyings of the spool. */
const KEPT_KILLS = 10;

export async function tryKills(context: Context): Promise<void> {
  const kills = context.full ? 200 : 8;
  const random = sequence(23);
  const server = new MailServer({ folder: join(context.folder, 'kills'), port: PORT });
  context.atEnd(() => server.stop('SIGKILL'));
  await server.start();
  const load = new Load({ port: PORT, clients: CLIENTS, random });
  const gone = new Set<string>();
  const spool = await server.openSpool();
  const victims: Record<string, number> = {};
  let untold = 0;
  await context.test(`${kills} kills under load: every message answered 250 is in the spool, whole`, async () => {
    for (let kill = 0; kill < kills; kill += 1) {
      const before = load.taken.length;
      await until(() => load.taken.length > before, 'nothing is taken any more');
      await sleep(random() * 250);
      const name = await killOne(server, random());
      victims[name] = (victims[name] ?? 0) + 1;
      if ((kill + 1) % KEPT_KILLS !== 0) continue;
      const verified = await verifySpool(spool, [...load.taken], gone);
      deepStrictEqual(verified.faults, []);
      untold += verified.untold;
      await removeAll(spool, gone);
    }
    await load.end();
    await server.stop();
    const { faults, untold: last } = await verifySpool(spool, load.taken, gone);
    deepStrictEqual(faults, []);
    untold += last;
    deepStrictEqual(await orphans(spool, server.spool), []);
    ok(load.taken.length > kills, 'hardly anything was taken');
  });
  await load.end();
  await spool.close();
  const killed = Object.entries(victims).map(([name, count]) => `${count} ${name}`);
  context.note(
    `killed: ${killed.join(', ')}; ${load.taken.length} messages taken, ${untold} stored without the client's knowledge` +
      (load.refused.size === 0
        ? ''
        : `; refused: ${[...load.refused].map(([said, count]) => `${count} × ${said}`).join(', ')}`),
  );
}

/** Half of the time a worker, a quarter the acceptor, a quarter the master or all of them, as when the machine is reset. */
async function killOne(server: MailServer, chance: number): Promise<string> {
  const { master, acceptor, workers } = server.processes();
  if (chance < 0.5 && workers.length > 0) {
    kill(workers[Math.floor(chance * 2 * workers.length)]!);
    return 'workers';
  }
  if (chance < 0.75 && acceptor !== undefined) {
    kill(acceptor);
    return 'acceptors';
  }
  const isAll = chance >= 0.87;
  if (isAll) for (const pid of everyone(server.processes())) kill(pid);
  else kill(master);
  await server.stop('SIGKILL');
  await server.start();
  return isAll ? 'whole servers' : 'masters';
}

const everyone = ({ master, acceptor, workers }: Processes): readonly number[] => [
  ...workers,
  ...(acceptor === undefined ? [] : [acceptor]),
  master,
];

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has just ended
  }
}

async function until(holds: () => boolean, otherwise: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(otherwise);
    await sleep(5);
  }
}
