/**
 * For checks that DNSSEC informs and does not decide (SPF, DKIM, DMARC): the validating look-up, and where its chain of
 * trust cannot be walked, because a server above does not answer, the plain one, which says `indeterminate`.
 */
import type { Resolver } from '../types.ts';

export function createInformedResolver(validating: Resolver, plain: Resolver): Resolver {
  return {
    async lookup(name, type, options) {
      const found = await validating.lookup(name, type, options);
      const asked = found.ok ? undefined : found.error.question;
      const isOfTheChain = asked !== undefined && (asked.name !== name || asked.type !== type);
      return isOfTheChain && options?.signal?.aborted !== true ? plain.lookup(name, type, options) : found;
    },
    close: () => validating.close(), // they share what they ask through
  };
}
