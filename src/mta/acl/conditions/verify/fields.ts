/** Header fields of the message at hand, and the addresses in them as they stand. */
import type { AclRun } from '../../engine/run.ts';

export interface Field {
  readonly name: string;
  /** As it stands before the colon, blanks as well. */
  readonly written: string;
  /** Behind the colon, its last line end with it. */
  readonly value: string;
}

export function fieldsOf({ world }: AclRun): readonly Field[] {
  const lines = world.facts.message?.headers ?? [];
  return lines
    .filter(({ letter }) => letter !== '*')
    .map(({ text }) => {
      const at = text.indexOf(':');
      const written = text.slice(0, Math.max(0, at));
      return { written, name: written.trimEnd(), value: text.slice(at + 1) };
    });
}

export interface AddressItem {
  readonly text: string;
  /** A semicolon may end it. */
  readonly inGroup: boolean;
}

/** A list of addresses: commas end items, and semicolons in groups; not in quotes, comments and angle brackets. */
export function itemsOf(value: string): readonly AddressItem[] {
  const items: AddressItem[] = [];
  const state: State = { quoted: false, comments: 0, angle: false, grouped: false };
  let start = 0;
  let wasGrouped = false;
  for (let at = 0; at < value.length; at += 1) {
    if (value[at] === '\\') at += 1;
    else if (endsItem(value[at]!, state)) {
      const end = value[at] === ';' ? at + 1 : at;
      items.push({ text: value.slice(start, end), inGroup: wasGrouped || value[at] === ';' });
      start = at + 1;
    }
    wasGrouped = state.grouped;
  }
  return [...items, { text: value.slice(start), inGroup: wasGrouped }]
    .map((item) => ({ ...item, text: item.text.replace(/^\s+/, '') }))
    .filter(({ text }) => text.trim() !== '');
}

interface State {
  quoted: boolean;
  comments: number;
  angle: boolean;
  grouped: boolean;
}

function endsItem(char: string, state: State): boolean {
  if (state.quoted) state.quoted = char !== '"';
  else if (char === '(') state.comments += 1;
  else if (char === ')') state.comments -= state.comments > 0 ? 1 : 0;
  else if (state.comments > 0) return false;
  else if (char === '"') state.quoted = true;
  else if (char === '<' || char === '>') state.angle = char === '<';
  else if (state.angle) return false;
  else if (char === ':') state.grouped = true;
  else if (char === ';' && state.grouped) {
    state.grouped = false;
    return true;
  } else return char === ',';
  return false;
}
