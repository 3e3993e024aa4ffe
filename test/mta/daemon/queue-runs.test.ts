/** Queue runs that come again: beside one that does not end, as many as may be. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { repeatQueueRuns } from '../../../src/mta/daemon/compose/delivery.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function runsAfter(seconds: number, most: number, ends: boolean): Promise<number> {
  const read = readConfiguration({ text: 'queue_run_interval = 10s\n', name: 'test' });
  if (!read.ok) throw new Error('it does not read');
  let begun = 0;
  const runQueue = (): Promise<number> => {
    begun += 1;
    return ends ? Promise.resolve(0) : new Promise(() => {});
  };
  const timer = repeatQueueRuns(
    read.value,
    { runQueue },
    async () => String(most),
    async () => {},
  );
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  clearInterval(timer);
  return begun;
}

describe('queue runs', () => {
  it('begin at once, and at each interval', async () => {
    expect(await runsAfter(35, 1, true)).toBe(4);
  });

  it('wait for none that waits for a slow host, up to queue_run_max', async () => {
    expect(await runsAfter(95, 3, false)).toBe(3);
  });

  it('without a limit where that is zero', async () => {
    expect(await runsAfter(95, 0, false)).toBe(10);
  });
});
