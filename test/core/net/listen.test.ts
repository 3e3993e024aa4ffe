import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listener, type ListenOptions, listen, type ServedConnection } from '../../../src/core/net/index.ts';

const opened: Listener[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((listener) => listener.close()));
});

async function start(options: Partial<ListenOptions> = {}): Promise<{ port: number; served: ServedConnection[] }> {
  const served: ServedConnection[] = [];
  const listening = await listen({
    address: '127.0.0.1',
    port: 0,
    maxConnections: 10,
    serve: (connection) => {
      served.push(connection);
      connection.stream.write('hello\r\n');
    },
    ...options,
  });
  if (!listening.ok) throw new Error(listening.error.message);
  opened.push(listening.value);
  return { port: listening.value.port, served };
}

/** What a client is told before `count` octets or the end. */
function hear(port: number, count = Number.POSITIVE_INFINITY): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (bytes) => {
      heard += bytes;
      if (heard.length >= count) resolve(heard);
    });
    socket.on('end', () => resolve(heard)).on('error', reject);
  });
}

describe('listening', () => {
  it('serves who connects, on the port that was free', async () => {
    const { port, served } = await start();
    expect(await hear(port, 7)).toBe('hello\r\n');
    expect(served[0]).toMatchObject({ remote: { address: '127.0.0.1' }, local: { address: '127.0.0.1', port } });
  });
  it('tells those beyond the bound, and closes', async () => {
    const { port, served } = await start({ maxConnections: 1, overflow: '421 too many\r\n' });
    await hear(port, 7);
    expect(await hear(port)).toBe('421 too many\r\n');
    expect(served).toHaveLength(1);
  });
  it('counts by host, and forgets who has left', async () => {
    const { port, served } = await start({ maxPerHost: 1, overflow: '421 you again\r\n' });
    await hear(port, 7);
    expect(await hear(port)).toBe('421 you again\r\n');
    const gone = new Promise((resolve) => served[0]!.stream.once('close', resolve));
    served[0]!.destroy();
    await gone;
    expect(await hear(port, 7)).toBe('hello\r\n');
  });
  it('says what is wrong with an address, and what would be right', async () => {
    const { port } = await start();
    const options = { address: '127.0.0.1', maxConnections: 1, serve: () => {} };
    expect(await listen({ ...options, port })).toMatchObject({
      ok: false,
      error: { message: `127.0.0.1:${port}: something listens there already`, fault: 'configuration' },
    });
    expect(await listen({ ...options, address: '192.0.2.1', port: 0 })).toMatchObject({
      ok: false,
      error: { message: '192.0.2.1:0: this host has no such address' },
    });
  });
});
