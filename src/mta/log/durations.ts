/** Durations as Exim writes them: 1w2d3h4m5s, and thousandths of seconds where they are asked for. */

/**
 * Units that are zero are left out; nothing at all is 0s.
 *
 * @param seconds fractions are cut off
 */
export function formatSeconds(seconds: number): string {
  let rest = Math.max(0, Math.trunc(seconds));
  let text = '';
  for (const [letter, size] of UNITS) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${letter}`;
    rest -= count * size;
  }
  return text === '' ? '0s' : text;
}

const UNITS = [
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** Below this, the selector millisec has an effect. */
const FINE_BELOW_MS = 5_000;

/** For QT=, DT=, RT= and D=. */
export function formatDuration(milliseconds: number, withMillisec: boolean): string {
  const whole = Math.max(0, Math.floor(milliseconds));
  if (!withMillisec || whole >= FINE_BELOW_MS) return formatSeconds(whole / 1000);
  return `${Math.floor(whole / 1000)}.${String(whole % 1000).padStart(3, '0')}s`;
}
