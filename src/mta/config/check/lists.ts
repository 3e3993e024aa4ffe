/** Named lists that are referred to: are there such? */
import { meaning, type Problems } from '../problems.ts';
import type { Configuration, NamedListKind, Place } from '../types.ts';
import { allSettings } from './settings.ts';

const KIND_OF_TYPE: Readonly<Record<string, NamedListKind>> = {
  'domain list': 'domain',
  'host list': 'host',
  'address list': 'address',
  'local part list': 'local-part',
};

const KIND_OF_CLAUSE: Readonly<Record<string, NamedListKind>> = {
  domains: 'domain',
  hosts: 'host',
  local_parts: 'local-part',
  recipients: 'address',
  sender_domains: 'domain',
  senders: 'address',
};

/** What a `+` begins although it is no list. */
const WORDS = new Set([
  'caseful',
  'defer_unknown',
  'exclude_unknown',
  'ignore_defer',
  'ignore_unknown',
  'include_defer',
  'include_unknown',
]);

export function checkLists(configuration: Configuration, problems: Problems): void {
  const check = (kind: NamedListKind | undefined, text: string, place: Place): void => {
    if (kind !== undefined) checkList(kind, text, { configuration, place, problems });
  };
  for (const { setting } of allSettings(configuration))
    check(KIND_OF_TYPE[setting.row.type], String(setting.value), setting.place);
  for (const { kind, place, text } of configuration.lists) check(kind, text, place);
  for (const { statements } of configuration.acls.values())
    for (const { argument, name, place } of statements.flatMap(({ clauses }) => clauses))
      check(KIND_OF_CLAUSE[name], argument, place);
}

interface Surroundings {
  readonly configuration: Configuration;
  readonly place: Place;
  readonly problems: Problems;
}

/** In a list with expansions a `+` may be anything. An address list may name domain lists behind an @. */
function checkList(kind: NamedListKind, text: string, { configuration, place, problems }: Surroundings): void {
  if (text.includes('$')) return;
  const names = configuration.lists.filter((list) => list.kind === kind).map(({ name }) => name);
  for (const item of text.split(/[:;,\n]/)) {
    const name = /^[ \t]*!?[ \t]*\+([A-Za-z0-9_]+)[ \t]*$/.exec(item)?.[1];
    if (name === undefined || names.includes(name) || WORDS.has(name)) continue;
    const said = kind === 'local-part' ? 'local part' : kind;
    problems.error('reference', place, `unknown named ${said} list "+${name}"`, {
      subject: name,
      ...meaning(name, names),
    });
  }
}
