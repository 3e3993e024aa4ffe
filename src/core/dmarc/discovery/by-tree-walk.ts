/** Discovery as RFC 9989 §4.10.1 has it: the author domain, its organizational domain, its public suffix domain. */
import type { Name } from '../../dns/index.ts';
import type { Step } from '../types.ts';
import type { Records } from './look-up.ts';
import { organizationalDomain, suffixOf, type Walk, walkTree } from './tree-walk.ts';
import type { Discovery, FoundPolicy, Method } from './types.ts';

export function createTreeWalkMethod(records: Records): Method {
  const discover = async (author: Name): Promise<Discovery> => {
    const first = await records.at(author);
    if (first.outcome === 'failed') return { author, steps: [first], failed: first };
    if (first.record !== undefined)
      return { author, steps: [first], policy: { domain: author, source: 'author-domain', record: first.record } };
    // The walk begins at the author domain again, whose answer is at hand: its shortening is the same (step 4).
    return discoveryFrom(await walkTree(records, author));
  };
  return {
    discover,
    organizationalDomain: async (name) => {
      const walk = await walkTree(records, name);
      return walk.failed ?? organizationalDomain(walk);
    },
    exists: records.exists,
  };
}

/** What a walk from a domain without a record of its own comes to. */
export function discoveryFrom(walk: Walk): Discovery {
  const { start: author, steps, failed } = walk;
  if (failed !== undefined) return { author, steps, failed };
  const organization = organizationalDomain(walk);
  const policy =
    policyAt(
      steps.find(({ domain }) => domain === organization),
      'organizational-domain',
    ) ?? policyAt(suffixOf(walk), 'public-suffix-domain');
  return { author, steps, organizationalDomain: organization, ...(policy !== undefined && { policy }) };
}

function policyAt(step: Step | undefined, source: FoundPolicy['source']): FoundPolicy | undefined {
  return step?.record === undefined ? undefined : { domain: step.domain, source, record: step.record };
}
