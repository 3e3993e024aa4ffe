/** Next hops that a world scripts: each has a port of its own, and where it matters an address and a certificate. */
import { join } from 'node:path';
import { type Handshake, listenAsPeer, type PeerPlace, type PeerScript } from '../../../support/smtp-peer.ts';
import { type Hop, startHop } from '../../framework/scripted-hop.ts';

export interface HopRow {
  readonly script?: PeerScript;
  /** Default 127.0.0.1. */
  readonly address?: string;
  /** A socket by this name in the server's folder, and no port. */
  readonly socket?: string;
  readonly tls?: PeerPlace['tls'];
  /** Something else that listens, or does not. */
  readonly start?: (port: number) => Promise<StartedHop>;
}

export type StartedHop = Pick<Hop, 'heard'> & { readonly close: () => void | Promise<void> };

/** What the worlds have whose scenarios need no more. */
export const USUAL_HOPS: readonly HopRow[] = [0, 1, 2, 3, 4].map((kind) => ({
  start: (port) => startHop(port, kind),
}));

/** @param folder  of the server that calls it */
export const startHopOf = (row: HopRow, port: number, folder: string): Promise<StartedHop> =>
  row.start === undefined ? startScripted(row, port, folder) : row.start(port);

async function startScripted(
  { script = {}, address, socket, tls }: HopRow,
  port: number,
  folder: string,
): Promise<StartedHop> {
  const place = socket === undefined ? { port, ...(address && { address }) } : { path: join(folder, socket) };
  const listening = await listenAsPeer(script, { ...place, ...(tls && { tls }) });
  const told = { peers: 0, handshakes: 0 };
  return {
    heard: () => {
      const conversations = listening.peers
        .slice(told.peers)
        .map(({ commands, contents }) => [...commands, ...contents].join('\n').replaceAll('\r\n', '\n'));
      const handshakes = listening.handshakes.slice(told.handshakes).map(textOfHandshake);
      told.peers = listening.peers.length;
      told.handshakes = listening.handshakes.length;
      return [...conversations, ...handshakes];
    },
    close: listening.close,
  };
}

/** The cipher only where the protocol lets the client choose it by an option. */
const textOfHandshake = ({ sni, client, protocol, cipher, alpn }: Handshake): string =>
  [
    `handshake: name ${sni || 'none'}`,
    `certificate ${client ?? 'none'}`,
    `${protocol}${protocol === 'TLSv1.3' ? '' : ` ${cipher}`}`,
    `protocol ${alpn || 'none'}`,
  ].join(', ');
