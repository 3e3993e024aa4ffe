/** One datagram, and no answer waited for. */
import { createSocket } from 'node:dgram';
import { addressFamily, err, ok, type Result } from '../../base/index.ts';
import { netError } from './errors.ts';
import { showEndpoint } from './tcp.ts';
import type { NetError } from './types.ts';

/** @param address  an IP address */
export function sendDatagram(address: string, port: number, octets: Uint8Array): Promise<Result<void, NetError>> {
  const socket = createSocket(addressFamily(address) === 6 ? 'udp6' : 'udp4');
  return new Promise((resolve) => {
    const finish = (cause?: Error | null): void => {
      socket.close();
      resolve(cause ? err(netError(cause, showEndpoint(address, port))) : ok(undefined));
    };
    socket.once('error', finish);
    socket.send(octets, port, address, finish);
  });
}
