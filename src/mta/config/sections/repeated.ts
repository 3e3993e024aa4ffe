/** Options that may be set several times, and how the settings come together. */
import { trim } from '../lines/characters.ts';
import type { Repetition } from '../options/index.ts';
import type { Setting } from '../types.ts';

type Separating = Exclude<Repetition, 'condition'>;
const SEPARATORS: Readonly<Record<Separating, string>> = { newline: '\n', colon: ':', semicolon: ';' };

/** The first of them: a list is put together anew, item by item. */
export function firstSetting(setting: Setting): Setting {
  const { repeated } = setting.row;
  if (repeated === undefined || repeated === 'condition') return setting;
  return { ...setting, value: join([String(setting.value)], repeated) };
}

export function joinSettings(before: Setting, after: Setting, repetition: Repetition): Setting {
  const texts = [String(before.value), String(after.value)] as const;
  const value = repetition === 'condition' ? bothHold(...texts) : join(texts, repetition);
  return { ...before, value, hidden: before.hidden || after.hidden };
}

const bothHold = (first: string, second: string): string => `\${if and{{bool_lax{${first}}}{bool_lax{${second}}}}}`;

function join(texts: readonly string[], repetition: Separating): string {
  const separator = SEPARATORS[repetition];
  return texts.flatMap((text) => itemsOf(text, separator)).join(separator);
}

/** A doubled separator belongs to the item, and stays doubled. */
function itemsOf(text: string, separator: string): readonly string[] {
  return text
    .split(separator + separator)
    .map((part) => part.split(separator))
    .reduce((items, part) => [
      ...items.slice(0, -1),
      `${items.at(-1)}${separator}${separator}${part[0]}`,
      ...part.slice(1),
    ])
    .map(trim)
    .filter((item) => item !== '');
}
