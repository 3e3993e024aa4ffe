/** Discovery as RFC 7489 §6.6.3 has it: the author domain, then its organizational domain by a public suffix list. */
import type { SuffixList } from '../types.ts';
import type { Records } from './look-up.ts';
import type { Discovery, FoundPolicy, Method } from './types.ts';

export function createSuffixListMethod(records: Records, suffixes: SuffixList): Method {
  return {
    async discover(author) {
      const organization = suffixes.organizationalDomain(author);
      const first = await records.at(author);
      const facts = { author, organizationalDomain: organization };
      // Several records end the discovery; only none lets it go on (steps 3 and 5).
      const isLast = first.outcome !== 'none' || organization === author;
      const last = isLast ? first : await records.at(organization);
      const steps = isLast ? [first] : [first, last];
      if (last.outcome === 'failed') return { ...facts, steps, failed: last };
      if (last.record === undefined) return { ...facts, steps };
      const source: FoundPolicy['source'] = isLast ? 'author-domain' : 'organizational-domain';
      const found: Discovery = { ...facts, steps, policy: { domain: last.domain, source, record: last.record } };
      return found;
    },
    organizationalDomain: (name) => Promise.resolve(suffixes.organizationalDomain(name)),
    exists: records.exists,
  };
}
