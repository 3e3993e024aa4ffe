/** Look-ups in the DNS that took long are logged (`slow_lookup_log`). */
import type { Clock } from '../../../base/index.ts';
import { formatType, type Resolver } from '../../../core/dns/index.ts';

/** @param longerMs  zero: none is told of */
export function tellingSlow(
  resolver: Resolver,
  longerMs: number,
  { clock, log }: { readonly clock: Clock; readonly log: (line: string) => void },
): Resolver {
  if (longerMs <= 0) return resolver;
  return {
    close: () => resolver.close(),
    lookup: async (name, type, options) => {
      const began = clock.monotonicMs();
      const answer = await resolver.lookup(name, type, options);
      const tookMs = Math.round(clock.monotonicMs() - began);
      if (tookMs > longerMs) log(`Long ${formatType(type)} lookup for '${name}': ${tookMs} msec`);
      return answer;
    },
  };
}
