/** SIGHUP, as a command that runs on hears it: what it was told is to be read again. */
import { sleep } from '../../base/index.ts';

export interface Reloads {
  /** Resolves at the next SIGHUP, or at once when one came since the last time. */
  next(signal: AbortSignal): Promise<void>;
  /** Until then a SIGHUP does not end the program. */
  end(): void;
}

export function hearReloads(): Reloads {
  let pending = false;
  let wake = (): void => {};
  const hear = (): void => {
    pending = true;
    wake();
  };
  process.on('SIGHUP', hear);
  return {
    next: (signal) =>
      new Promise((resolve) => {
        wake = () => {
          pending = false;
          wake = () => {};
          resolve();
        };
        signal.addEventListener('abort', () => {
          wake = () => {};
        });
        if (pending) wake();
      }),
    end: () => void process.off('SIGHUP', hear),
  };
}

/** What came first: the time is over, a reload was asked for, or the program is to end. */
export async function pauseUnlessReload(
  ms: number,
  reloads: Reloads,
  signal: AbortSignal,
): Promise<'time' | 'reload' | 'end'> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const woke = await Promise.race([
    sleep(ms, either).then(() => 'time' as const),
    reloads.next(either).then(() => 'reload' as const),
  ]);
  const isOver = signal.aborted;
  over.abort();
  return isOver ? 'end' : woke;
}
