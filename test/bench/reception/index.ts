/**
 * Messages taken and durable before 250, and kept: `serve` beside Postfix, Exim and Haraka with configurations of their own,
 * the same generator for all, in turns. Each runs on as many processes as it likes; what they take stays in their queues.
 * Beside rates it tells what a message costs in processor time, which other work on the machine changes little.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../measure.ts';
import { hasHaraka } from '../peers/haraka.ts';
import { SlowFlushes } from '../peers/slow-flush.ts';
import type { Bench, Figure } from '../types.ts';
import { type Contestant, startContestants } from './contestants.ts';
import { countFor, countOf, LOADS, type Load, ofQuick, SLOW_LOADS, titleOf, WARM } from './loads.ts';
import { p99Ms, sendMany } from './send.ts';
import { standing } from './standing.ts';

const ROUNDS = 3;
const WARM_MESSAGES = 400;
const AIM_MICROSECONDS = 200;

export const bench: Bench = {
  name: 'reception',
  asks: `messages a second, durable before 250, beside Postfix, Exim and ${hasHaraka() ? 'Haraka (a file flushed for each)' : '(not installed here) Haraka'}`,
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-reception-'));
    chmodSync(folder, 0o755); // all of them give up root
    try {
      const figures: Figure[] = [...(await standing(folder, quick))];
      const loads = quick ? LOADS.filter(ofQuick) : LOADS;
      figures.push(...(await race(join(folder, 'fast'), loads, quick)));
      const slow = new SlowFlushes(folder);
      figures.push(...(await race(join(folder, 'slow'), SLOW_LOADS, quick, slow)));
      return figures;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function race(
  folder: string,
  loads: readonly Load[],
  quick: boolean,
  slow?: SlowFlushes,
): Promise<readonly Figure[]> {
  const contestants = await startContestants(folder, slow === undefined ? {} : { slow });
  try {
    for (const { port } of contestants) await sendMany(port, WARM, WARM_MESSAGES);
    const figures: Figure[] = [];
    for (const load of loads) figures.push(...(await compare(contestants, load, quick)));
    return figures;
  } finally {
    for (const { stop } of contestants) await stop();
  }
}

interface Seen {
  readonly rate: number;
  readonly microseconds: number;
  readonly p99: number;
  readonly flushes: string | undefined;
}

async function compare(contestants: readonly Contestant[], load: Load, quick: boolean): Promise<readonly Figure[]> {
  const count = countOf(load, quick);
  const seen = new Map(contestants.map(({ name }) => [name, [] as Seen[]]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const one of round % 2 === 0 ? contestants : [...contestants].reverse())
      seen.get(one.name)!.push(await measure(one, load, countFor(one.name, load, quick)));
  const middle = (name: string, field: 'rate' | 'microseconds' | 'p99'): number =>
    median((seen.get(name as Contestant['name']) ?? []).map((each) => each[field]));
  const others = contestants.map(({ name }) => name).filter((name) => name !== 'ours' && name !== 'postfix');
  const note = (field: 'rate' | 'microseconds' | 'p99'): string =>
    others.map((name) => `${name} ${Math.round(middle(name, field))}`).join(', ');
  const flushed = contestants.flatMap(({ name }) => {
    const told = seen.get(name)!.at(-1)!.flushes;
    return told === undefined ? [] : [`${name} ${told}`];
  });
  const title = `${titleOf(load)}${flushed.length > 0 ? ', slow flushes' : ''}`;
  const postfix = (field: 'rate' | 'microseconds' | 'p99') => ({ name: 'Postfix', value: middle('postfix', field) });
  const cost = middle('ours', 'microseconds');
  const figures: Figure[] = [
    {
      name: title,
      ours: middle('ours', 'rate'),
      unit: '1/s',
      peer: postfix('rate'),
      aim: { value: load.aim, better: 'higher' },
      note: [
        note('rate'),
        `load ${loadavg()[0]!.toFixed(0)}`,
        ...describe(flushed, count),
        ...describeFewer(others, load, quick),
      ].join('; '),
    },
    {
      name: `${title}: processor`,
      ours: cost,
      unit: 'µs',
      peer: postfix('microseconds'),
      note: `${note('microseconds')}; ours should be ${AIM_MICROSECONDS} at most: ${cost <= AIM_MICROSECONDS ? 'met' : 'missed'}`,
    },
  ];
  if (load.aimP99 !== undefined)
    figures.push({
      name: `${title}: p99`,
      ours: middle('ours', 'p99'),
      unit: 'ms',
      aim: { value: load.aimP99, better: 'lower' },
      note: `postfix ${postfix('p99').value.toFixed(1)}, ${note('p99')}`,
    });
  return figures;
}

const describe = (flushed: readonly string[], count: number): readonly string[] =>
  flushed.length === 0 ? [] : [`flushes for ${count} messages: ${flushed.join(', ')}`];

const describeFewer = (names: readonly string[], load: Load, quick: boolean): readonly string[] =>
  names
    .filter((name) => countFor(name, load, quick) < countOf(load, quick))
    .map((name) => `${name} with ${countFor(name, load, quick)} messages of ${countOf(load, quick)}: it waits at QUIT`);

async function measure({ port, seconds, flushes }: Contestant, load: Load, count: number): Promise<Seen> {
  flushes();
  const before = seconds();
  const rate = await sendMany(port, load, count);
  const microseconds = ((seconds() - before) * 1e6) / count;
  const counted = flushes();
  const p99 = load.aimP99 === undefined ? 0 : await p99Ms(port, load, Math.min(count, P99_MESSAGES));
  return { rate, microseconds, p99, flushes: counted };
}

const P99_MESSAGES = 1000;
