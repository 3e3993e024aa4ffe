/** The sockets, on loopback: datagrams, pipelined streams, TLS, HTTPS, and clients that leave in the middle. */
import { createSocket } from 'node:dgram';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeMessage, encodeQuery, FrameReader, frame, RR } from '../../../src/core/dns/index.ts';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { createLabCa } from '../../../src/lab/ca/index.ts';
import {
  createResponder,
  createZone,
  type Listening,
  listenDns,
  listenHttps,
  listenTls,
  type Respond,
} from '../../../src/lab/dns/index.ts';
import { NOW, source, zonesOf } from './zones.ts';

const zones = zonesOf([createZone(source('org', 'mx A 192.0.2.1\nsilent A 192.0.2.2\nlate A 192.0.2.3'))]);
const good = createResponder({ zones, role: 'resolver' }).respond;
/** `late` has its answer when it is released; `silent` never. */
let release = (): void => {};
let arrived = (): void => {};
const respond: Respond = (query, transport) => {
  const text = Buffer.from(query).toString('latin1');
  if (text.includes('silent')) return undefined;
  if (!text.includes('late')) return good(query, transport);
  return new Promise((resolve) => {
    release = () => resolve(good(query, transport));
    arrived();
  });
};

let dns: Listening;
let tls: Listening;
let https: Listening;
beforeAll(async () => {
  const { keyPem, chain } = await (await createLabCa(NOW)).issue({ keyType: 'p256', names: ['resolver.lab.test'] });
  const certificate = { key: keyPem, cert: chain.map((der) => formatPem('CERTIFICATE', der)).join('') };
  [dns, tls, https] = await Promise.all([
    listenDns(respond),
    listenTls(respond, certificate),
    listenHttps(respond, certificate),
  ]);
});
afterAll(async () => {
  await Promise.all([dns, tls, https].map((server) => server.close()));
});

const query = (id: number, name = 'mx.org'): Uint8Array =>
  encodeQuery(
    { name, type: RR.A },
    { id, edns: true, dnssecOk: false, checkingDisabled: false, recursionDesired: true },
  );

function idOf(octets: Uint8Array): number {
  const decoded = decodeMessage(octets);
  return decoded.ok && decoded.value.answers.length === 1 ? decoded.value.id : -1;
}

/** Ids of the first answers that come over the stream, in their order. */
function idsFrom(socket: Socket, count: number, onId: (id: number) => void = () => {}): Promise<number[]> {
  const frames = new FrameReader();
  const ids: number[] = [];
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      for (const message of frames.push(chunk)) {
        ids.push(idOf(message));
        onId(ids.at(-1)!);
      }
      if (ids.length < count) return;
      socket.destroy();
      resolve(ids);
    });
  });
}

describe('UDP', () => {
  it('answers datagrams, and lives through those that are no queries', async () => {
    const socket = createSocket('udp4');
    const answered = new Promise<number>((resolve) => socket.on('message', (octets) => resolve(idOf(octets))));
    socket.send(new Uint8Array(), dns.port, '127.0.0.1');
    socket.send(Uint8Array.of(1, 2, 3), dns.port, '127.0.0.1');
    socket.send(query(5, 'silent.org'), dns.port, '127.0.0.1');
    socket.send(query(6), dns.port, '127.0.0.1');
    expect(await answered).toBe(6);
    socket.close();
  });
});

describe('TCP', () => {
  it('takes queries in any pieces, many in a row (RFC 7766 §6.2.1.1)', async () => {
    const socket = connect(dns.port, '127.0.0.1');
    const ids = idsFrom(socket, 3);
    const octets = Buffer.concat([1, 2, 3].map((id) => frame(query(id))));
    for (const [from, to] of [
      [0, 1],
      [1, 40],
      [40, octets.length],
    ] as const) {
      socket.write(octets.subarray(from, to));
    }
    expect(await ids).toEqual([1, 2, 3]);
  });

  it('does not keep the next answer back for a slow one', async () => {
    const socket = connect(dns.port, '127.0.0.1');
    const ids = idsFrom(socket, 2, (id) => id === 2 && release());
    socket.write(Buffer.concat([frame(query(1, 'late.org')), frame(query(2))]));
    expect(await ids).toEqual([2, 1]);
  });

  it('lives through a client that resets before its answer', async () => {
    const held = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const gone = connect(dns.port, '127.0.0.1');
    gone.write(frame(query(1, 'late.org')));
    await held;
    gone.resetAndDestroy();
    release();
    const socket = connect(dns.port, '127.0.0.1');
    socket.write(frame(query(9)));
    expect(await idsFrom(socket, 1)).toEqual([9]);
  });
});

describe('TLS', () => {
  it('answers over a connection with ALPN dot (RFC 7858 §3.1)', async () => {
    const socket = connectTls({ port: tls.port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['dot'] });
    socket.write(frame(query(4)));
    expect(await idsFrom(socket, 1)).toEqual([4]);
    expect(socket.alpnProtocol).toBe('dot');
  });

  it('lives through a client that does not speak TLS', async () => {
    const socket = connect(tls.port, '127.0.0.1');
    const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.write('EHLO client.test\r\n');
    await ended;
    const good = connectTls({ port: tls.port, host: '127.0.0.1', rejectUnauthorized: false });
    good.write(frame(query(8)));
    expect(await idsFrom(good, 1)).toEqual([8]);
  });
});

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly type?: string;
  readonly body?: Uint8Array;
}

function http({ path = '/dns-query', method = 'GET', type, body }: Asked): Promise<{ status: number; body: Buffer }> {
  const headers = type === undefined ? {} : { 'content-type': type };
  return new Promise((resolve, reject) => {
    const options = {
      port: https.port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      path,
      method,
      headers,
      agent: false,
    };
    const sent = httpsRequest(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('HTTPS (RFC 8484)', () => {
  const MEDIA_TYPE = 'application/dns-message';
  const inPath = (octets: Uint8Array): string => `/dns-query?dns=${Buffer.from(octets).toString('base64url')}`;

  it.each<[string, Asked, number]>([
    ['GET', { path: inPath(query(0)) }, 200],
    ['POST', { method: 'POST', type: MEDIA_TYPE, body: query(0) }, 200],
    ['GET without a query', {}, 400],
    ['another path', { path: '/' }, 404],
    ['a path that is no URL', { path: '//' }, 404],
    ['another method', { method: 'DELETE' }, 405],
    ['a body of another type', { method: 'POST', type: 'text/plain', body: query(0) }, 415],
    ['a body too large', { method: 'POST', type: MEDIA_TYPE, body: new Uint8Array(65_536) }, 413],
    ['a query the server is silent about', { path: inPath(query(0, 'silent.org')) }, 504],
  ])('%s: %o gives %i', async (_, asked, status) => {
    const response = await http(asked);
    expect(response.status).toBe(status);
    expect(response.body.length > 0 ? idOf(response.body) : undefined).toBe(status === 200 ? 0 : undefined);
  });
});

describe('closing', () => {
  it('ends open connections and frees the port', async () => {
    const server = await listenDns(respond);
    const socket = connect(server.port, '127.0.0.1');
    const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.on('error', () => {});
    socket.write(frame(query(1)));
    socket.once('data', () => void server.close());
    await ended;
    const refused = connect(server.port, '127.0.0.1');
    const code = await new Promise((resolve) =>
      refused.on('error', (error: NodeJS.ErrnoException) => resolve(error.code)),
    );
    expect(code).toBe('ECONNREFUSED');
  });
});
