/** Deliveries of a worker: a next hop that takes connections and says nothing holds up its own mail alone. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createDelivery } from '../../../../src/mta/daemon/compose/delivery.ts';
import { deliverBy } from '../../../../src/mta/transport/index.ts';
import { openPost, type Post } from '../../../support/mta/delivery.ts';
import { openSink, type TestSink } from '../../../support/sink.ts';

interface Silent {
  readonly port: number;
  readonly connections: Set<Socket>;
}

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function startSilent(): Promise<Silent> {
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('error', () => {}).on('close', () => connections.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, connections };
}

const sections = (silent: number, fast: number): string => `begin routers
silent:
  driver = manualroute
  domains = silent.test
  route_list = * 127.0.0.1
  self = send
  transport = silent
fast:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = fast
begin transports
silent:
  driver = smtp
  port = ${silent}
  allow_localhost
fast:
  driver = smtp
  port = ${fast}
  allow_localhost
begin retry
* * F,1d,1h
`;

interface Scene {
  readonly post: Post;
  readonly silent: Silent;
  readonly sink: TestSink;
}

async function open(main: string): Promise<Scene> {
  const silent = await startSilent();
  const sink = await openSink();
  ends.push(() => sink.sink.close());
  return { silent, sink, post: openPost({ main, sections: sections(silent.port, sink.port) }) };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a next hop that says nothing', () => {
  // In a queue run one calls it, and what comes of that counts for the others.
  it.each([
    ['immediate', 7],
    ['queue run', 1],
  ])('holds up its own mail alone: %s', async (how, calls) => {
    const { post, silent, sink } = await open('host_max_parallel = 7');
    const delivery = createDelivery({ ...post.ports, transport: deliverBy });
    const ids: string[] = [];
    for (let at = 0; at < 150; at += 1)
      ids.push(await post.arrive({ recipients: [{ address: `u${at}@silent.test` }] }));
    for (let at = 150; at < 160; at += 1)
      ids.push(await post.arrive({ recipients: [{ address: `u${at}@fast.test` }] }));
    if (how === 'immediate') for (const id of ids) delivery.offer(id, {});
    else void delivery.runQueue({ how: {} });
    await until(() => sink.messages.length === 10 && silent.connections.size === calls);
    expect(post.log.filter((line) => line.includes('@silent.test'))).toEqual([]);
    for (const socket of silent.connections) socket.destroy();
    // The host has failed: nobody of those that waited calls it again, and all of them are told why.
    const closed = setInterval(() => silent.connections.forEach((socket) => void socket.destroy()), 5);
    await until(() => post.log.filter((line) => /== u\d+@silent\.test/.test(line)).length === 150);
    clearInterval(closed);
    await delivery.close();
    expect(await post.spool.count()).toBe(150);
  });

  it('has its mail left to a later queue run after ten seconds without an end', async () => {
    const { post, silent, sink } = await open('host_max_parallel = 2');
    const delivery = createDelivery({ ...post.ports, transport: deliverBy });
    for (let at = 0; at < 5; at += 1)
      delivery.offer(await post.arrive({ recipients: [{ address: `u${at}@silent.test` }] }), {});
    await until(() => silent.connections.size === 2);
    post.pass(10_001);
    await until(() => post.log.filter((line) => line.includes('connection limit reached for all hosts')).length === 3);
    delivery.offer(await post.arrive({ recipients: [{ address: 'u5@silent.test' }] }), {});
    await until(() => post.log.filter((line) => line.includes('connection limit reached for all hosts')).length === 4);
    expect(silent.connections.size).toBe(2);
    expect(sink.messages).toHaveLength(0);
    for (const socket of silent.connections) socket.destroy();
    await delivery.close();
  });

  it('takes as many turns as domain_max_parallel gives its domain', async () => {
    const { post, silent } = await open('domain_max_parallel = 3');
    const delivery = createDelivery({ ...post.ports, transport: deliverBy });
    for (let at = 0; at < 9; at += 1)
      delivery.offer(await post.arrive({ recipients: [{ address: `u${at}@silent.test` }] }), {});
    await until(() => silent.connections.size === 3);
    post.pass(10_001);
    await until(() => post.log.filter((line) => line.includes('connection limit reached for the domain')).length === 6);
    expect(silent.connections.size).toBe(3);
    for (const socket of silent.connections) socket.destroy();
    await delivery.close();
  });
});

it('begins nothing once the end is near, and what is in hand goes on', async () => {
  const { post, silent, sink } = await open('host_max_parallel = 2');
  const delivery = createDelivery({ ...post.ports, transport: deliverBy });
  delivery.offer(await post.arrive({ recipients: [{ address: 'u0@silent.test' }] }), {});
  await until(() => silent.connections.size === 1);
  delivery.rest();
  expect(delivery.firstLeaseMs()).toBeUndefined();
  delivery.offer(await post.arrive({ recipients: [{ address: 'u1@fast.test' }] }), {});
  expect(await delivery.runQueue({ how: {} })).toBe(0);
  expect(delivery.load()).toEqual({ active: 1, waiting: 0 });
  for (const socket of silent.connections) socket.destroy();
  await delivery.close();
  expect(sink.messages).toHaveLength(0);
  expect(await post.spool.count()).toBe(2);
});
