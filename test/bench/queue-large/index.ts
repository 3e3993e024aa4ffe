/**
 * A queue of 100,000 messages that wait for a host: listed, `serve` started over it, looked through by a queue run while
 * somebody else is greeted. Beside it, Exim lists the same messages from its own files. A tenth of it that is all due is
 * delivered (due.ts).
 */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MailServer } from '../../interop/framework/mail-server.ts';
import { programs } from '../../interop/peers/programs.ts';
import { elapsedMs, median } from '../measure.ts';
import { handingOn } from '../peers/receivers.ts';
import { treeSeconds } from '../reception/processor.ts';
import type { Bench, Figure } from '../types.ts';
import { dueRuns } from './due.ts';
import { DEAD_PORT, fillEximSpool, fillSpool } from './fill.ts';
import { greetingMs } from './greeting.ts';

const RUN = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));
const MESSAGES = 100_000;
const PORT = 27_261;
const ROUNDS = 3;
const LISTED_MS = 1000;
const RESTARTED_MS = 2000;
const RUN_WITHIN_MS = 300_000;

export const bench: Bench = {
  name: 'queue-large',
  asks: 'a queue of 100,000 deferred messages listed, restarted and looked through, beside Exim listing its own',
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-queue-large-'));
    chmodSync(folder, 0o755);
    try {
      return await measure(folder, quick ? MESSAGES / 10 : MESSAGES);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measure(folder: string, count: number): Promise<readonly Figure[]> {
  const server = new MailServer({
    folder: join(folder, 'ours'),
    port: PORT,
    delivers: true,
    more: `queue_run_interval = 1h\n${handingOn(DEAD_PORT)}${RETRY}`,
  });
  await fillSpool(server.spool, count);
  execFileSync('chown', ['-R', 'Debian-exim:Debian-exim', server.spool]); // whose `serve` becomes
  const lists = await listings(folder, server, count);
  return [...lists, ...(await restarts(server, count)), ...(await dueRuns(folder, count / 10))];
}

const RETRY = 'begin retry\n* * F,4d,1h\n';

interface Cost {
  readonly ms: number;
  readonly processorMs: number;
  /** At its largest, as far as it had grown when it said its last. */
  readonly mebibytes: number;
}

async function listings(folder: string, { spool }: MailServer, count: number): Promise<readonly Figure[]> {
  const configuration = join(folder, 'ours/server.conf');
  const peer = eximOver(join(folder, 'exim'), count);
  const contestants = {
    list: [process.execPath, RUN, 'queue', 'list', '-C', configuration],
    json: [process.execPath, RUN, 'queue', 'list', '-C', configuration, '--json'],
    bp: [process.execPath, RUN, 'exim', '-C', configuration, '-bp'],
    exim: [programs.exim, '-C', peer, '-bp'],
  };
  const costs = new Map<string, Cost[]>();
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, words] of Object.entries(contestants))
      costs.set(name, [...(costs.get(name) ?? []), await cost(words, spool, count)]);
  const of = (name: keyof typeof contestants, field: keyof Cost): number =>
    median(costs.get(name)!.map((one) => one[field]));
  const title = `${count.toLocaleString('en')} listed`;
  const spent = (name: keyof typeof contestants): string =>
    `processor ${Math.round(of(name, 'processorMs'))} ms, ${Math.round(of(name, 'mebibytes'))} MiB`;
  const figure = (shown: string, name: keyof typeof contestants): Figure => ({
    name: `${title}: ${shown}`,
    ours: of(name, 'ms'),
    unit: 'ms',
    aim: { value: LISTED_MS, better: 'lower' },
    note: `${spent(name)}; exim -bp ${Math.round(of('exim', 'ms'))} ms, ${spent('exim')}`,
  });
  return [figure('queue list', 'list'), figure('queue list --json', 'json'), figure('exim -bp', 'bp')];
}

/** To its end, its output read away; what it says is counted, since a short answer is a fast one. */
async function cost([command = '', ...words]: readonly string[], home: string, count: number): Promise<Cost> {
  const before = endedSeconds();
  let octets = 0;
  let mebibytes = 0;
  const ms = await elapsedMs(
    () =>
      new Promise<void>((resolve, reject) => {
        const child = spawn(command, words, {
          stdio: ['ignore', 'pipe', 'inherit'],
          env: { ...process.env, HOME: home },
        });
        child.stdout.on('data', (piece: Buffer) => {
          octets += piece.length;
          mebibytes = Math.max(mebibytes, largest(child.pid!));
        });
        child.once('error', reject);
        child.once('close', (status) =>
          status === 0 ? resolve() : reject(new Error(`${command} ${words.join(' ')} ended with ${status}`)),
        );
      }),
  );
  if (octets < count * LEAST_OCTETS) throw new Error(`${words.join(' ')} said ${octets} octets of ${count} messages`);
  return { ms, processorMs: (endedSeconds() - before) * 1000, mebibytes };
}

/** 0 once it has ended; proc(5). */
function largest(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Of a message in a listing. */
const LEAST_OCTETS = 60;

/** Processor time of children that have ended; times(2), proc(5) fields 16 and 17, in hundredths. */
function endedSeconds(): number {
  const text = readFileSync('/proc/self/stat', 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function eximOver(folder: string, count: number): string {
  mkdirSync(folder);
  fillEximSpool(join(folder, 'spool'), count);
  const file = join(folder, 'exim.conf');
  writeFileSync(file, `primary_hostname = exim.invalid\nspool_directory = ${folder}/spool\nkeep_environment =\n`);
  execFileSync('chown', ['-R', 'Debian-exim:Debian-exim', join(folder, 'spool')]);
  return file;
}

/** From the command to the first greeting, the first queue run being under way; then, while the first queue run goes on, what each further greeting takes. */
async function restarts(server: MailServer, count: number): Promise<readonly Figure[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push(await elapsedMs(() => started(server)));
    await server.stop();
  }
  const began = performance.now();
  await started(server);
  const greetings: number[] = [];
  while (!server.log().includes(RUN_ENDED)) {
    if (performance.now() - began > RUN_WITHIN_MS) throw new Error(`the queue run does not end: ${server.said}`);
    greetings.push(await greetingMs(PORT));
    await sleep(PAUSE_MS);
  }
  const ranMs = performance.now() - began;
  const processorMs = treeSeconds(server.processes().master) * 1000;
  await server.stop();
  const sorted = greetings.toSorted((a, b) => a - b);
  const name = count.toLocaleString('en');
  return [
    {
      name: `${name}: serve started, to its greeting and its queue run`,
      ours: median(times),
      unit: 'ms',
      aim: { value: RESTARTED_MS, better: 'lower' },
    },
    {
      name: `${name}: first queue run, none due`,
      ours: ranMs,
      unit: 'ms',
      note: `processor ${Math.round((processorMs * 1000) / count)} µs a message; greeted meanwhile within ${median(sorted).toFixed(1)} ms in the middle, ${sorted.at(-1)!.toFixed(0)} at most`,
    },
  ];
}

const RUN_BEGUN = 'Start queue run';
const RUN_ENDED = 'End queue run';
const PAUSE_MS = 20;
const BEGUN_WITHIN_MS = 60_000;

async function started(server: MailServer): Promise<void> {
  rmSync(join(server.logs, 'mainlog'), { force: true });
  const began = performance.now();
  await server.start();
  await server.answers();
  while (!server.log().includes(RUN_BEGUN)) {
    if (performance.now() - began > BEGUN_WITHIN_MS) throw new Error(`no queue run begins: ${server.said}`);
    await sleep(1);
  }
}
