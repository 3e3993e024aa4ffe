/** Servers that mean harm, or are broken: a survey ends, within its bounds, and calls nothing good. */
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom, systemClock, verdictOf } from '../../../src/base/index.ts';
import { createNet } from '../../../src/core/net/index.ts';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { survey } from '../../../src/core/survey/index.ts';
import { createProbe, type StartTlsProtocol } from '../../../src/core/tls/index.ts';
import { type Credential, createLabCa } from '../../../src/lab/ca/index.ts';

const net = createNet();
let ecdsa: Credential;

beforeAll(async () => {
  const ca = await createLabCa(new Date());
  ecdsa = await ca.issue({ keyType: 'p256', names: ['mx.test'] });
});
afterAll(() => net.close());

async function meet(serve: (socket: Socket) => void, protocol: StartTlsProtocol = 'none') {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const options = { serverName: 'mx.test', ehlo: 'a', timeoutMs: 400, deadlineMs: 5000, pauseMs: 5, fast: false };
  const ports = { net, probe: createProbe(net), clock: systemClock, random: seededRandom(1), roots: [] };
  try {
    const { data, findings } = await survey('mx.test', ['127.0.0.1'], { port, protocol, ...options }, ports);
    return { address: data.addresses[0]!, ids: findings.map(({ id }) => id), verdict: verdictOf(findings) };
  } finally {
    server.close();
  }
}

const record = (type: number, payload: readonly number[]): Buffer =>
  Buffer.from([type, 3, 3, payload.length >> 8, payload.length & 255, ...payload]);
const serverHello = (version: number, suite: number): readonly number[] => [
  ...[2, 0, 0, 38, version >> 8, version & 255],
  ...Array<number>(32).fill(7),
  ...[0, suite >> 8, suite & 255, 0],
];

/** Says it again and again, for as long as anybody listens. */
function forever(socket: Socket, first: Buffer, again: Buffer): void {
  socket.once('data', () => {
    socket.write(first);
    const more = (): void => {
      if (!socket.destroyed && !socket.writableEnded) socket.write(again, () => setImmediate(more));
    };
    more();
  });
}

describe('a survey of a hostile server', () => {
  it.each<[string, (socket: Socket) => void]>([
    [
      'sends records without end behind its hello',
      (socket) => forever(socket, record(22, serverHello(0x0303, 0xc02f)), record(22, Array<number>(16_000).fill(11))),
    ],
    [
      'sends empty records without end',
      (socket) => forever(socket, record(22, []), Buffer.concat(Array(2000).fill(record(22, [])))),
    ],
    [
      'sends warnings without end',
      (socket) => forever(socket, record(21, [1, 112]), Buffer.concat(Array(2000).fill(record(21, [1, 112])))),
    ],
    [
      'begins a message of sixteen million octets',
      (socket) => void socket.once('data', () => socket.write(record(22, [2, 255, 255, 255]))),
    ],
    [
      'chooses a version from the future',
      (socket) => void socket.once('data', () => socket.end(record(22, serverHello(0x03ff, 0x1301)))),
    ],
    [
      'chooses a suite that nobody offered',
      (socket) => void socket.once('data', () => socket.end(record(22, serverHello(0x0303, 0xfafa)))),
    ],
    ['closes at once', (socket) => void socket.destroy()],
    ['says nothing', () => {}],
    ['speaks HTTP', (socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))],
  ])('that %s', async (_what, serve) => {
    const { verdict, address } = await meet(serve);
    expect(['fail', 'unknown']).toContain(verdict);
    expect(address.certificates).toEqual([]);
    expect(address.connections).toBeLessThan(120);
  });

  /** Takes what came in one breath with STARTTLS for said inside TLS, as CVE-2011-0411 was. */
  function credulous(socket: Socket): void {
    const { keyPem: key, chain } = ecdsa;
    socket.write('220 mx.test ESMTP\r\n');
    socket.on('data', function hear(octets: Buffer) {
      const text = octets.toString('latin1');
      if (/^EHLO/i.test(text)) socket.write('250-mx.test\r\n250 STARTTLS\r\n');
      const slipped = /STARTTLS\r\n([\s\S]*)/i.exec(text)?.[1];
      if (slipped === undefined) return;
      socket.off('data', hear);
      socket.write('220 go ahead\r\n');
      const cert = chain.map((der) => formatPem('CERTIFICATE', der)).join('');
      const tls = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ key, cert }) });
      tls.on('error', () => {}).once('secure', () => void (slipped !== '' && tls.write('250 2.0.0 OK\r\n')));
    });
  }

  it('finds a server that carries out what was slipped in before TLS (CVE-2011-0411)', async () => {
    const { address, ids, verdict } = await meet(credulous, 'smtp');
    expect([address.injection, verdict]).toEqual(['yes', 'fail']);
    expect(ids).toContain('tls.starttls.injection');
  });
});
