/** Mail of some domains given over a connection that its client has turned around (RFC 2645 §5.3). */
import { err, ok } from '../../../base/index.ts';
import type { Connection, Net, NetError } from '../../../core/net/index.ts';
import type { TurnedLine } from '../../receive/index.ts';
import type { QueueEntry } from '../../spool/index.ts';
import type { DeliveryService } from './delivery.ts';

/** For QUIT, which is said a little after the last message, and for the other side to end. */
const GOODBYE_MS = 5000;

/** One message after the other, whatever retry times say; resolves when the connection has ended. */
export async function relayOver(
  { stream, client, domains }: TurnedLine,
  { net, delivery }: { readonly net: Net; readonly delivery: Pick<DeliveryService, 'runQueue'> },
): Promise<void> {
  const wanted = new Set(domains);
  const host = { name: client.address, ...client };
  const ended = new Promise<void>((resolve) => stream.once('close', resolve));
  const line = {
    domains: wanted,
    host,
    net: lineNet(net, { stream, remote: client, destroy: () => stream.destroy() }),
  };
  await delivery.runQueue({
    how: { isForced: true, line },
    selects: ({ recipients }: QueueEntry) => recipients.some(({ address }) => wanted.has(domainOf(address))),
    shown: `-R @(${domains.join('|')})`,
  });
  if (line.net.isUnused()) stream.end();
  const timer = setTimeout(() => stream.destroy(), GOODBYE_MS);
  await ended;
  clearTimeout(timer);
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** A net whose only connection is this one; once it is used up nobody can be called. */
function lineNet(net: Net, connection: Connection): Net & { readonly isUnused: () => boolean } {
  let isUnused = true;
  return {
    ...net,
    isUnused: () => isUnused,
    dial: async () => {
      if (!isUnused || connection.stream.destroyed) return err(USED_UP);
      isUnused = false;
      return ok(connection);
    },
  };
}

const USED_UP: NetError = {
  code: 'net/closed',
  message: 'the connection that was turned around has ended',
  fault: 'peer',
  temporary: true,
};
