/** Processes of the server killed at random moments under load; what was answered 250 is there, whole. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killOne } from '../../framework/kill-one.ts';
import { sequence } from '../../framework/known-message.ts';
import { Load } from '../../framework/load.ts';
import { MailServer } from '../../framework/mail-server.ts';
import type { Context } from '../../framework/types.ts';
import { until } from '../../framework/until.ts';
import { orphans, removeAll, verifySpool } from './verify.ts';

const PORT = 2710;
const CLIENTS = 6;
/** Then the spool is looked at, with nobody sending, and emptied. */
const KILLS_A_ROUND = 4;

export async function tryKills(context: Context): Promise<void> {
  const kills = context.full ? 200 : 8;
  const random = sequence(23);
  const server = new MailServer({ folder: join(context.folder, 'kills'), port: PORT });
  context.atEnd(() => server.stop('SIGKILL'));
  await server.start();
  const gone = new Set<string>();
  const spool = await server.openSpool();
  const seen: Seen = { victims: new Map(), refused: new Map(), taken: 0, untold: 0 };
  await context.test(`${kills} kills under load: every message answered 250 is in the spool, whole`, async () => {
    for (let left = kills; left > 0; left -= KILLS_A_ROUND) {
      const load = new Load({ port: PORT, clients: CLIENTS, random, name: `r${left}` });
      for (let kill = 0; kill < Math.min(left, KILLS_A_ROUND); kill += 1) {
        const before = load.taken.length;
        await until(() => load.taken.length > before, 'nothing is taken any more');
        await sleep(random() * 250);
        add(seen.victims, (await killOne(server, random())).victim);
      }
      await load.end();
      const { faults, untold } = await verifySpool(spool, load.taken, gone);
      deepStrictEqual(faults, []);
      seen.untold += untold;
      seen.taken += load.taken.length;
      for (const [said, count] of load.refused) add(seen.refused, said, count);
      await removeAll(spool, gone);
    }
    await server.stop();
    deepStrictEqual(await orphans(spool, server.spool), []);
    ok(seen.taken > kills, 'hardly anything was taken');
  });
  await spool.close();
  context.note(
    `killed: ${listed(seen.victims)}; ${seen.taken} messages taken, ${seen.untold} stored without the client's knowledge; ` +
      `refused: ${listed(seen.refused)}`,
  );
}

interface Seen {
  readonly victims: Map<string, number>;
  readonly refused: Map<string, number>;
  taken: number;
  untold: number;
}

function add(counts: Map<string, number>, name: string, count = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, count]) => `${count} × ${name}`).join(', ') || 'nothing';
