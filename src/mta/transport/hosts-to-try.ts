/** Which hosts a delivery would go to, for who asks before it goes. */
import { err, ok, type Result } from '../../base/index.ts';
import { TRANSPORTS } from './registry.ts';
import type { Delivery, KeyedHost, TransportWorld } from './types.ts';

/** In the order in which they are tried, each with its port; none where it goes to no host. Or what is wrong with them. */
export async function hostsToTry(
  delivery: Delivery,
  world: TransportWorld,
): Promise<Result<readonly KeyedHost[], string>> {
  if (TRANSPORTS[delivery.transport.driver]?.kind !== 'remote') return ok([]);
  const { hostsOf, keyedHost, portOf } = await import('./smtp/index.ts');
  const hosts = await hostsOf(delivery, world);
  if (!hosts.ok) return err(hosts.error.text ?? '');
  const port = await portOf(delivery, world);
  if (!port.ok) return err(port.error.text ?? '');
  const keyed: KeyedHost[] = [];
  for (const host of hosts.value) {
    const known = await keyedHost(host, port.value, delivery, world);
    if (!known.ok) return known;
    keyed.push({ ...known.value, port: host.port ?? port.value });
  }
  return ok(keyed);
}
