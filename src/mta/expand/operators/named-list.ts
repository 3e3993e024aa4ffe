/** What a named list holds, as `listnamed` has it: separated by colons, the lists it refers to in their place (Exim spec §11.6). */
import type { ListKind, ListPort } from '../host.ts';
import { type Failure, failed } from '../outcome.ts';
import { readList } from '../values/list.ts';

const KINDS: Readonly<Record<string, ListKind>> = { a: 'address', d: 'domain', h: 'host', l: 'local-part' };
const NAMES: Readonly<Record<string, string>> = { a: 'address', d: 'domain', h: 'host', l: 'localpart' };

/** Lists that refer to themselves, or to others again and again, end here. */
const MAX_LISTS = 1000;

/** @param letter  of the kind that is meant; undefined: any */
export function itemsOfNamedList(
  given: string,
  letter: string | undefined,
  lists: ListPort,
  seen = { lists: 0 },
): string | Failure {
  if (letter !== undefined && KINDS[letter] === undefined) return failed('bad suffix on "list" operator');
  const name = given.startsWith('+') ? given.slice(1) : given;
  const text = lists.named(name, letter === undefined ? undefined : KINDS[letter]);
  if (text === undefined)
    return failed(`"${name}" is not a ${letter === undefined ? '' : `${NAMES[letter]} `}named list`);
  seen.lists += 1;
  if (seen.lists > MAX_LISTS) return failed(`named lists refer to more than ${MAX_LISTS} others, at "${name}"`);
  const { separator, items } = readList(text);
  const said: string[] = [];
  for (const item of items) {
    const resolved = item.startsWith('+') ? itemsOfNamedList(item, letter, lists, seen) : quoted(item, separator);
    if (typeof resolved !== 'string') return resolved;
    said.push(resolved);
  }
  return said.join(' : ');
}

/** Colons are doubled only where the list has another separator: Exim leaves those of a list with colons single. */
const quoted = (item: string, separator: string): string => (separator === ':' ? item : item.replaceAll(':', '::'));
