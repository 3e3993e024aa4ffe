/** The exchange over real sockets: the datagram and stream paths as the net module opens them. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket as TcpSocket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExchange, RR } from '../../../../src/core/dns/index.ts';
import { FrameReader, frame } from '../../../../src/core/dns/transport/frames.ts';
import { createNet, type Net } from '../../../../src/core/net/index.ts';
import { respond } from './scripted-net.ts';

const bits = { dnssecOk: true, checkingDisabled: true };
let net: Net;
let udp: Socket;
let tcp: Server;
const sockets = new Set<TcpSocket>();

/** One port for both, as DNS has it. */
async function listen(onDatagram: (query: Uint8Array) => Uint8Array): Promise<number> {
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  udp.on('message', (query, peer) => udp.send(onDatagram(query), peer.port, peer.address));
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  return port;
}

beforeEach(() => {
  net = createNet();
  udp = createSocket('udp4');
  tcp = createServer((socket) => {
    sockets.add(socket);
    const frames = new FrameReader();
    socket.on('data', (chunk) => {
      for (const query of frames.push(chunk)) socket.write(frame(respond(query)));
    });
  });
});

afterEach(async () => {
  await net.close();
  udp.close();
  for (const socket of sockets) socket.destroy();
  tcp.close();
});

describe('an exchange over loopback', () => {
  it('asks over UDP, many at once', async () => {
    const port = await listen((query) => respond(query));
    const exchange = createExchange(net, [{ kind: 'plain', address: '127.0.0.1', port }]);
    const names = Array.from({ length: 200 }, (_, i) => `n${i}.example`);
    const replies = await Promise.all(names.map((name) => exchange.ask({ name, type: RR.A }, bits)));
    expect(replies.map((reply) => reply.ok && reply.value.message.questions[0]?.name)).toEqual(names);
    await exchange.close();
  });

  it('turns to TCP for a cut response, and keeps the connection for the next', async () => {
    const port = await listen((query) => {
      const cut = respond(query);
      cut[2]! |= 0x02;
      return cut;
    });
    const exchange = createExchange(net, [{ kind: 'plain', address: '127.0.0.1', port }]);
    for (const name of ['a.example', 'b.example']) {
      const reply = await exchange.ask({ name, type: RR.TXT }, bits);
      expect(reply).toMatchObject({ ok: true, value: { message: { flags: { tc: false }, questions: [{ name }] } } });
    }
    expect(sockets.size).toBe(1);
    await exchange.close();
  });

  it('says that nobody listens, well before any timeout', async () => {
    const port = await listen((query) => query);
    tcp.close();
    udp.close();
    udp = createSocket('udp4');
    const exchange = createExchange(net, [{ kind: 'plain', address: '127.0.0.1', port }], { attempts: 1 });
    const reply = await exchange.ask({ name: 'a.example', type: RR.A }, bits);
    expect(reply).toMatchObject({ ok: false, error: { code: 'dns/unreachable', server: `127.0.0.1:${port}` } });
  });
});
