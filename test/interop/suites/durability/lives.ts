/** Processes of the spool alone, killed soon after they began, while others open it, list it and close it. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSpool } from '../../../../src/mta/spool/index.ts';
import { type CrashPlace, crashPlace, lifeOf, type Promises, verdictOn } from '../../../mta/spool/crash/killing.ts';
import { sequence } from '../../framework/known-message.ts';
import type { Context } from '../../framework/types.ts';

const WITHIN_MS = 300;
const AT_A_TIME = 3;
/** One that flushes, and one in memory, where commits are so quick that they meet with openings. */
const DISKS = [tmpdir(), '/dev/shm'].filter(existsSync);

export async function tryLives(context: Context): Promise<void> {
  const [spools, rounds] = context.full ? [35, 5] : [1, 2]; // after its rounds a spool is held to all that was promised
  const random = sequence(31);
  const seen = { kills: 0, promised: 0, openings: 0 };
  for (const disk of DISKS) {
    const kills = spools * rounds * AT_A_TIME;
    await context.test(
      `${kills} kills within ${WITHIN_MS} ms, the spool opened and listed beside, on ${disk}`,
      async () => {
        for (let spool = 0; spool < spools; spool += 1) {
          const place = await crashPlace(disk);
          try {
            await fill(place, rounds, random, seen);
          } finally {
            place.dispose();
          }
        }
      },
    );
  }
  ok(seen.promised > seen.kills, 'hardly anything was stored');
  context.note(`${seen.kills} killed; ${seen.promised} messages promised; opened ${seen.openings} times meanwhile`);
}

async function fill(
  place: CrashPlace,
  rounds: number,
  random: () => number,
  seen: { kills: number; promised: number; openings: number },
): Promise<void> {
  const lives: Promises[] = [];
  for (let round = 0; round < rounds; round += 1) {
    let isOver = false;
    const openings = openAgainAndAgain(place, random, () => isOver);
    const deaths = Array.from({ length: AT_A_TIME }, () =>
      lifeOf(place, { afterMs: random() * WITHIN_MS, isAtOnce: random() < 0.2 }),
    );
    lives.push(...(await Promise.all(deaths)));
    isOver = true;
    seen.openings += await openings;
  }
  const { wrong } = await verdictOn(place, lives);
  deepStrictEqual(wrong, []);
  seen.kills += lives.length;
  for (const { stored } of lives) seen.promised += stored.size;
}

/** @returns how often */
async function openAgainAndAgain(place: CrashPlace, random: () => number, isOver: () => boolean): Promise<number> {
  let count = 0;
  for (; !isOver(); count += 1) {
    const spool = await openSpool({ directory: join(place.folder, 'spool') });
    if (!spool.ok) throw new Error(spool.error.message);
    if (random() < 0.3) await spool.value.count();
    await spool.value.close();
    await sleep(random() * 40);
  }
  return count;
}
