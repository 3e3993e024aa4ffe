/** Options that may be set several times, and how the settings come together. */
import type { Repetition } from '../options/index.ts';
import type { Setting } from '../types.ts';

const SEPARATORS: Readonly<Record<Exclude<Repetition, 'condition'>, string>> = {
  newline: '\n',
  colon: ':',
  semicolon: ';',
};

export function joinSettings(before: Setting, after: Setting, repetition: Repetition): Setting {
  const [first, second] = [String(before.value), String(after.value)];
  const value = repetition === 'condition' ? bothHold(first, second) : join(first, second, SEPARATORS[repetition]);
  return { ...before, value, hidden: before.hidden || after.hidden };
}

const bothHold = (first: string, second: string): string => `\${if and{{bool_lax{${first}}}{bool_lax{${second}}}}}`;

const join = (first: string, second: string, separator: string): string =>
  first === '' ? second : `${first}${separator}${second}`;
