/**
 * Queue runs with much to do: every message is due. To one sink, beside Exim with fewer of them (it has a process for each);
 * and to 1,000 destinations, each with an address of its own, of which some refuse or say nothing.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MailServer, memoryOf } from '../../interop/framework/mail-server.ts';
import { programs } from '../../interop/peers/programs.ts';
import { OwnSink } from '../delivery/own-sink.ts';
import { elapsedMs, median } from '../measure.ts';
import { handingOn } from '../peers/receivers.ts';
import { treeSeconds } from '../reception/processor.ts';
import type { Figure } from '../types.ts';
import { fillDue, fillEximSpool } from './fill.ts';
import { greetingMs } from './greeting.ts';

const PORT = 27_262;
const NEXT_PORT = 27_263;
const DESTINATIONS = 1000;
const DEAD = 10;
/** Exim has so many times less to do. */
const FEWER = 20;
const WITHIN_MS = 900_000;
const PAUSE_MS = 50;
const RUN = 'queue_run_interval = 1h\n';
const RETRY = 'begin retry\n* * F,4d,1h\n';

export async function dueRuns(folder: string, count: number): Promise<readonly Figure[]> {
  const title = `${count.toLocaleString('en')} due`;
  const ours = await runOver(join(folder, 'due'), count, ['one.example'], 0, `${RUN}${handingOn(NEXT_PORT)}${RETRY}`);
  const eximMs = await eximRun(join(folder, 'due-exim'), Math.ceil(count / FEWER));
  const domains = Array.from({ length: DESTINATIONS }, (_, at) => `${addressOf(at).replaceAll('.', '-')}.example`);
  const spread = `${RUN}${BY_NAME}${RETRY}`;
  const living = await runOver(join(folder, 'living'), count, domains, 0, spread);
  const dead = await runOver(join(folder, 'dead'), count, domains, DEAD, spread);
  const exim = { name: 'Exim', value: (eximMs * 1000) / Math.ceil(count / FEWER) };
  return [
    { name: `${title}, one sink: a message`, ours: (ours.ms * 1000) / count, unit: 'µs', peer: exim, note: told(ours) },
    {
      name: `${title}, ${DESTINATIONS} destinations, ${DEAD} dead: all for the others`,
      ours: dead.ms,
      unit: 'ms',
      peer: { name: 'none dead', value: living.ms },
      note: told(dead),
    },
  ];
}

interface Ran {
  /** From the start of serve to the last arrival. */
  readonly ms: number;
  readonly processorMs: number;
  /** The largest worker, at its largest. */
  readonly mebibytes: number;
  readonly greetings: readonly number[];
}

const told = ({ ms, processorMs, mebibytes, greetings }: Ran): string =>
  `${Math.round(ms)} ms, processor ${Math.round(processorMs)} ms, a worker ${Math.round(mebibytes)} MiB at most; ` +
  `greeted meanwhile within ${median(greetings).toFixed(1)} ms in the middle, ${Math.max(...greetings).toFixed(0)} at most`;

async function runOver(
  folder: string,
  count: number,
  domains: readonly string[],
  dead: number,
  more: string,
): Promise<Ran> {
  const expected = Array.from({ length: count }, (_, at) => at % domains.length).filter((at) => at >= dead).length;
  let arrived = 0;
  const sink = new OwnSink(() => {
    arrived += 1;
  });
  const server = new MailServer({ folder, port: PORT, delivers: true, more });
  await fillDue(server.spool, count, domains);
  execFileSync('chown', ['-R', 'Debian-exim:Debian-exim', server.spool]);
  if (domains.length === 1) await sink.listen(NEXT_PORT);
  else for (let at = dead; at < domains.length; at += 1) await sink.listen(NEXT_PORT, addressOf(at));
  for (let at = 1; at < dead; at += 2) await sink.listenMutely(NEXT_PORT, addressOf(at)); // the others refuse
  const began = performance.now();
  try {
    await server.start();
    await server.answers();
    const greetings: number[] = [];
    let mebibytes = 0;
    while (arrived < expected) {
      if (performance.now() - began > WITHIN_MS)
        throw new Error(`${expected - arrived} of ${expected} have not arrived`);
      greetings.push(await greetingMs(PORT));
      for (const pid of server.processes().workers) mebibytes = Math.max(mebibytes, memoryOf(pid).rssKiB / 1024);
      await sleep(PAUSE_MS);
    }
    const ms = performance.now() - began;
    return { ms, processorMs: treeSeconds(server.processes().master) * 1000, mebibytes, greetings };
  } finally {
    await server.stop();
    await sink.close();
  }
}

const addressOf = (at: number): string => `127.9.${Math.floor(at / 250)}.${1 + (at % 250)}`;

/** Each domain has its address in its name. */
const BY_NAME = `begin routers
next:
  driver = manualroute
  route_data = \${tr{\${extract{1}{.}{$domain}}}{-}{.}}
  transport = next
  self = send
begin transports
next:
  driver = smtp
  port = ${NEXT_PORT}
  allow_localhost
`;

/** `exim -q`, to its end. */
async function eximRun(folder: string, count: number): Promise<number> {
  mkdirSync(folder);
  fillEximSpool(join(folder, 'spool'), count, 'one.example');
  const file = join(folder, 'exim.conf');
  const log = `log_file_path = ${folder}/spool/log/%slog\n`;
  const main = `primary_hostname = exim.invalid\nspool_directory = ${folder}/spool\nkeep_environment =\n${log}`;
  mkdirSync(join(folder, 'spool/log'));
  writeFileSync(file, `${main}${handingOn(NEXT_PORT)}${RETRY}`);
  execFileSync('chown', ['-R', 'Debian-exim:Debian-exim', join(folder, 'spool')]);
  let arrived = 0;
  const sink = new OwnSink(() => {
    arrived += 1;
  });
  await sink.listen(NEXT_PORT);
  const ms = await elapsedMs(
    () =>
      new Promise<void>(
        (resolve) => void spawn(programs.exim, ['-C', file, '-q'], { stdio: 'ignore' }).once('close', () => resolve()),
      ),
  );
  await sink.close();
  if (arrived !== count) throw new Error(`exim -q delivered ${arrived} of ${count}`);
  return ms;
}
