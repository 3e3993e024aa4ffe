/** V8's own guard: a match that backtracks too much is done over by its linear engine. To be set before the first pattern. */
import { setFlagsFromString } from 'node:v8';

/** Backtracks before the linear engine takes over: far more than any honest match needs. */
const MAX_BACKTRACKS = 50_000;

let isGuarded = false;

export function guardEngine(): void {
  if (isGuarded) return;
  isGuarded = true;
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
  setFlagsFromString(`--regexp-backtracks-before-fallback=${MAX_BACKTRACKS}`);
}
