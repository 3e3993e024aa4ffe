/** What our server is before anybody sends: how soon it is there, how soon it greets, what it takes up. */
import { join } from 'node:path';
import { MailServer, memoryOf } from '../../interop/framework/mail-server.ts';
import { Talk } from '../../interop/framework/smtp-talk.ts';
import { openIdle } from '../../interop/suites/hostile-clients/idle.ts';
import { elapsedMs, median } from '../measure.ts';
import type { Figure } from '../types.ts';

const PORT = 27_255;
const GREETINGS = 200;

export async function standing(folder: string, quick: boolean): Promise<readonly Figure[]> {
  const starts: number[] = [];
  for (let at = 0; at < (quick ? 1 : 3); at += 1) {
    const each = new MailServer({ folder: join(folder, `start${at}`), port: PORT });
    starts.push(await elapsedMs(() => startAndGreet(each)));
    await each.stop();
  }
  const server = new MailServer({ folder: join(folder, 'standing'), port: PORT });
  try {
    await server.start();
    const { master, acceptor = 0, workers } = server.processes();
    const largest = Math.max(...[master, acceptor, ...workers].map((pid) => memoryOf(pid).rssKiB / 1024));
    const greetings: number[] = [];
    for (let at = 0; at < GREETINGS; at += 1) greetings.push(await elapsedMs(() => greeted(PORT)));
    const { figures, talks } = await openIdle(server, quick ? 500 : 5000);
    for (const talk of talks) talk.destroy();
    return [
      { name: 'from start to a greeting', ours: median(starts), unit: 'ms', aim: below(300) },
      { name: 'greeting', ours: median(greetings.slice(GREETINGS / 2)), unit: 'ms', aim: below(0.3) },
      { name: 'largest process, idle', ours: largest, unit: 'MiB', aim: below(75) },
      { name: 'an idle connection', ours: figures.perConnectionKiB, unit: 'KiB', aim: below(12) },
    ];
  } finally {
    await server.stop();
  }
}

const below = (value: number): NonNullable<Figure['aim']> => ({ value, better: 'lower' });

async function greeted(port: number): Promise<void> {
  (await Talk.open(port)).destroy();
}

const PAUSE_MS = 2;

/** Connects as soon as it can; its first start has no code cache of the user's. */
async function startAndGreet(server: MailServer): Promise<void> {
  const started = server.start();
  started.catch(() => {}); // told below
  for (let isThere = false; !isThere; ) {
    isThere = await greeted(server.port).then(
      () => true,
      () => false,
    );
    if (!isThere) await Promise.race([started, new Promise((resolve) => setTimeout(resolve, PAUSE_MS))]);
  }
  await started;
}
