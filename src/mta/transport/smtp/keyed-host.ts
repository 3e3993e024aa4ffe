/** By what failures of a host are remembered: its name and address, or its name alone (`retry_include_ip_address`); and `interface`. */
import { err, ok, type Result } from '../../../base/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { expandBoolean, type RoutedHost } from '../../route/index.ts';
import { text } from '../settings.ts';
import type { Delivery, KeyedHost, TransportWorld } from '../types.ts';
import { HostFacts, type Target } from './host-facts.ts';
import { hostOf } from './settings.ts';
import { sourceFor } from './source.ts';

const OPTION = 'retry_include_ip_address';

/**
 * @param port  where it is called, unless it has one of its own
 * @returns the host; an option that cannot be made sense of, in Exim's words
 */
export function keyedHost(
  host: RoutedHost,
  port: number,
  delivery: Delivery,
  world: TransportWorld,
): Later<Result<KeyedHost, string>> {
  const { transport } = delivery;
  if (host.address === undefined) return ok(host);
  const set = transport.settings.get(OPTION)?.value;
  const isPlain = (set === undefined || set === true) && text(transport, 'interface') === undefined;
  if (isPlain) return ok(host);
  const facts = new HostFacts(host as Target, host.port ?? port);
  const expansions = hostOf(delivery, world, facts);
  const asked = { option: OPTION, where: `${transport.name} transport`, otherwise: true };
  return after(expandBoolean(set ?? true, expansions, asked), (isByAddress) => {
    if (typeof isByAddress !== 'boolean') return err(isByAddress.message);
    return after(sourceFor(delivery, facts.target, expansions), (source) =>
      ok({
        ...host,
        ...(!isByAddress && { isKeyedByName: true }),
        ...(source.ok && source.value !== undefined && { from: source.value }),
      }),
    );
  });
}
