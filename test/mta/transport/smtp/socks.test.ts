/** Through SOCKS5 servers (RFC 1928, RFC 1929). */
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { deliverBySmtp } from '../../../../src/mta/transport/smtp/index.ts';
import { hostAt, transporting } from '../../../support/remote-transport.ts';
import { listenAsPeer } from '../../../support/smtp-peer.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

interface ProxyScript {
  readonly login?: string;
  readonly reply?: number;
  /** The address in the reply is a name, or of IPv6. */
  readonly bound?: 'name' | 'ipv6';
}

/** A proxy that does as the RFC says, and tells what it was asked for. */
async function proxy(script: ProxyScript = {}) {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    let stage: 'hello' | 'login' | 'request' = 'hello';
    socket.on('data', function talk(octets: Buffer) {
      if (stage === 'hello') {
        stage = script.login === undefined ? 'request' : 'login';
        return void socket.write(Buffer.of(5, script.login === undefined ? 0 : 2));
      }
      if (stage === 'login') {
        const name = octets.subarray(2, 2 + octets[1]!).toString();
        const password = octets.subarray(3 + octets[1]!).toString();
        stage = 'request';
        return void socket.write(Buffer.of(1, `${name}/${password}` === script.login ? 0 : 1));
      }
      const address = octets.subarray(4, 8).join('.');
      const port = octets.readUInt16BE(8);
      asked.push(`${address}:${port}`);
      socket.off('data', talk);
      if (script.reply !== undefined) return void socket.end(Buffer.of(5, script.reply, 0, 1, 0, 0, 0, 0, 0, 0));
      lead(socket, address, port, boundOf(script));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return { port: (server.address() as { port: number }).port, asked };
}

function boundOf({ bound }: ProxyScript): Buffer {
  if (bound === 'name') return Buffer.concat([Buffer.of(5, 0, 0, 3, 4), Buffer.from('name'), Buffer.of(0, 1)]);
  return bound === 'ipv6'
    ? Buffer.concat([Buffer.of(5, 0, 0, 4), Buffer.alloc(18)])
    : Buffer.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0);
}

/** The greeting of the server behind it may come in the same write. */
function lead(socket: Socket, address: string, port: number, reply: Buffer): void {
  const behind = connect(port, address);
  behind.on('error', () => socket.destroy());
  behind.once('data', (greeting: Buffer) => {
    socket.write(Buffer.concat([reply, greeting]));
    behind.pipe(socket);
  });
  socket.pipe(behind);
}

async function send(socks: string) {
  const server = await listenAsPeer({});
  closers.push(server.close);
  const { delivery, world } = transporting({ transport: `socks_proxy = ${socks}` });
  const report = await deliverBySmtp(delivery({ hosts: [hostAt('127.0.0.1', server.port)] }), world);
  return { outcome: report.outcomes[0]!, server };
}

describe('SOCKS5', () => {
  for (const bound of [undefined, 'name', 'ipv6'] as const)
    it(`leads to the host, its own address being ${bound ?? 'of IPv4'}`, async () => {
      const { port, asked } = await proxy(bound === undefined ? {} : { bound });
      const { outcome, server } = await send(`127.0.0.1 port=${port}`);
      expect(outcome).toMatchObject({ status: 'delivered', proxy: { address: '127.0.0.1', port } });
      expect(asked).toEqual([`127.0.0.1:${server.port}`]);
    });

  it('knows a name and a password', async () => {
    const { port } = await proxy({ login: 'me/secret' });
    expect((await send(`127.0.0.1 port=${port} auth=name name=me pass=secret`)).outcome.status).toBe('delivered');
    expect((await send(`127.0.0.1 port=${port} auth=name name=me pass=wrong`)).outcome).toMatchObject({
      status: 'deferred',
      errno: -47,
      text: 'the proxy does not take our name and password',
    });
    expect((await send(`127.0.0.1 port=${port}`)).outcome.text).toBe('the proxy wants another kind of authentication');
  });

  it('tries the next: by priority, whatever their order', async () => {
    const good = await proxy();
    const bad = await proxy({ reply: 5 });
    const list = `127.0.0.1 port=${good.port} pri=1 : 127.0.0.1 port=${bad.port} pri=9`;
    expect((await send(list)).outcome.status).toBe('delivered');
    expect(bad.asked).toHaveLength(1);
  });

  it('says what the proxy said, or what is wrong with the option', async () => {
    const { port } = await proxy({ reply: 4 });
    expect((await send(`127.0.0.1 port=${port}`)).outcome).toMatchObject({
      errno: -47,
      text: 'proxy: Host unreachable',
    });
    expect((await send('proxy.test')).outcome.text).toBe('socks_proxy: "proxy.test" is not an IP address');
    expect((await send('127.0.0.1 colour=red')).outcome.text).toBe(
      'socks_proxy: "colour=red" is not an option of a proxy',
    );
  });
});
