/** What has failed before, kept for all processes: read before an attempt, and written when one is over (Exim spec §32.1). */
import type { Random } from '../../../base/index.ts';
import type { RetryRule } from '../../config/index.ts';
import { after, type ExpansionHost, type Later } from '../../expand/index.ts';
import {
  findRetryRule,
  nextTry,
  problemOf,
  type RetryRecord,
  type RetryWorld,
  ultimateSeconds,
} from '../../retry/index.ts';
import type { Hints } from '../../spool/index.ts';

/** What is tried again later: the routing of a domain or an address, a host, a local delivery. */
export interface RetryItem {
  /** `R:domain`, `R:local@domain`, `T:host:address`, `T:local@domain`, … */
  readonly key: string;
  /** Of a host: rules for the address's domain count as well. */
  readonly domain?: string;
  readonly isHost: boolean;
  readonly errno: number;
  readonly moreErrno: number;
  /** The host came by an MX record. */
  readonly isMx?: boolean;
  readonly text: string;
}

export interface RetryBook {
  /** Undefined also for what is too old to count. */
  readonly find: (key: string) => Later<RetryRecord | undefined>;
  /** It has failed: when it is next tried, or that its time is up. */
  readonly note: (item: RetryItem) => Promise<Noted>;
  /** Nothing is done about what was looked for in this attempt, and was not there. */
  readonly forget: (key: string) => Later<void>;
  /** Nothing is remembered, so that there is nothing to forget. */
  readonly isAbsent: (key: string) => Later<boolean>;
  /** By which the next try of what is remembered was set. */
  readonly ruleOf: (key: string, domain: string | undefined, record: RetryRecord) => Promise<RetryRule | undefined>;
  /** When the message has waited longer than the last cut-off of the rule for it; undefined: there is no rule. */
  readonly lastTryAtMs: (key: string, domain: string | undefined, record: RetryRecord) => Promise<number | undefined>;
  /** Has it? */
  readonly isUltimate: (key: string, domain: string | undefined, record: RetryRecord) => Promise<boolean>;
}

export interface Noted {
  /** Its time is up: there is no next try. */
  readonly isOver: boolean;
  readonly nextTryMs: number;
}

export interface BookOptions {
  readonly hints: Hints<RetryRecord>;
  readonly rules: RetryWorld['rules'];
  readonly host: ExpansionHost;
  readonly sender: string;
  readonly random: Random;
  readonly nowMs: () => number;
  /** When the message came. */
  readonly receivedAtMs: number;
  /** `retry_data_expire`. */
  readonly keptMs: number;
  /** `retry_interval_max`. */
  readonly maxIntervalMs: number;
}

/** It spares reading them once more; a list of 100,000 has three of them for each address. */
const MAX_ABSENT = 10_000;

export function openBook(options: BookOptions): RetryBook {
  const { hints, keptMs, nowMs } = options;
  const absent = new Set<string>();
  const read = (key: string): Later<RetryRecord | undefined> =>
    after(hints.get(key), (record) => {
      if (record !== undefined) return record;
      if (absent.size === MAX_ABSENT) absent.clear();
      absent.add(key);
      return record;
    });
  const find = (key: string): Later<RetryRecord | undefined> =>
    after(read(key), (record) => (record === undefined || isForgotten(record, nowMs(), keptMs) ? undefined : record));
  const forget = async (key: string): Promise<void> => void (await hints.update(key, () => undefined));
  const lastTryAtMs: RetryBook['lastTryAtMs'] = async (key, domain, record) => {
    const rule = await ruleFor(options, { key, ...record }, domain);
    return rule === undefined ? undefined : options.receivedAtMs + ultimateSeconds(rule) * 1000;
  };
  return {
    find,
    note: (item) => {
      absent.delete(item.key);
      return note(options, item);
    },
    forget: (key) =>
      absent.has(key) ? undefined : after(read(key), (record) => (record === undefined ? undefined : forget(key))),
    isAbsent: (key) => absent.has(key) || after(read(key), (record) => record === undefined),
    ruleOf: async (key, domain, record) => ruleFor(options, { key, ...record }, domain),
    lastTryAtMs,
    isUltimate: async (key, domain, record) => nowMs() > ((await lastTryAtMs(key, domain, record)) ?? nowMs()),
  };
}

/** Too old to count (`retry_data_expire`). */
export const isForgotten = ({ lastTryMs }: Pick<RetryRecord, 'lastTryMs'>, nowMs: number, keptMs: number): boolean =>
  nowMs - lastTryMs > keptMs;

const ruleFor = (
  { rules, host, sender }: BookOptions,
  item: Pick<RetryItem, 'key' | 'errno' | 'moreErrno' | 'isMx'>,
  domain: string | undefined,
) => findRetryRule(item.key.slice(2), domain, problemOf(item), { rules, host, sender });

/** Without a rule there is no second time. */
async function note(options: BookOptions, item: RetryItem): Promise<Noted> {
  const rule = await ruleFor(options, item, item.domain);
  if (rule === undefined) return { isOver: true, nextTryMs: options.nowMs() };
  const { nowMs, keptMs, maxIntervalMs, random, receivedAtMs } = options;
  const now = nowMs();
  const ageMs = now - receivedAtMs;
  let noted: Noted = { isOver: false, nextTryMs: now };
  await options.hints.update(item.key, (hint) => {
    const before = hint === undefined || isForgotten(hint.value, now, keptMs) ? undefined : hint.value;
    const firstFailedMs = Math.min(before?.firstFailedMs ?? now, now);
    const sinceMs = now - firstFailedMs;
    const failingMs = item.isHost ? sinceMs : Math.max(sinceMs, ageMs);
    const next = nextTry(rule, before, { nowMs: now, failingMs, maxIntervalMs, random });
    noted = { isOver: next.expired || ageMs > ultimateSeconds(rule) * 1000, nextTryMs: next.nextTryMs };
    const { errno, moreErrno, isMx, text } = item;
    const value = { firstFailedMs, lastTryMs: now, ...next, errno, moreErrno, ...(isMx === true && { isMx }), text };
    return { value, expiresAtMs: now + KEPT_MS };
  });
  return noted;
}

/** Longer than any interval; `retry_data_expire` is asked when it is read. */
const KEPT_MS = 60 * 24 * 3600 * 1000;
