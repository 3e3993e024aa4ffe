/** What a walk found, as data: a record, its terms with the counter, the records below. */
import { formatIpv4, formatIpv6 } from '../../base/index.ts';
import type { SecurityStatus } from '../dns/index.ts';
import type { Problem } from './types.ts';
import type { Walked, WalkedTerm } from './walk.ts';

export interface SpfTree {
  readonly domain: string;
  /** As published. */
  readonly record?: string;
  /** DNSSEC status of the answer that has it. */
  readonly status?: SecurityStatus;
  readonly problem?: Problem;
  /** Look-ups of this record and of all below it, past any limit. */
  readonly lookups: number;
  readonly voids: number;
  readonly terms: readonly TreeTerm[];
}

export interface TreeTerm {
  readonly term: string;
  /** Which look-up it is, for a sender whom nothing before it matched. */
  readonly lookups?: number;
  /** What it asks for, where that is not what is written. */
  readonly target?: string;
  readonly hosts?: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  /** It leads to nothing: a void look-up. */
  readonly void?: boolean;
  /** Why it was not followed: it hangs on the client, its name is malformed, it is a cycle, it stands behind `all`, or a bound of ours. */
  readonly unknown?: NonNullable<WalkedTerm['unknown']>;
  readonly error?: string;
  readonly record?: SpfTree;
}

export function treeOf({ domain, found, lookups, voids, terms }: Walked): SpfTree {
  const text = found.kind === 'record' ? found.record.text : found.kind === 'error' ? found.text : undefined;
  return {
    domain,
    ...(text !== undefined && { record: text }),
    ...(found.status !== undefined && { status: found.status }),
    ...(found.kind !== 'record' && { problem: found.problem }),
    lookups,
    voids,
    terms: terms.map(termOf),
  };
}

function termOf({ term, lookups, target, hosts, isVoid, unknown, error, record }: WalkedTerm): TreeTerm {
  const isSaid = target !== undefined && term.text.toLowerCase().includes(target);
  return {
    term: term.text,
    ...(lookups !== undefined && { lookups }),
    ...(target !== undefined && !isSaid && { target }),
    ...(hosts.length > 0 && {
      hosts: hosts.map(({ name, addresses }) => ({ name, addresses: addresses.map(textOf) })),
    }),
    ...(isVoid && { void: true }),
    ...(unknown !== undefined && { unknown }),
    ...(error !== undefined && { error }),
    ...(record !== undefined && { record: treeOf(record) }),
  };
}

export const textOf = (address: Uint8Array): string =>
  address.length === 4 ? formatIpv4(address) : formatIpv6(address);
