import { createServer, connect as dial, type Socket } from 'node:net';
import { type ConnectionOptions, connect } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClientHello,
  MAX_CLIENT_HELLO_BYTES,
  readClientHello,
  usableKeyTypes,
} from '../../../../src/core/net/index.ts';

/** What OpenSSL says first, with these settings. */
async function firstFlight(options: ConnectionOptions & { requestOCSP?: boolean }): Promise<Uint8Array> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const heard = new Promise<Uint8Array>((resolve) => {
    server.once('connection', (socket: Socket) =>
      socket.once('data', (octets) => resolve(octets)).on('error', () => {}),
    );
  });
  const raw = dial(port, '127.0.0.1');
  const socket = connect({ ...options, socket: raw }).on('error', () => {});
  try {
    return await heard;
  } finally {
    socket.destroy();
    server.close();
  }
}

function read(octets: Uint8Array): ClientHello {
  const reading = readClientHello(octets);
  if (reading.kind !== 'hello') throw new Error(JSON.stringify(reading));
  return reading.hello;
}

describe('readClientHello', () => {
  it('reads what OpenSSL offers', async () => {
    const octets = await firstFlight({ servername: 'MX.example.test', ALPNProtocols: ['h2', 'x'], requestOCSP: true });
    const hello = read(octets);
    expect(hello).toMatchObject({ serverName: 'mx.example.test', alpn: ['h2', 'x'], wantsProof: true });
    expect(hello.versions.slice(0, 2)).toEqual([0x0304, 0x0303]);
    expect(hello.cipherSuites).toContain(0x1301);
    expect(hello.signatureSchemes).toContain(0x0403);
    expect(hello.groups).toContain(0x001d);
  });

  it('tells a client that wants no proof and names nobody', async () => {
    const hello = read(await firstFlight({ maxVersion: 'TLSv1.2' }));
    expect(hello).toMatchObject({ versions: [0x0303], alpn: [], wantsProof: false });
    expect(hello.serverName).toBeUndefined();
  });

  it('asks for more until the message is whole, in as many records as it takes (RFC 8446 §5.1)', async () => {
    const octets = await firstFlight({ servername: 'mx.test' });
    const message = octets.subarray(5);
    const whole = read(octets);
    for (let end = 0; end < octets.length; end += 1) {
      expect(readClientHello(octets.subarray(0, end))).toEqual({ kind: 'more' });
    }
    const scattered = [...message].flatMap((octet) => [22, 3, 1, 0, 1, octet]);
    expect(read(Uint8Array.from(scattered))).toEqual(whole);
    expect(readClientHello(Uint8Array.from(scattered.slice(0, -1)))).toEqual({ kind: 'more' });
    expect(read(Uint8Array.from([...octets, 23, 3, 3, 0, 1, 9]))).toEqual(whole);
  });

  it.each<[string, number[], RegExp]>([
    ['a mail line', [...Buffer.from('EHLO x\r\n')], /no TLS handshake record/],
    ['another handshake message', [22, 3, 1, 0, 4, 2, 0, 0, 0], /no ClientHello/],
    ['an empty record', [22, 3, 1, 0, 0], /record of 0 octets/],
    ['a record beyond 2^14', [22, 3, 1, 0xff, 0xff], /record of 65535 octets/],
    ['a message without end', [22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff], new RegExp(`first message of ${0xffffff + 4}`)],
    ['another record within the message', [22, 3, 1, 0, 4, 1, 0, 0, 9, 21, 3, 1, 0, 2], /no TLS handshake record/],
    ['a body too short for its fields', [22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3], /contradicts/],
  ])('refuses %s', (_what, octets, why) => {
    const reading = readClientHello(Uint8Array.from(octets));
    expect(reading.kind === 'no-hello' && reading.detail).toMatch(why);
    expect(MAX_CLIENT_HELLO_BYTES).toBe(65_536);
  });

  it('never throws, whatever is sent', async () => {
    const octets = await firstFlight({ servername: 'mx.test', ALPNProtocols: ['h2'] });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void readClientHello(bytes)));
    fc.assert(
      fc.property(fc.nat(octets.length - 1), fc.nat(255), (at, octet) => {
        const changed = Uint8Array.from(octets);
        changed[at] = octet;
        void readClientHello(changed);
      }),
    );
  });
});

describe('usableKeyTypes', () => {
  const RSA_SUITE = 0xc02f;
  const ECDSA_SUITE = 0xc02b;
  const check = (expected: readonly string[], hello: Partial<ClientHello>): void => {
    const full = {
      versions: [0x0304],
      cipherSuites: [0x1301],
      groups: [],
      alpn: [],
      wantsProof: true,
      wantsTicket: false,
      offersSession: false,
      ...hello,
    };
    expect(usableKeyTypes(full)).toEqual(expected);
  };

  it('goes by the signature schemes in TLS 1.3, in the order of the client (RFC 8446 §4.4.2.2)', () => {
    check(['ecdsa', 'rsa'], { signatureSchemes: [0x0403, 0x0804] });
    check(['rsa', 'ecdsa'], { signatureSchemes: [0x0804, 0x0403] });
    check(['rsa'], { signatureSchemes: [0x0804, 0x0401] });
    check(['ed25519'], { signatureSchemes: [0x0807] });
    check([], { signatureSchemes: [0x0809, 0x0a0a] });
  });

  it('wants a cipher suite with that authentication too, up to TLS 1.2 (RFC 5246 §7.4.2)', () => {
    const schemes = [0x0403, 0x0401];
    check(['rsa'], { versions: [0x0303], cipherSuites: [RSA_SUITE], signatureSchemes: schemes });
    check(['ecdsa'], { versions: [0x0303], cipherSuites: [ECDSA_SUITE, 0x1301], signatureSchemes: schemes });
    check(['ecdsa', 'rsa'], { versions: [0x0303], cipherSuites: [RSA_SUITE, ECDSA_SUITE], signatureSchemes: schemes });
  });

  it('takes silence about signatures for SHA-1 with either key (RFC 5246 §7.4.1.4.1)', () => {
    check(['rsa'], { versions: [0x0302], cipherSuites: [RSA_SUITE] });
    check(['ecdsa', 'rsa'], { versions: [0x0302, 0x0301], cipherSuites: [RSA_SUITE, ECDSA_SUITE] });
  });
});
