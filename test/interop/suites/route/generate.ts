/** More addresses by chance: a local part and a domain of those that mean something to a configuration. */
import { seededRandom } from '../../../../src/base/index.ts';
import type { RouteConfiguration } from './configurations.ts';

export function addressesFor(configuration: RouteConfiguration, count: number, seed: number): readonly string[] {
  const { addresses, localParts, domains } = configuration;
  const random = seededRandom(seed);
  const all = new Set(addresses);
  // There are only so many: no more is tried than that.
  for (let tried = 0; all.size < addresses.length + count && tried < count * 20; tried += 1) {
    const localPart = localParts[random.below(localParts.length)]!;
    all.add(`${localPart}@${domains[random.below(domains.length)]!}`);
  }
  return [...all];
}
