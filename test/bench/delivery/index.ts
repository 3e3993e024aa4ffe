/**
 * Messages taken and delivered: `serve` beside Postfix, Exim and Haraka, each handing on all that it takes to one and the same
 * sink, the same generator for all, in turns. A message counts when the sink has it; so what was taken has been stored
 * durably, routed, and said again. Beside rates it tells what a message costs in processor time: of Exim's deliveries only
 * what their daemon has waited for is counted.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../measure.ts';
import { SlowFlushes } from '../peers/slow-flush.ts';
import { type Contestant, type Setting, startContestants } from '../reception/contestants.ts';
import { type Load, titleOf } from '../reception/loads.ts';
import { sendMany } from '../reception/send.ts';
import type { Bench, Figure } from '../types.ts';
import { CountingSink } from './counting-sink.ts';
import { deadHosts } from './dead-hosts.ts';
import { idle } from './idle.ts';

const NEXT_HOP = 27_256;
const ROUNDS = 3;
const WARM_MESSAGES = 200;
const AIM_MICROSECONDS = 300;
/** After the sink's final dot: the log, the spool. */
const SETTLED_MS = 300;

const load = (sessions: number, aim: number): Load => ({ sessions, octets: 1024, isKept: true, aim });
const LOADS: readonly Load[] = [load(10, 2.5), load(50, 4)];

export const bench: Bench = {
  name: 'delivery',
  asks: 'messages a second taken and delivered to a sink, beside Postfix, Exim and Haraka',
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-delivery-'));
    chmodSync(folder, 0o755); // all of them give up root
    try {
      return [
        ...(await race(join(folder, 'fast'), quick ? 300 : 3000)),
        ...(quick ? [] : await race(join(folder, 'slow'), 1000, new SlowFlushes(folder))),
        ...(await idle(join(folder, 'idle'), NEXT_HOP, quick)),
        await deadHosts(folder, quick),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function race(folder: string, count: number, slow?: SlowFlushes): Promise<readonly Figure[]> {
  const sink = await CountingSink.start(NEXT_HOP);
  const setting: Setting = { nextHop: NEXT_HOP, ...(slow !== undefined && { slow }) };
  const contestants = await startContestants(folder, setting);
  try {
    for (const one of contestants) await measure(one, LOADS[0]!, WARM_MESSAGES, sink);
    const figures: Figure[] = [];
    for (const each of LOADS) figures.push(...(await compare(contestants, each, count, sink)));
    return figures;
  } finally {
    for (const { stop } of contestants) await stop();
    await sink.stop();
  }
}

interface Seen {
  readonly rate: number;
  readonly microseconds: number;
  readonly flushes: string | undefined;
}

async function compare(
  contestants: readonly Contestant[],
  each: Load,
  count: number,
  sink: CountingSink,
): Promise<readonly Figure[]> {
  const seen = new Map(contestants.map(({ name }) => [name, [] as Seen[]]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const one of round % 2 === 0 ? contestants : [...contestants].reverse())
      seen.get(one.name)!.push(await measure(one, each, count, sink));
  const middle = (name: Contestant['name'], field: 'rate' | 'microseconds'): number =>
    median(seen.get(name)!.map((one) => one[field]));
  const names = contestants.map(({ name }) => name);
  const note = (field: 'rate' | 'microseconds'): string =>
    names
      .filter((name) => name !== 'ours' && name !== 'postfix')
      .map((name) => `${name} ${Math.round(middle(name, field))}`)
      .join(', ');
  const flushed = names.flatMap((name) => {
    const told = seen.get(name)!.at(-1)!.flushes;
    return told === undefined ? [] : [`${name} ${told}`];
  });
  const title = `${titleOf(each)}${flushed.length > 0 ? ', slow flushes' : ''}`;
  const peer = (field: 'rate' | 'microseconds') => ({ name: 'Postfix', value: middle('postfix', field) });
  const cost = middle('ours', 'microseconds');
  const flushes = flushed.length > 0 ? `; flushes for ${count} messages: ${flushed.join(', ')}` : '';
  return [
    {
      name: title,
      ours: middle('ours', 'rate'),
      unit: '1/s',
      peer: peer('rate'),
      aim: { value: each.aim, better: 'higher' },
      note: `${note('rate')}; load ${loadavg()[0]!.toFixed(0)}${flushes}`,
    },
    {
      name: `${title}: processor`,
      ours: cost,
      unit: 'µs',
      peer: peer('microseconds'),
      note: `${note('microseconds')}; ours should be ${AIM_MICROSECONDS} at most: ${cost <= AIM_MICROSECONDS ? 'met' : 'missed'}`,
    },
  ];
}

async function measure(
  { port, seconds, flushes }: Contestant,
  each: Load,
  count: number,
  sink: CountingSink,
): Promise<Seen> {
  flushes();
  const [spent, there] = [seconds(), sink.messages];
  const began = performance.now();
  await Promise.all([sendMany(port, each, count), sink.reached(there + count)]);
  const rate = (count * 1000) / (performance.now() - began);
  await sleep(SETTLED_MS);
  return { rate, microseconds: ((seconds() - spent) * 1e6) / count, flushes: flushes() };
}
