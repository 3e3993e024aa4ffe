/** Addresses verified as a worker's sessions ask for it: by routing, and by callouts over the network. */
import { systemRandom } from '../../../base/index.ts';
import { localAddressesOf } from '../../host/index.ts';
import { entry, MAIN, MAIN_AND_PANIC } from '../../log/index.ts';
import { askService } from '../../route/index.ts';
import { calloutWorld, createCache, createVerifier } from '../../verify/index.ts';
import type { Ground } from './ground.ts';
import { searchDomains } from './resolver.ts';

export function composeVerifier({ both, resolver, spool, log, others }: Ground): ReturnType<typeof createVerifier> {
  const { configuration, hostConfiguration, clock, names } = both;
  const callouts = calloutWorld({
    configuration,
    clock,
    random: systemRandom,
    net: resolver.net,
    resolver: resolver.validating,
    web: resolver.web,
    names,
    searchDomains,
    hints: (namespace) => spool.hints(namespace),
    log: (line, panic) => log.write(entry('transport', {}, line, panic ? MAIN_AND_PANIC : MAIN)),
  });
  return createVerifier({
    configuration,
    resolver: resolver.get,
    validating: resolver.validating,
    names,
    localAddresses: localAddressesOf(hostConfiguration.options),
    searchDomains,
    callouts: () => callouts,
    ask: (question) => askService(resolver.net, question),
    cache: createCache(spool.hints('callout'), configuration, () => clock.now().getTime()),
    log: (line, to) => log.write(entry('routing', {}, line, to)),
    rewrote: (line) => log.write(entry('rewritten', {}, line, MAIN, 'address_rewrite')),
    ...others,
  });
}
