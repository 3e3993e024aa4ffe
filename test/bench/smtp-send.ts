/**
 * The same mail many times over, from the command line to the last reply, beside Postfix's smtp-source, into its smtp-sink:
 * as many connections, as many octets, several mails a connection. Each client has one core to itself, the sink another.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { answersTcp } from '../interop/framework/probe.ts';
import { RUN } from './lab-process.ts';
import type { Bench, Figure } from './types.ts';

const PORT = 25_259;
const SERVER = `127.0.0.1:${PORT}`;
const SESSIONS = 10;
const OCTETS = 1000;
const FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

export const bench: Bench = {
  name: 'smtp send',
  asks: 'mails a second, of 1000 octets, on 10 connections',
  async run(quick) {
    const count = quick ? 2000 : 20_000;
    const sink = await startSink();
    try {
      await ours(500, []); // code cache
      const plain = await timed(() => ours(count, []));
      const source = await timed(() => theirs(count));
      const pipelined = await timed(() => ours(count, ['--pipeline']));
      const again = await timed(() => theirs(count));
      return [figure('a command at a time', count, plain, source), figure('--pipeline', count, pipelined, again)];
    } finally {
      sink.kill('SIGTERM');
    }
  },
};

function figure(name: string, count: number, ourMs: number, theirMs: number): Figure {
  const rate = (ms: number): number => (count / ms) * 1000;
  const peer = { name: 'smtp-source -d', value: rate(theirMs) };
  return {
    name: `${count} mails, ${name}`,
    ours: rate(ourMs),
    unit: '1/s',
    peer,
    aim: { value: 0.5, better: 'higher' },
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const BODY = 'x'.repeat(68);

function ours(count: number, more: readonly string[]): Promise<void> {
  const lines = Math.floor((OCTETS - 24) / (BODY.length + 2));
  const data = `Subject: a benchmark\\n\\n${`${BODY}\\n`.repeat(lines)}`;
  const envelope = ['--from', 'alice@example.net', '--to', 'bob@example.org', '--server', SERVER, '--data', data];
  return run(process.execPath, [
    RUN,
    'smtp',
    'send',
    ...envelope,
    '--repeat',
    `${count}`,
    '--jobs',
    `${SESSIONS}`,
    ...more,
  ]);
}

function theirs(count: number): Promise<void> {
  const envelope = ['-f', 'alice@example.net', '-t', 'bob@example.org'];
  return run(find('smtp-source'), [
    '-d',
    '-s',
    `${SESSIONS}`,
    '-m',
    `${count}`,
    '-l',
    `${OCTETS}`,
    ...envelope,
    SERVER,
  ]);
}

/** On the first core; the sink has the second, where there are two. */
function run(program: string, words: readonly string[]): Promise<void> {
  const child = spawn('taskset', ['-c', '0', program, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => (status === 0 ? resolve() : reject(new Error(`${program} ended with ${status}`))));
  });
}

async function startSink(): Promise<ChildProcess> {
  const core = cpus().length > 1 ? '1' : '0';
  const child = spawn('taskset', ['-c', core, find('smtp-sink'), '-u', 'nobody', SERVER, '128'], { stdio: 'ignore' });
  for (let i = 0; i < 100; i += 1) {
    if (await answersTcp('127.0.0.1', PORT, /^220 /)) return child;
    await sleep(50);
  }
  child.kill('SIGTERM');
  throw new Error('smtp-sink did not get ready');
}

function find(name: string): string {
  const found = FOLDERS.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${name} of Postfix is missing: run test/interop/peers/install.sh as root`);
  return found;
}
