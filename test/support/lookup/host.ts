/** Lookups under test, and a host for expansions that has them. */
import { err, systemClock } from '../../../src/base/index.ts';
import { type ExpansionHost, expand, parseExpansion } from '../../../src/mta/expand/index.ts';
import { createLookups, type LookupOptions, type Lookups } from '../../../src/mta/lookup/index.ts';
import { expansionHost } from '../expand/host.ts';

export interface LookupHost {
  readonly host: ExpansionHost;
  readonly lookups: Lookups;
}

export function lookupHost(
  variables: Readonly<Record<string, string>> = {},
  options: Partial<LookupOptions> = {},
): LookupHost {
  const lookups = createLookups({
    clock: systemClock,
    resolver: () => err({ message: 'there is no DNS here' }),
    option: () => undefined,
    expand: (text) => expand(parseExpansion(text), host),
    ...options,
  });
  const host = expansionHost(variables, lookups);
  return { host, lookups };
}
