import { after, type Later } from '../../../expand/index.ts';
import { setValue } from '../../../facts/index.ts';
import { remembered } from '../../engine/memory.ts';
import { type AclRun, note } from '../../engine/run.ts';
import { defer, error, type TextCondition } from '../../rows.ts';
import { type RateOptions, readRateOptions } from './options.ts';
import { afterEvent, readRecord } from './rate.ts';

/** `ratelimit = 100 / 1h / per_rcpt / strict / key`: holds where the rate is at the limit, or above. */
export const ratelimit: TextCondition = {
  name: 'ratelimit',
  takes: 'text',
  test: ({ text }, run) => {
    const read = readRateOptions(text, run);
    if (!read.ok) return error(`error in arguments to "ratelimit" condition: ${read.error}`);
    const { facts } = run.world;
    setValue(facts, 'sender_rate_limit', text.split('/')[0]!.trim());
    setValue(facts, 'sender_rate_period', read.value.periodText);
    return after(rateOf(read.value, run), (rate) => {
      if (rate === undefined) return defer('ratelimit database not available');
      setValue(facts, 'sender_rate', rate.toFixed(1));
      note(run, `a rate of ${rate.toFixed(1)} for "${keyOf(read.value, run)}", with a limit of ${read.value.limit}`);
      return rate >= read.value.limit;
    });
  },
};

/** What has been counted for a connection, a message or a command is not counted for it again. */
const known = remembered(() => new Map<string, number>());

function rateOf(options: RateOptions, run: AclRun): Later<number | undefined> {
  const key = keyOf(options, run);
  const before = known(scopeOf(options, run)).get(key);
  return (
    before ?? after(updated(key, options, run), (rate): Later<number | undefined> => keep(key, rate, options, run))
  );
}

function keep(key: string, rate: number | undefined, options: RateOptions, run: AclRun): number | undefined {
  if (rate !== undefined) known(scopeOf(options, run)).set(key, rate);
  return rate;
}

function scopeOf({ scope }: RateOptions, run: AclRun): object {
  const { connection, message } = run.world.facts;
  if (scope === 'command') return run;
  return scope === 'connection' ? connection : (run.world.transaction ?? message ?? connection);
}

/** What changes the meaning of a number belongs to its key. */
function keyOf({ key, periodText, per, unique }: RateOptions, { world }: AclRun): string {
  const own = key ?? world.facts.connection.client?.address ?? '';
  return `${periodText}/${per}/${unique === undefined ? '' : 'unique/'}${own}`;
}

/** So many periods on, what was counted is nothing any more. */
const PERIODS_KEPT = 20;

function updated(key: string, options: RateOptions, { world, host }: AclRun): Later<number | undefined> {
  const { limit, periodSeconds, count, unique, update } = options;
  const nowMs = host.clock.now().getTime();
  const event = { limit, periodSeconds, count, unique, nowMs, isLookedAtOnly: update === 'never' };
  return world.services.hints?.update('ratelimit', key, (record) => {
    const next = afterEvent(readRecord(record), event);
    const isKept = update === 'strict' || (update === 'leaky' && next.rate < limit);
    return {
      keep: isKept ? JSON.stringify(next) : undefined,
      keepSeconds: periodSeconds * PERIODS_KEPT,
      answer: next.rate,
    };
  });
}
