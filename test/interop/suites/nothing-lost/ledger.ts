/** What was promised held against what arrived: nothing missing, nothing changed, and every second copy with its cause. */
import type { Killed } from '../../framework/kill-one.ts';
import type { TakenFor } from '../../framework/load.ts';
import type { Arrival } from './arrival.ts';
import type { Cut } from './road.ts';

/** Recipients that nobody delivers to: the sink refuses them, or their domain does not exist. */
export const isHopeless = (recipient: string): boolean => /^no|@none\./.test(recipient);

export interface Interruptions {
  readonly kills: readonly Killed[];
  readonly sinks: readonly { readonly process: number; readonly atMs: number }[];
  readonly cuts: readonly Cut[];
  /** The server's main log: what the deliverer of a first copy said of it afterwards. */
  readonly log: string;
}

export interface Duplicate {
  readonly what: string;
  /** Between the 250 of the first copy and what interrupted it or its deliverer. */
  readonly gapMs: number;
  readonly cause: 'worker killed' | 'sink killed' | 'connection cut' | 'killed while a bounce was told';
}

export interface Judged {
  readonly faults: readonly string[];
  readonly delivered: number;
  readonly bounced: number;
  readonly duplicates: readonly Duplicate[];
  /** From the next hop's 250 to the message's end in the store, in milliseconds and in order. */
  readonly windowsMs: readonly number[];
}

/**
 * The longest time between 250 and what interrupted it that counts as the window: long for two flushes, and short beside the
 * second that the fastest retry waits. Where the machine is so busy that one in a hundred takes longer though nothing breaks
 * in, it is as long as that, up to a bound: a server that has become slow at its notes must not excuse itself.
 */
const WINDOW_MS = 1000;
const BUSY_WINDOW_MS = 3000;

export function judge(taken: readonly TakenFor[], arrivals: readonly Arrival[], interruptions: Interruptions): Judged {
  const copies = copiesOf(arrivals);
  const windowsMs = windowsOf(arrivals, interruptions);
  const usualMs = windowsMs[Math.floor(0.99 * (windowsMs.length - 1))] ?? 0;
  const windowMs = Math.min(BUSY_WINDOW_MS, Math.max(WINDOW_MS, usualMs));
  const faults = arrivals.filter(({ isWhole }) => !isWhole).map(({ key }) => `${key} arrived with other octets`);
  const counts = { delivered: 0, bounced: 0 };
  for (const { key, id, recipients } of taken) {
    for (const recipient of recipients) {
      const delivered = copies.get(nameOf('mail', key, recipient)) ?? [];
      const bounced = copies.get(nameOf('bounce', key, recipient)) ?? [];
      if (delivered.length > 0) counts.delivered += 1;
      if (bounced.length > 0) counts.bounced += 1;
      const expected = isHopeless(recipient) ? bounced : delivered;
      const other = isHopeless(recipient) ? delivered : bounced;
      const name = `${id} (${key}) to ${recipient}`;
      if (expected.length === 0) faults.push(`${name} is lost`);
      if (other.length > 0) faults.push(`${name} is ${isHopeless(recipient) ? 'delivered' : 'bounced'}`);
    }
  }
  const duplicates: Duplicate[] = [];
  for (const [what, those] of copies) {
    for (const [at, copy] of those.entries()) {
      const before = those[at - 1];
      if (before === undefined) continue;
      const duplicate = explain(what, before, copy, { ...interruptions, windowMs });
      if (typeof duplicate === 'string') faults.push(duplicate);
      else duplicates.push(duplicate);
    }
  }
  return { faults, ...counts, duplicates, windowsMs };
}

const nameOf = (kind: 'mail' | 'bounce', key: string, recipient: string): string => `${kind} of ${key} to ${recipient}`;

/**
 * The window, as it was wherever nothing broke in: "Completed" is said once the store has it. Of a message that went in
 * several transactions the last counts.
 */
function windowsOf(arrivals: readonly Arrival[], { log }: Interruptions): readonly number[] {
  const last = new Map(arrivals.map((arrival) => [arrival.id.replace(/;$/, ''), arrival] as const));
  return [...log.matchAll(/^(.{23})\S* \[(\d+)\] (\S+) Completed$/gm)]
    .flatMap(([line, , worker, id = '']) => {
      const arrival = last.get(id);
      return arrival?.worker === Number(worker) ? [saidAtMs(line) - arrival.atMs] : [];
    })
    .filter((ms) => ms >= 0)
    .toSorted((one, other) => one - other);
}

interface Windowed extends Interruptions {
  readonly windowMs: number;
}

/** In the order in which they came. */
function copiesOf(arrivals: readonly Arrival[]): ReadonlyMap<string, readonly Arrival[]> {
  const copies = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const { key, failed, recipients } = arrival;
    const kind = failed === undefined ? 'mail' : 'bounce';
    for (const recipient of failed ?? recipients) {
      const name = nameOf(kind, key, recipient);
      copies.set(name, [...(copies.get(name) ?? []), arrival]);
    }
  }
  return copies;
}

/** A second copy is excused by what kept the deliverer of the first from writing down that it had gone; else it is a fault. */
function explain(what: string, first: Arrival, second: Arrival, from: Windowed): Duplicate | string {
  const isOtherBounce = first.id !== second.id;
  const candidates: readonly (readonly [Duplicate['cause'], number | undefined])[] = isOtherBounce
    ? [['killed while a bounce was told', toldTwice(first, second, from)]]
    : [
        ['worker killed', near(first, from.windowMs, from.kills, ({ processes }) => processes.includes(first.worker))],
        ['sink killed', near(first, from.windowMs, from.sinks, ({ process }) => process === first.sink)],
        ['connection cut', near(first, from.windowMs, from.cuts, ({ connection }) => connection === first.connection)],
      ];
  for (const [cause, gapMs] of candidates) if (gapMs !== undefined) return { what, gapMs, cause };
  const gap = second.atMs - first.atMs;
  return `${what} came twice, ${gap} ms apart, as ${first.id} and ${second.id}, and nothing says why (worker ${first.worker}, connection ${first.connection}): ${afterwards(first, from)}`;
}

/**
 * What became of the deliverer of a copy, and what it said of the message from then on. One that was killed, and had said
 * nothing of anything for long, was held off the processor: such a machine was too busy for this suite.
 */
function afterwards({ worker, id, atMs }: Arrival, { kills, log }: Interruptions): string {
  const said = log.split('\n').filter((line) => line.includes(` [${worker}] `));
  const killed = kills.find((kill) => kill.processes.includes(worker) && kill.atMs >= atMs);
  const lastMs = saidAtMs(said.at(-1) ?? '') - atMs;
  const end = killed === undefined ? 'it was not killed' : `it was killed ${killed.atMs - atMs} ms later`;
  const lines = said.filter((line) => line.includes(`] ${id} `) && saidAtMs(line) >= atMs);
  const ofIt = lines.length === 0 ? ['it said no more of it'] : lines.slice(0, MOST_LINES);
  return [`${end}, and spoke last ${lastMs} ms later`, ...ofIt].join('; ');
}

const MOST_LINES = 4;

/** A line begins with the local time. */
const saidAtMs = (line: string): number => new Date(line.slice(0, '2026-01-01 00:00:00.000'.length)).getTime();

/** Milliseconds to what interrupted it, where that is near enough. */
function near<T extends { readonly atMs: number; readonly fromMs?: number }>(
  { atMs }: Arrival,
  windowMs: number,
  events: readonly T[],
  concerns: (event: T) => boolean,
): number | undefined {
  const gaps = events.filter(concerns).map((event) => {
    const { fromMs = event.atMs } = event;
    return fromMs <= atMs && atMs <= event.atMs ? 0 : Math.min(Math.abs(fromMs - atMs), Math.abs(event.atMs - atMs));
  });
  return gaps.filter((gap) => gap <= windowMs).toSorted((one, other) => one - other)[0];
}

/** Two bounces for one failure: one was made, and what became of the message was not written down any more. */
function toldTwice(first: Arrival, second: Arrival, { kills, windowMs }: Windowed): number | undefined {
  const madeMs = Math.min(secondsOf(first.id), secondsOf(second.id)) * 1000;
  // An id has whole seconds.
  return kills.map(({ atMs }) => atMs - madeMs).find((gap) => gap >= 0 && gap <= 1000 + windowMs);
}

/** When it was made, as a message id says (base 62). */
function secondsOf(id: string): number {
  return [...id.slice(0, 6)].reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0);
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
