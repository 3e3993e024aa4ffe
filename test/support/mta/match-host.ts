/** A host for list matching under test: named lists and files as given, no lookups, some names. */
import { failed, type ListKind } from '../../../src/mta/expand/index.ts';
import type { MatchHost } from '../../../src/mta/match/index.ts';

export interface Given {
  readonly lists?: Readonly<Partial<Record<ListKind, Readonly<Record<string, string>>>>>;
  readonly files?: Readonly<Record<string, readonly string[]>>;
  /** Addresses by name; names by address are what leads back. undefined as a value: nobody can know just now. */
  readonly names?: Readonly<Record<string, readonly string[] | undefined>>;
}

export function matchHost({ lists = {}, files = {}, names = {} }: Given = {}): MatchHost {
  const known = (name: string): readonly string[] | undefined => (name in names ? names[name] : []);
  return {
    primaryHostname: 'mail.example.com',
    localAddresses: () => ['127.0.0.1', '::1'],
    named: (name, kind) => lists[kind]?.[name],
    readItems: (path) => files[path] ?? failed(`failed to open ${path}: No such file or directory`),
    lookups: {
      style: () => undefined,
      kind: (type) => failed(`unknown lookup type "${type}"`),
      find: () => failed('no lookups here'),
      quote: () => undefined,
    },
    names: {
      addressesOf: known,
      namesOf: (address) =>
        Object.values(names).includes(undefined)
          ? undefined
          : Object.keys(names).filter((name) => names[name]?.includes(address)),
      mailExchangers: () => [],
    },
  };
}
