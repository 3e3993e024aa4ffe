/** Lists asked by expansions: the engine of match over the named lists of a configuration and the host's own addresses. */
import {
  after,
  deferred,
  type ExpansionHost,
  expand,
  type Failure,
  failed,
  isFailure,
  type Later,
  type ListKind,
  type ListPort,
  type LookupPort,
  parseExpansion,
  type Text,
} from '../expand/index.ts';
import { type MatchHost, matchList, type NamesPort } from '../match/index.ts';
import { readFileText } from './system/files.ts';

export interface ListParts {
  /** Who expands a named list, and knows our own name. */
  readonly host: () => ExpansionHost;
  readonly named: (name: string, kind?: ListKind) => string | undefined;
  readonly lookups: LookupPort;
  readonly names: NamesPort;
  /** The host's own. */
  readonly localAddresses: () => readonly string[];
  readonly memory?: MatchHost['memory'];
  readonly note?: MatchHost['note'];
}

export function createLists({ host, named, lookups, names, localAddresses, memory, note }: ListParts): ListPort {
  const matchHost: MatchHost = {
    get primaryHostname() {
      return primaryHostname(host());
    },
    localAddresses,
    named: (name, kind) => {
      const text = named(name, kind);
      return text === undefined ? undefined : expandNamed(text, host);
    },
    readItems: (path, kind) => {
      const content = readFileText(path);
      if (isFailure(content)) return failed(content.message);
      return content.text
        .split('\n')
        .map((line) => withoutComment(line, kind))
        .filter((line) => line !== '');
    },
    lookups,
    names,
    ...(memory !== undefined && { memory }),
    ...(note !== undefined && { note }),
  };
  return {
    match: (kind, subject, list, hostName) => matchList({ kind, subject, host: matchHost, hostName }, list),
    named,
  };
}

/** A named list is expanded where it is used; where that is forced to fail, nothing is in it. */
function expandNamed(text: string, host: () => ExpansionHost): Later<string | Text | Failure> {
  if (!text.includes('$') && !text.includes('\\')) return text;
  return after(expand(parseExpansion(text), host()), (outcome) => {
    if (outcome.kind === 'text') return outcome;
    if (outcome.kind === 'forced-fail') return '';
    return deferred(`failed to expand "${text}" while checking a list: ${outcome.message}`);
  });
}

function primaryHostname(host: ExpansionHost): string {
  const name = host.variable('primary_hostname');
  if (typeof name === 'string') return name;
  return name === undefined || name instanceof Promise ? '' : name.text;
}

/** A `#` begins a comment anywhere; in lists of addresses and local parts at the start of a line, or behind white space. */
const withoutComment = (line: string, kind: ListKind): string =>
  line.replace(kind === 'address' || kind === 'local-part' ? /(?:^|\s)#.*$/ : /#.*$/, '').trim();
