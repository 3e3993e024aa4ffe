/** Named lists of the main section: `domainlist local_domains = @ : example.org` (Exim spec §10.5). */
import { err, ok, type Result } from '../../../base/index.ts';
import { trimStart } from '../lines/characters.ts';
import type { LogicalLine } from '../lines/logical.ts';
import type { Problems } from '../problems.ts';
import type { NamedList, NamedListKind } from '../types.ts';
import { readString } from '../values/string.ts';

const KINDS: Readonly<Record<string, NamedListKind>> = {
  domainlist: 'domain',
  hostlist: 'host',
  addresslist: 'address',
  localpartlist: 'local-part',
};

const BEGINNING = /^(?:hide[ \t]+)?((?:domain|host|address|localpart)list)/;

export const startsNamedList = (text: string): boolean => BEGINNING.test(text);

export function readNamedList(line: LogicalLine, lists: NamedList[], problems: Problems): void {
  const list = parse(line, lists);
  if (list.ok) lists.push(list.value);
  else problems.error('named-list', line.place, list.error);
}

function parse({ text, place }: LogicalLine, lists: readonly NamedList[]): Result<NamedList, string> {
  const beginning = BEGINNING.exec(text)!;
  const kind = KINDS[beginning[1]!]!;
  const found = /^(_cache)?[ \t\v\f\r]+([A-Za-z0-9_]*)[ \t\v\f\r]*/.exec(text.slice(beginning[0].length));
  if (found === null) return err(`unrecognized configuration line: ${beginning[1]} NAME = ITEMS expected`);
  const name = found[2]!;
  if (lists.some((list) => list.kind === kind && list.name === name))
    return err(`duplicate name "${name}" for a named ${NAMES[kind]} list`);
  const rest = text.slice(beginning[0].length + found[0].length);
  if (!rest.startsWith('=')) return err(`missing '=' after "${name}"`);
  const value = readString(trimStart(rest.slice(1)), name);
  if (!value.ok) return value;
  const hidden = text.startsWith('hide');
  return ok({ kind, name, text: value.value, cached: found[1] !== undefined, hidden, place });
}

const NAMES: Readonly<Record<NamedListKind, string>> = {
  domain: 'domain',
  host: 'host',
  address: 'address',
  'local-part': 'local part',
};
