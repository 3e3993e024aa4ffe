import { deferred, isFailure } from '../../expand/index.ts';
import { formatJson, type Json, parseJson } from '../files/json.ts';
import { createKeptFiles } from '../files/kept-files.ts';
import type { DriverAnswer, LookupDriver } from '../types.ts';

const files = createKeptFiles({
  purpose: 'json search',
  notAFile: (path) => `${path} is not a regular file (json lookup)`,
  read: (octets) => parseJson(octets.toString('latin1')),
});

export const json: LookupDriver = {
  name: 'json',
  style: 'single-key',
  inFiles: true,
  doc: 'A JSON file; the key is a list of names of members and, for arrays, of numbers from 0; strings come without their quotes.',
  remembers: true,
  find: ({ key, source, turn }): DriverAnswer => {
    const read = files.get(source, turn);
    if (isFailure(read)) return read;
    if (!read.ok) return deferred(`json error on open: ${source}: ${read.error}`);
    const found = select(read.value, key);
    return found === undefined ? { kind: 'not-found' } : { kind: 'found', text: textOf(found) };
  },
};

function select(value: Json, selectors: string): Json | undefined {
  let at: Json | undefined = value;
  for (const selector of splitSelectors(selectors)) {
    if (at === undefined) return undefined;
    if (/^\d+$/.test(selector)) at = at.kind === 'array' ? at.elements[Number(selector)] : undefined;
    else at = at.kind === 'object' ? at.members.get(selector) : undefined;
  }
  return at;
}

/** A colon in a name is doubled, or the list names another separator (Exim spec §6.21). */
function splitSelectors(text: string): readonly string[] {
  const [whole = '', separator = ':'] = /^\s*<([!-/:-@[-`{-~])/.exec(text) ?? [];
  const doubled = separator + separator;
  const items = text.slice(whole.length).replaceAll(doubled, '\0').split(separator);
  return items.map((item) => item.trim().replaceAll('\0', separator));
}

/** Numbers with a fraction have six digits behind the point, as C writes them. */
function textOf(value: Json): string {
  if (value.kind === 'string') return value.text;
  if (value.kind === 'number') return /[.eE]/.test(value.written) ? Number(value.written).toFixed(6) : value.written;
  if (value.kind === 'word') return value.word === 'null' ? '' : value.word;
  return formatJson(value);
}
