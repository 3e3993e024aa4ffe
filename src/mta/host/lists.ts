/** Lists asked by expansions: the engine of match over the named lists of a configuration and the host's own addresses. */
import { networkInterfaces } from 'node:os';
import { failed, isFailure, type ListKind, type ListPort, type LookupPort } from '../expand/index.ts';
import { type MatchHost, matchList, type NamesPort } from '../match/index.ts';
import { readFileText } from './system/files.ts';

export interface ListParts {
  readonly primaryHostname: () => string;
  readonly named: (name: string, kind?: ListKind) => string | undefined;
  readonly lookups: LookupPort;
  readonly names: NamesPort;
}

export function createLists({ primaryHostname, named, lookups, names }: ListParts): ListPort {
  const host: MatchHost = {
    get primaryHostname() {
      return primaryHostname();
    },
    localAddresses,
    named,
    readItems: (path) => {
      const content = readFileText(path);
      if (isFailure(content)) return failed(content.message);
      return content.text
        .split('\n')
        .map(withoutComment)
        .filter((line) => line !== '');
    },
    lookups,
    names,
  };
  return { match: (kind, subject, list) => matchList({ kind, subject, host }, list), named };
}

/** A `#` begins a comment at the start of a line, or behind white space. */
const withoutComment = (line: string): string => line.replace(/(?:^|\s)#.*$/, '').trim();

const localAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address));
