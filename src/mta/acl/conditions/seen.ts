/** `seen = -5m / key=…`: has this been seen before, and how long ago (Exim spec §44.36)? */
import { parseInterval } from '../../../base/index.ts';
import { after, type Later, readList } from '../../expand/index.ts';
import { type AclRun, note } from '../engine/run.ts';
import { type Answer, defer, error, type TextCondition } from '../rows.ts';
import type { Hints } from '../services.ts';

interface SeenOptions {
  /** `-`: seen first so long ago, or longer; without: seen within it. */
  readonly isBefore: boolean;
  readonly intervalMs: number;
  readonly refreshMs: number;
  readonly mode: 'default' | 'readonly' | 'write';
  readonly key: string | undefined;
}

export const seen: TextCondition = {
  name: 'seen',
  takes: 'text',
  test: ({ text }, run) => {
    const options = readOptions(text);
    if ('came' in options) return options;
    const { hints } = run.world.services;
    if (hints === undefined) return defer("database for 'seen' not available");
    const key = options.key ?? run.world.facts.connection.client?.address ?? '';
    return look(key, options, run, hints);
  },
};

const REFRESH_SECONDS = 10 * 24 * 60 * 60;

function readOptions(text: string): SeenOptions | Answer {
  const [first = '', ...rest] = readList(`</${text}`).items;
  const isBefore = first.startsWith('-');
  const interval = parseInterval(isBefore ? first.slice(1) : first);
  if (interval === undefined) return error(`failed to parse '${text}'`);
  let refresh: number | undefined = REFRESH_SECONDS;
  let mode: SeenOptions['mode'] = 'default';
  let key: string | undefined;
  for (const option of rest) {
    if (option.startsWith('key=')) key = option.slice(4);
    else if (option === 'readonly' || option === 'write') mode = option;
    else if (option.startsWith('refresh=')) refresh = parseInterval(option.slice(8));
    else return error(`unrecognised option '${option}' in '${text}'`);
    if (refresh === undefined) return error(`failed to parse '${text}'`);
  }
  return { isBefore, intervalMs: interval * 1000, refreshMs: refresh * 1000, mode, key };
}

/** Records that nobody refreshes are of no use after so many intervals. */
const INTERVALS_KEPT = 2;

function look(key: string, options: SeenOptions, run: AclRun, hints: Hints): Later<boolean> {
  const { isBefore, intervalMs, refreshMs, mode } = options;
  const nowMs = seconds(run.host.clock.now());
  let seenAgo: number | undefined;
  const asked = hints.update('seen', key, (record) => {
    const since = record === undefined ? undefined : nowMs - Number(record);
    seenAgo = since;
    const atMs = mode === 'readonly' ? undefined : stampOf(since, options, nowMs);
    return {
      keep: atMs === undefined ? undefined : String(atMs),
      keepSeconds: (INTERVALS_KEPT * Math.max(intervalMs, refreshMs)) / 1000,
      answer: since !== undefined && (isBefore ? since >= intervalMs : since < intervalMs),
    };
  });
  return after(asked, (holds) => {
    note(run, `"${key}" ${seenAgo === undefined ? 'was never seen' : `was seen ${seenAgo / 1000} s ago`}`);
    return holds;
  });
}

/** Whole seconds, as records have them. */
const seconds = (now: Date): number => Math.floor(now.getTime() / 1000) * 1000;

/** When the key counts as seen from now on; undefined: as before. */
function stampOf(
  since: number | undefined,
  { isBefore, intervalMs, refreshMs, mode }: SeenOptions,
  nowMs: number,
): number | undefined {
  if (since === undefined || mode === 'write' || !isBefore) return nowMs;
  // An old record is made younger, but not so young that the condition would not hold any more.
  return since >= refreshMs ? nowMs - intervalMs : undefined;
}
