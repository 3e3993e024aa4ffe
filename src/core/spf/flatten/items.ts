/** A walked policy as a list of items: networks where a term comes to that, and else the term as it is. */

import { usesMacro } from '../grammar/macro-string.ts';
import type { Directive, Qualifier, Term } from '../grammar/types.ts';
import { masked } from '../lint.ts';
import { specOf, type Walked, type WalkedTerm } from '../walk.ts';
import type { Network } from './networks.ts';

export type Item =
  | { readonly kind: 'networks'; readonly qualifier: Qualifier; readonly networks: readonly Network[] }
  | { readonly kind: 'term'; readonly text: string; readonly lookups: number; readonly why?: string };

/** Why a term stays as it is. */
const CLIENT = 'it hangs on the client';
const FAILED = 'a look-up failed';

/**
 * Item by item what the record says, in its order; a term that cannot be put into networks stays, so that the flattened
 * policy always gives what the old one gives.
 */
export function itemsOf({ terms }: Walked): readonly Item[] {
  return terms.filter(({ unknown }) => unknown !== 'after-all').flatMap(itemOf);
}

function itemOf(walked: WalkedTerm): readonly Item[] {
  const { term } = walked;
  if (term.kind === 'redirect') return redirected(walked);
  if (term.kind !== 'directive') return [{ kind: 'term', text: term.text, lookups: 0 }];
  const { mechanism, qualifier } = term;
  switch (mechanism.kind) {
    case 'all':
      return [kept(term, 0)];
    case 'ip4':
    case 'ip6':
      return [{ kind: 'networks', qualifier, networks: [{ octets: mechanism.network, prefix: mechanism.prefix }] }];
    case 'a':
    case 'mx':
      return hosts(walked, term);
    case 'include':
      return included(walked, term);
    default:
      return [kept(term, 1, CLIENT)];
  }
}

const kept = ({ text }: Term, lookups: number, why?: string): Item => ({
  kind: 'term',
  text,
  lookups,
  ...(why !== undefined && { why }),
});

function hosts({ hosts: found, unknown, error }: WalkedTerm, term: Directive): readonly Item[] {
  if (unknown !== undefined) return [kept(term, 1, unknown === 'client' ? CLIENT : 'its name cannot be asked for')];
  if (error !== undefined) return [kept(term, 1, FAILED)];
  const { mechanism, qualifier } = term;
  const cidr = mechanism.kind === 'a' || mechanism.kind === 'mx' ? mechanism.cidr : { ip4: 32, ip6: 128 };
  const networks = found.flatMap(({ addresses }) =>
    addresses.map((octets) => networkAt(octets, octets.length === 4 ? cidr.ip4 : cidr.ip6)),
  );
  return [{ kind: 'networks', qualifier, networks }];
}

const networkAt = (octets: Uint8Array, prefix: number): Network => ({ octets: masked(octets, prefix), prefix });

/** An include is the networks that its record lets pass, when it lets pass nothing else and lets them pass always. */
function included({ record, unknown }: WalkedTerm, term: Directive): readonly Item[] {
  if (record === undefined) return [kept(term, 1, unknown === 'client' ? CLIENT : 'it cannot be followed')];
  const passing = record.found.kind === 'record' ? passingNetworks(record) : undefined;
  if (passing === undefined) return [kept(term, 1 + record.lookups, 'its record does not come to addresses alone')];
  return [{ kind: 'networks', qualifier: term.qualifier, networks: passing }];
}

/** Undefined where the record has terms that stay, lets everybody pass, or takes back beforehand what it lets pass. */
function passingNetworks(record: Walked): readonly Network[] | undefined {
  const networks: Network[] = [];
  let hasOthers = false;
  for (const item of itemsOf(record)) {
    if (item.kind === 'term') {
      const isPlain = /^(?:[-~?]all|[a-z][a-z0-9_.-]*=.*)$/is.test(item.text) && !/^redirect=/i.test(item.text);
      if (!isPlain) return undefined;
    } else if (item.qualifier !== '+') hasOthers ||= item.networks.length > 0;
    else if (hasOthers && item.networks.length > 0) return undefined;
    else networks.push(...item.networks);
  }
  return networks;
}

/** A redirect is the other record, unless its explanation would then speak of this domain. */
function redirected({ term, record, unknown }: WalkedTerm): readonly Item[] {
  if (record?.found.kind !== 'record') return [kept(term, 1, unknown === 'client' ? CLIENT : 'it cannot be followed')];
  const { exp } = record.found.record;
  const hasOwnMacros = record.terms.some(({ term: each }) => usesDomain(each));
  const items = itemsOf(record);
  if (exp !== undefined || hasOwnMacros || items.some(isImplicit))
    return [kept(term, 1 + record.lookups, 'its record speaks of its own domain')];
  return items;
}

/** `a` or `mx` that stays and names no domain would speak of another one here. */
const isImplicit = (item: Item): boolean => item.kind === 'term' && /^[-+~?]?(?:a|mx)(?:\/|$)/i.test(item.text);

/** `%{d}`, or a term that stands for its own domain and stays. */
function usesDomain(term: Term): boolean {
  const spec = specOf(term);
  if (spec !== undefined && usesMacro(spec, 'dp')) return true;
  return term.kind === 'directive' && term.mechanism.kind === 'ptr' && term.mechanism.domain === undefined;
}
