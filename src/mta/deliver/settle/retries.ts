/** Failures noted, and those whose time is up (Exim spec §32.2, §32.10). */
import { createPace } from '../../../base/index.ts';
import type { Noted, RetryItem } from '../retry/hints.ts';
import { messageKey } from '../retry/keys.ts';
import type { Round } from '../round.ts';
import type { Settled } from '../settled.ts';

/** @returns the same, but for addresses that will not be tried again */
export async function noteRetries(round: Round, all: readonly Settled[]): Promise<readonly Settled[]> {
  const noted = new Map<string, Noted>();
  const note = async (item: RetryItem): Promise<Noted> => {
    const answer = noted.get(item.key) ?? (await round.book.note(item));
    noted.set(item.key, answer);
    round.how.onPutOff?.();
    return answer;
  };
  const kept: Settled[] = [];
  const lastTries = new Map<string, Promise<number | undefined>>();
  const lastTryAtMs = (key: string, domain: string): Promise<number | undefined> => {
    const known = lastTries.get(key) ?? lastTryOf(round, key, domain);
    lastTries.set(key, known);
    return known;
  };
  const withTimes = async (settled: Settled, answers: readonly Noted[]): Promise<Settled> => {
    const { waitsFor, target, status } = settled;
    if (status !== 'deferred') return settled;
    const times = await Promise.all((waitsFor ?? []).map((key) => lastTryAtMs(key, target.routed.domain)));
    return {
      ...settled,
      ...(answers.length > 0 && { nextTryMs: Math.min(...answers.map(({ nextTryMs }) => nextTryMs)) }),
      ...(times.length > 0 && { lastTryAtMs: Math.min(...times.map((time) => time ?? 0)) }),
    };
  };
  const pace = createPace();
  for (const settled of all) {
    const rest = pace();
    if (rest !== undefined) await rest;
    const answers: Noted[] = [];
    for (const item of settled.retries) answers.push(await note(item));
    const isOver = settled.status === 'deferred' && answers.length > 0 && answers.every(({ isOver }) => isOver);
    kept.push(isOver ? timedOut(settled) : await withTimes(settled, answers));
    for (const key of settled.forgets) {
      const forgotten = noted.has(key) ? undefined : round.book.forget(key);
      if (forgotten instanceof Promise) await forgotten;
    }
  }
  return kept;
}

/** Of a host that has trouble with this message alone there is a hint of its own. */
async function lastTryOf({ book, stored }: Round, key: string, domain: string): Promise<number | undefined> {
  const record = (await book.find(key)) ?? (await book.find(messageKey(key, stored.id)));
  return record === undefined ? undefined : await book.lastTryAtMs(key, domain, record);
}

const EXCEEDED = 'retry timeout exceeded';

const timedOut = (settled: Settled): Settled => ({
  ...settled,
  status: 'failed',
  isTimedOut: true,
  text: withReason(settled.text),
  userText: withReason(settled.userText),
});

const withReason = (text: string | undefined): string => (text === undefined ? EXCEEDED : `${text}: ${EXCEEDED}`);
