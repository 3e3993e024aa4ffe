/** A next hop whose words come a few octets at a time, or that goes away in the middle of a content. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PeerScript, SmtpPeer } from '../../../support/smtp-peer.ts';
import type { StartedHop } from './hops.ts';

interface Manner {
  /** Octets that come together. */
  readonly piece?: number;
  /** Octets of a content behind which the connection is closed. */
  readonly cutsAfter?: number;
}

const PAUSE_MS = 5;

export async function startInPieces(port: number, script: PeerScript, manner: Manner): Promise<StartedHop> {
  const peers: SmtpPeer[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    const peer = new SmtpPeer(script);
    peers.push(peer);
    void talk(socket, peer, manner);
  });
  const listening = once(server, 'listening');
  server.listen(port, '0.0.0.0');
  await listening;
  let told = 0;
  return {
    heard: () => {
      const those = peers.slice(told);
      told = peers.length;
      return those.map(({ commands, contents }) => [...commands, ...contents].join('\n').replaceAll('\r\n', '\n'));
    },
    close: () => void server.close(),
  };
}

async function talk(socket: Socket, peer: SmtpPeer, { piece = 3, cutsAfter }: Manner): Promise<void> {
  const say = async (text: string): Promise<void> => {
    for (let at = 0; at < text.length; at += piece) {
      socket.write(text.slice(at, at + piece), 'latin1');
      await sleep(PAUSE_MS);
    }
  };
  await say(peer.greeting());
  let octets = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    if (peer.commands.at(-1) === 'DATA') octets += chunk.length;
    if (cutsAfter !== undefined && octets > cutsAfter) return void socket.destroy();
    const said = peer.push(chunk.toString('latin1'));
    await say(said);
  }
  socket.end();
}
