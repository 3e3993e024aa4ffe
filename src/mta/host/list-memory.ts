/** Named lists with `_cache`: what one came to is kept as long as what it was asked about (Exim spec §10.5). */
import type { ListKind } from '../expand/index.ts';
import type { MatchHost } from '../match/index.ts';
import type { HostConfiguration } from './configuration.ts';

/** What a list of this kind is asked about: the address at hand, the message, the connection; undefined: nothing is kept. */
export type ScopeOf = (kind: ListKind) => object | undefined;

type Kept = NonNullable<ReturnType<NonNullable<MatchHost['memory']>>>;

export type ListMemory = (view: { readonly scopeOf: ScopeOf }, kind: ListKind, name: string) => Kept | undefined;

export function createListMemory(lists: HostConfiguration['lists']): ListMemory {
  const cached = new Set(lists.filter((list) => list.cached).map(({ kind, name }) => `${kind} ${name}`));
  const kept = new WeakMap<object, Map<string, Kept>>();
  return (view, kind, name) => {
    const list = `${kind} ${name}`;
    const scope = cached.has(list) ? view.scopeOf(kind) : undefined;
    if (scope === undefined) return undefined;
    const ofScope = kept.get(scope) ?? new Map<string, Kept>();
    kept.set(scope, ofScope);
    const known = ofScope.get(list) ?? new Map();
    ofScope.set(list, known);
    return known;
  };
}
