/** Options that may be set several times, and how the settings come together. */
import { trimEnd } from '../lines/characters.ts';
import type { Repetition } from '../options/index.ts';
import type { Setting } from '../types.ts';

type Separating = Exclude<Repetition, 'condition'>;
const SEPARATORS: Readonly<Record<Separating, string>> = { newline: '\n', colon: ':', semicolon: ';' };

/** The first of them: what separates the next is put when one comes. */
export function firstSetting(setting: Setting): Setting {
  const { repeated } = setting.row;
  if (repeated === undefined || repeated === 'condition') return setting;
  return { ...setting, value: withoutSeparator(String(setting.value), repeated) };
}

export function joinSettings(before: Setting, after: Setting, repetition: Repetition): Setting {
  const [first, second] = [String(before.value), String(after.value)];
  const value = repetition === 'condition' ? bothHold(first, second) : join(first, second, repetition);
  return { ...before, value, hidden: before.hidden || after.hidden };
}

const bothHold = (first: string, second: string): string => `\${if and{{bool_lax{${first}}}{bool_lax{${second}}}}}`;

function join(first: string, second: string, repetition: Separating): string {
  const more = withoutSeparator(second, repetition);
  return [first, more].filter((text) => text !== '').join(SEPARATORS[repetition]);
}

function withoutSeparator(text: string, repetition: Separating): string {
  const trimmed = trimEnd(text);
  return trimmed.endsWith(SEPARATORS[repetition]) ? trimmed.slice(0, -1) : trimmed;
}
