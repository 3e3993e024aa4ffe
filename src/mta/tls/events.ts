/** `tls:cert` of a client's certificates (Exim spec ch. "Events"). */

import { X509Certificate } from 'node:crypto';
import { peerChain, type SecureSocket } from '../../core/net/index.ts';
import type { TlsClient } from './types.ts';

/**
 * Told of each certificate, the authority first, until one is denied. A session that is taken up shows none.
 */
export async function isDeniedByEvents(client: TlsClient, socket: SecureSocket): Promise<boolean> {
  if (client.raise === undefined || socket.isSessionReused()) return false;
  const chain = peerChain(socket);
  for (const [index, certificate] of chain.entries()) {
    const depth = chain.length - 1 - index;
    const said = await client.raise({ name: 'tls:cert', data: String(depth), certificate });
    if (said === undefined) continue;
    client.log(deniedLine(client.address, depth, certificate, said));
    return true;
  }
  return false;
}

/** @param address  of the other side; @param said  what the event came to */
export const deniedLine = (address: string, depth: number, certificate: Uint8Array, said: string): string =>
  `[${address}] SSL verify denied by event-action: depth=${depth} cert=${oneLine(certificate)}: ${said}`;

/** The subject as OpenSSL writes it in one line: `/C=DE/CN=client`; Node escapes commas and their like. */
function oneLine(certificate: Uint8Array): string {
  try {
    return `/${new X509Certificate(certificate).subject.replace(/\\(.)/g, '$1').split('\n').join('/')}`;
  } catch {
    return ''; // an odd certificate has no name that could be told
  }
}
