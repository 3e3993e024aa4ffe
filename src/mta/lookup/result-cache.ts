/** Answers remembered until they are forgotten (the end of a message), or too old, or too many. */
import type { Clock } from '../../base/index.ts';
import type { DriverAnswer } from './types.ts';

export interface ResultCache {
  readonly get: (key: string) => DriverAnswer | undefined;
  readonly set: (key: string, answer: DriverAnswer) => void;
  readonly clear: () => void;
}

const MAX_RESULTS = 10_000;
/** Larger texts are asked for again. */
const MAX_TEXT = 64 * 1024;

export function createResultCache(clock: Clock): ResultCache {
  const results = new Map<string, { readonly answer: DriverAnswer; readonly untilMs: number }>();
  return {
    get(key) {
      const kept = results.get(key);
      if (kept === undefined) return undefined;
      if (kept.untilMs > clock.monotonicMs()) return kept.answer;
      results.delete(key);
      return undefined;
    },
    set(key, answer) {
      const seconds = secondsToKeep(answer);
      if (seconds <= 0) return;
      if (results.size >= MAX_RESULTS) results.clear();
      results.set(key, { answer, untilMs: clock.monotonicMs() + seconds * 1000 });
    },
    clear: () => results.clear(),
  };
}

/** A failure is nothing to remember: the next one may do better. */
function secondsToKeep(answer: DriverAnswer): number {
  if (answer.kind !== 'found' && answer.kind !== 'not-found') return 0;
  if (answer.kind === 'found' && answer.text.length > MAX_TEXT) return 0;
  return answer.keepSeconds ?? Number.POSITIVE_INFINITY;
}
