/**
 * Accepted, routed, delivered, over whatever dies or falls silent meanwhile: what serve answers 250 to arrives, or its
 * sender is told; a second copy is excused only by what broke in between the next hop's 250 and the note of it.
 */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sequence } from '../../framework/known-message.ts';
import { Load } from '../../framework/load.ts';
import { MailServer } from '../../framework/mail-server.ts';
import { NameServer } from '../../framework/name-server.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { until } from '../../framework/until.ts';
import { type Duplicate, judge } from './ledger.ts';
import { Mischief, type Scene } from './mischief.ts';
import { ZONE } from './places.ts';
import { Road } from './road.ts';
import { SinkProcess } from './sink-process.ts';

export const suite: Suite = {
  name: 'nothing-lost',
  proves: 'every message answered 250 is delivered or bounced, whatever is killed, cut or silent on its way',
  run,
};

const PORT = 2760;
const ROAD_PORT = 2761;
const SINK_PORT = 2762;
const SEED = 31;

async function run(context: Context): Promise<void> {
  const { messages, turns, clients } = context.full
    ? { messages: 20_000, turns: 120, clients: 12 }
    : { messages: 300, turns: 11, clients: 4 };
  const scene = await prepare(context);
  const mischief = new Mischief(scene);
  const load = new Load({
    port: PORT,
    clients,
    random: scene.random,
    name: 'm',
    recipients: () => someRecipients(scene.random),
    octets: () => Math.floor(300 * 300 ** scene.random()),
    pauseMs: () => (context.full ? 30 : 60) * scene.random(),
  });
  await context.test(`${messages} messages over kills and outages: delivered or bounced, each`, async () => {
    for (let turn = 0; turn < turns; turn += 1) {
      await until(() => load.taken.length >= (turn * messages) / turns, 'nothing is taken any more');
      await mischief.happen(turn);
    }
    await until(() => load.taken.length >= messages, 'nothing is taken any more');
    await load.end();
    await mischief.end();
    await emptied(scene.server);
    await scene.server.stop();
    const { kills, sinks } = mischief;
    const interruptions = { kills, sinks, cuts: scene.road.cuts, log: scene.server.log() };
    const judged = judge(load.taken, scene.sink.arrivals(), interruptions);
    context.note(listed(mischief.done));
    context.note(
      `${load.taken.length} messages taken; recipients: ${judged.delivered} delivered, ${judged.bounced} bounced; ` +
        `${judged.duplicates.length} second copies: ${causes(judged.duplicates)}; refused: ${listed(load.refused)}`,
    );
    context.note(`from the next hop's 250 to the note of it: ${spread(judged.windowsMs)}`);
    deepStrictEqual(judged.faults, []);
    ok(judged.bounced > 0 && judged.delivered > messages, 'hardly anything arrived');
  });
  await context.test('nothing was a bug, and nothing is frozen', () => {
    const said = `${scene.server.log('panic')}${scene.server.log()}${scene.server.said}`;
    const wrong = said.split('\n').filter((line) => /a bug in mxray|internal error|Frozen|could not be/.test(line));
    deepStrictEqual(wrong, []);
  });
}

async function prepare(context: Context): Promise<Scene> {
  const names = await NameServer.start(context, ZONE);
  const sink = new SinkProcess(context, SINK_PORT, join(context.folder, 'journal'));
  await sink.start();
  const road = await Road.open(context, ROAD_PORT, SINK_PORT);
  const server = new MailServer({ folder: join(context.folder, 'server'), port: PORT, delivers: true, more: MORE });
  context.atEnd(() => server.stop('SIGKILL'));
  await server.start();
  return { server, sink, road, names, random: sequence(SEED) };
}

/** Whoever brings mail says which process it is. */
const MORE = `
log_selector = +pid +millisec
queue_run_interval = 1s
remote_max_parallel = 3
begin routers
out:
  driver = dnslookup
  transport = out
begin transports
out:
  driver = smtp
  port = ${ROAD_PORT}
  helo_data = p$pid.mx.example.org
  connect_timeout = 1s
  command_timeout = 2s
  data_timeout = 2s
  final_timeout = 2s
begin retry
* * F,1h,1s
`;

/** One to three: some that cannot be delivered to, some at the same host, some at others. */
function someRecipients(random: () => number): readonly string[] {
  const count = random() < 0.7 ? 1 : random() < 0.7 ? 2 : 3;
  return Array.from({ length: count }, (_, index) => {
    const kind = random();
    const name = `${kind < 0.06 ? 'no' : 'u'}${Math.floor(random() * 1000)}-${index}`;
    return `${name}@${kind > 0.96 ? 'none.example' : DOMAINS[Math.floor(random() * DOMAINS.length)]}`;
  });
}

const DOMAINS = ['one.example', 'two.example', 'three.example'];

async function emptied(server: MailServer): Promise<void> {
  const spool = await server.openSpool();
  try {
    await until(async () => {
      await sleep(100);
      return (await spool.count()) === 0;
    }, 'the queue does not get empty');
  } finally {
    await spool.close();
  }
}

/** How many of each, and the longest time from the first copy's 250 to what broke in. */
function causes(duplicates: readonly Duplicate[]): string {
  const gaps = new Map<string, number[]>();
  for (const { cause, gapMs } of duplicates) gaps.set(cause, [...(gaps.get(cause) ?? []), gapMs]);
  return [...gaps].map(([cause, ms]) => `${ms.length} × ${cause} (within ${Math.max(...ms)} ms)`).join(', ') || 'none';
}

const spread = (sorted: readonly number[]): string => {
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return `${at(0.5)} ms, one in a hundred ${at(0.99)}, one in a thousand ${at(0.999)}, longest ${at(1)} (${sorted.length} messages)`;
};

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, count]) => `${count} × ${name}`).join(', ') || 'nothing';
