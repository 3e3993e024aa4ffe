/**
 * Messages a second into `smtp sink`, beside Postfix's smtp-sink under the same load of smtp-source, in turns. Where there are
 * two processors, each sink has one for itself and smtp-source the other.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { RUN } from './lab-process.ts';
import { inTurns } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const execute = promisify(execFile);
const OURS = 47_525;
const THEIRS = 47_526;
const SINK = '/usr/sbin/smtp-sink';
const SOURCE = '/usr/sbin/smtp-source';

/** A name, words for smtp-source, and the number of messages in them. */
const LOADS = [
  ['4 KiB, a connection each', ['-s', '10', '-l', '4096'], 5000],
  ['4 KiB, connections kept', ['-d', '-s', '10', '-l', '4096'], 10_000],
  ['256 KiB, connections kept', ['-d', '-s', '10', '-l', '262144'], 500],
] as const;

export const bench: Bench = {
  name: 'smtp sink',
  asks: "messages a second from smtp-source, beside Postfix's smtp-sink, each on one processor",
  async run(quick) {
    const ours = start(process.execPath, [RUN, 'smtp', 'sink', `127.0.0.1:${OURS}`]);
    const theirs = start(SINK, ['-u', 'nobody', `127.0.0.1:${THEIRS}`, '1000']);
    try {
      await Promise.all([answering(OURS), answering(THEIRS)]);
      const figures: Figure[] = [];
      for (const [name, words, most] of LOADS) {
        const count = quick ? Math.ceil(most / 5) : most;
        const load = (port: number) =>
          execute(...pinned(1, SOURCE, [...words, '-m', String(count), `127.0.0.1:${port}`]));
        const times = await inTurns(quick ? 3 : 5, { ours: () => load(OURS), peer: () => load(THEIRS) });
        figures.push({
          name,
          ours: (count * 1000) / times.ours,
          unit: '1/s',
          peer: { name: 'smtp-sink', value: (count * 1000) / times.peer },
          aim: { value: 0.5, better: 'higher' },
        });
      }
      return figures;
    } finally {
      ours.kill();
      theirs.kill();
    }
  },
};

function start(program: string, words: readonly string[]): ChildProcess {
  const [command, args] = pinned(0, program, words);
  return spawn(command, args, { stdio: 'ignore' });
}

/** On that processor alone, where there are two. */
function pinned(processor: number, program: string, words: readonly string[]): [string, string[]] {
  return cpus().length < 2 ? [program, [...words]] : ['taskset', ['-c', String(processor), program, ...words]];
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await answers(port)) return;
    await sleep(50);
  }
  throw new Error(`nothing answers on port ${port}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', settle(true)).once('error', settle(false));
  });
}
