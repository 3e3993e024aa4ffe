/** A message on standard input that comes in time, or not (`receive_timeout`). */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withinTime } from '../../../src/mta/daemon/submission/within-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function* pieces(everyMs: number): AsyncGenerator<string> {
  for (const piece of ['a', 'b', 'c']) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    yield piece;
  }
}

async function take(everyMs: number, timeoutMs: number): Promise<readonly [text: string, isLate: boolean]> {
  const { pieces: timed, isLate } = withinTime(pieces(everyMs), timeoutMs);
  const taken = (async () => {
    let text = '';
    for await (const piece of timed) text += piece;
    return text;
  })();
  await vi.advanceTimersByTimeAsync(10_000);
  return [await taken, isLate()];
}

describe('a message', () => {
  it('has its time as a whole, and not each piece', async () => {
    expect(await take(1000, 3500)).toEqual(['abc', false]);
    expect(await take(1000, 2500)).toEqual(['ab', true]);
  });

  it('has all the time where there is no bound', async () => {
    expect(await take(3000, 0)).toEqual(['abc', false]);
  });
});
