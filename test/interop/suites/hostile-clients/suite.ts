/** Clients without manners, one kind after another, while others want ordinary mail taken: memory, and who waits for how long. */
import { ok } from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { knownMessage, stuffed } from '../../framework/known-message.ts';
import { MailServer, memoryOf } from '../../framework/mail-server.ts';
import { Talk } from '../../framework/smtp-talk.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { openIdle } from './idle.ts';
import { ROWS } from './rows.ts';

export const suite: Suite = {
  name: 'hostile-clients',
  proves: 'clients that are slow, endless, wrong or hostile cost bounded memory, and others are served meanwhile',
  run,
};

const PORT = 2720;
/** What a process may come to, whatever is done to it. */
const MAX_RSS_MIB = 300;
const AIM_IDLE_KIB = 12;
const AIM_PROCESS_MIB = 75;
/** On a machine with other work: it is no figure of speed, but nobody may be starved. */
const MAX_WAIT_MS = 3000;

async function run(context: Context): Promise<void> {
  const server = new MailServer({
    folder: join(context.folder, 'server'),
    port: PORT,
    more: 'smtp_connect_backlog = 500\n',
  });
  context.atEnd(() => server.stop());
  await server.start();
  await tryIdle(context, server);
  for (const { name, act } of ROWS) {
    let seen: Watched | undefined;
    await context.test(name, async () => {
      const watched = watch(server);
      try {
        await act(PORT, context.full ? 1 : 0);
      } finally {
        seen = await watched.end();
      }
      ok(seen.peakMiB < MAX_RSS_MIB, `a process has grown to ${seen.peakMiB.toFixed(0)} MiB`);
      ok(seen.worstMs < MAX_WAIT_MS, `an ordinary message waited ${seen.worstMs.toFixed(0)} ms`);
    });
    if (seen !== undefined) context.note(`${name}: ${figures(seen)}`);
  }
  await context.test('the same processes serve at the end, and nothing was a bug', async () => {
    const said = server.log() + server.log('panic') + server.said;
    ok(!/a bug in mxray|was ended by|ended with status/.test(said), said.slice(-2000));
  });
}

async function tryIdle(context: Context, server: MailServer): Promise<void> {
  const count = context.full ? 5000 : 500;
  await context.test(`${count} idle connections`, async () => {
    await deliver(server); // code that is loaded when it is first used
    const { figures: found, talks } = await openIdle(server, count);
    const watched = watch(server);
    await sleep(500);
    const seen = await watched.end();
    for (const talk of talks) talk.destroy();
    const processes = found.idleRssMiB.map((mebibytes) => mebibytes.toFixed(0)).join(', ');
    context.note(
      `idle: ${found.perConnectionKiB.toFixed(1)} KiB a connection (aim ${AIM_IDLE_KIB}), processes ${processes} MiB ` +
        `before (aim ${AIM_PROCESS_MIB}); meanwhile ${figures(seen)}`,
    );
    ok(found.perConnectionKiB < 4 * AIM_IDLE_KIB, `${found.perConnectionKiB} KiB a connection`);
    ok(seen.worstMs < MAX_WAIT_MS, `an ordinary message waited ${seen.worstMs} ms`);
  });
}

interface Watched {
  readonly peakMiB: number;
  readonly delivered: number;
  readonly medianMs: number;
  readonly worstMs: number;
}

const figures = ({ peakMiB, delivered, medianMs, worstMs }: Watched): string =>
  `peak ${peakMiB.toFixed(0)} MiB a process; ${delivered} ordinary messages, ${medianMs.toFixed(1)} ms in the middle, ${worstMs.toFixed(0)} ms at worst`;

/** Ordinary mail all the time, one message after another, from the greeting to the 250. */
function watch(server: MailServer): { end(): Promise<Watched> } {
  const times: number[] = [];
  let peakMiB = 0;
  let isOver = false;
  const work = async (): Promise<void> => {
    do {
      times.push(await deliver(server));
      const { acceptor = 0, workers } = server.processes();
      peakMiB = Math.max(peakMiB, ...[acceptor, ...workers].map((pid) => memoryOf(pid).rssKiB / 1024));
      await sleep(20);
    } while (!isOver);
  };
  const working = work();
  working.catch(() => {}); // told by who waits for it
  return {
    async end() {
      isOver = true;
      await working;
      const sorted = [...times].sort((a, b) => a - b);
      return { peakMiB, delivered: sorted.length, medianMs: sorted[sorted.length >> 1]!, worstMs: sorted.at(-1)! };
    },
  };
}

async function deliver(server: MailServer): Promise<number> {
  const began = performance.now();
  const talk = await Talk.open(server.port);
  await talk.ask('EHLO ordinary.example.net');
  const reply = await talk.mail(stuffed(knownMessage('ordinary', 4096)));
  if (reply.code !== 250) throw new Error(`an ordinary message was answered ${reply.code} ${reply.text}`);
  talk.destroy();
  return performance.now() - began;
}
