import { X509Certificate } from 'node:crypto';
import { createServer, connect as dial, type Server } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNet, createTlsAcceptor, type ServedIdentity } from '../../../../src/core/net/index.ts';
import { formatPem, formatSigningKey, generateSigningKey, issueCertificate } from '../../../../src/core/pki/issue.ts';

const dates = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 86_400_000) };

/** A self-signed identity whose proof says whose it is: stapling is about which octets go out. */
async function identity(
  keyType: 'rsa' | 'ecdsa',
  name: string,
  proof?: ServedIdentity['proof'],
): Promise<ServedIdentity> {
  const key = await generateSigningKey(keyType === 'rsa' ? 'rsa' : 'p256');
  const der = await issueCertificate({ subject: name, dnsNames: [name], ...dates }, key.publicKey, { key });
  return { keyType, key: formatSigningKey(key), cert: formatPem('CERTIFICATE', der), ...(proof && { proof }) };
}

const proofFor = (name: string): Promise<Uint8Array> => Promise.resolve(Buffer.from(`proof for ${name}`));

let rsa: ServedIdentity;
let ecdsa: ServedIdentity;
let other: ServedIdentity;
let unproven: ServedIdentity;
let failing: ServedIdentity;
beforeAll(async () => {
  rsa = await identity('rsa', 'rsa.test', () => proofFor('rsa.test'));
  ecdsa = await identity('ecdsa', 'ecdsa.test', () => proofFor('ecdsa.test'));
  other = await identity('ecdsa', 'other.test', () => proofFor('other.test'));
  unproven = await identity('ecdsa', 'unproven.test');
  failing = await identity('ecdsa', 'failing.test', () => Promise.reject(new Error('disk on fire')));
});

let server: Server | undefined;
afterEach(() => server?.close());

type Choose = Parameters<typeof createTlsAcceptor>[0]['identitiesFor'];

async function serve(identitiesFor: Choose, starttls = false): Promise<number> {
  const acceptor = createTlsAcceptor({ identitiesFor, timeoutMs: 1500 });
  server = createServer((socket) => {
    socket.on('error', () => {});
    if (!starttls) return void acceptor.accept(socket);
    socket.write('220 go ahead\r\n');
    void acceptor.accept(socket).then((tls) => tls?.end('inside\r\n'));
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

interface Client {
  readonly keyType?: 'rsa' | 'ecdsa';
  readonly serverName?: string;
  readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3';
  readonly starttls?: boolean;
}

/** `CN: proof`, or the failure's code. */
async function met(port: number, { starttls = false, ...offer }: Client): Promise<string> {
  const net = createNet();
  try {
    const dialled = await net.dial('127.0.0.1', port, { timeoutMs: 5000 });
    if (!dialled.ok) return dialled.error.code;
    if (starttls) await new Promise<void>((resolve) => void dialled.value.stream.once('data', () => resolve()));
    if (starttls) dialled.value.stream.pause();
    const tls = await net.startTls(dialled.value, { timeoutMs: 5000, ...offer });
    if (!tls.ok) return tls.error.code;
    const { chain, ocspResponse } = tls.value;
    tls.value.destroy();
    return `${new X509Certificate(chain[0]!).subject.slice(3)}: ${Buffer.from(ocspResponse ?? []).toString() || 'none'}`;
  } finally {
    await net.close();
  }
}

describe('a server with two keys staples the proof of the one it shows', () => {
  const versions = ['TLSv1.2', 'TLSv1.3'] as const;
  const cases = ([false, true] as const).flatMap((starttls) =>
    versions.flatMap((maxVersion) => (['rsa', 'ecdsa'] as const).map((keyType) => ({ starttls, maxVersion, keyType }))),
  );
  it.each(cases)('%j', async (offer) => {
    for (const identities of [
      [rsa, ecdsa],
      [ecdsa, rsa],
    ] as const) {
      const port = await serve(() => identities, offer.starttls);
      expect(await met(port, offer)).toBe(`${offer.keyType}.test: proof for ${offer.keyType}.test`);
      server?.close();
    }
  });
});

describe('an acceptor', () => {
  it('chooses by SNI', async () => {
    const port = await serve((hello) => (hello?.serverName === 'other.test' ? [other] : [ecdsa]));
    expect(await met(port, { serverName: 'other.test' })).toBe('other.test: proof for other.test');
    expect(await met(port, { serverName: 'unheard.test' })).toBe('ecdsa.test: proof for ecdsa.test');
    expect(await met(port, {})).toBe('ecdsa.test: proof for ecdsa.test');
  });

  it('goes on without a proof where there is none, or where it cannot be had', async () => {
    expect(await met(await serve(() => [unproven]), {})).toBe('unproven.test: none');
    server?.close();
    expect(await met(await serve(() => [failing]), {})).toBe('failing.test: none');
  });

  it('lets OpenSSL refuse a client that can use no key it has', async () => {
    expect(await met(await serve(() => [ecdsa]), { keyType: 'rsa' })).toBe('tls/alert');
  });

  it.each<[string, (socket: import('node:net').Socket) => void]>([
    ['speaks no TLS', (socket) => socket.write('EHLO x\r\n')],
    ['hangs up at once', (socket) => socket.end()],
    ['hangs up within its ClientHello', (socket) => socket.end(Buffer.of(22, 3, 1, 0, 200, 1))],
    ['never says a word', () => {}],
    ['stops within its ClientHello', (socket) => socket.write(Buffer.of(22, 3, 1, 0, 200, 1))],
  ])('lets go of a client that %s', async (_what, act) => {
    const port = await serve(() => [ecdsa]);
    const socket = dial(port, '127.0.0.1');
    socket.on('error', () => {}).resume();
    act(socket);
    await new Promise<void>((resolve) => void socket.once('close', () => resolve()));
    expect(await met(port, {})).toMatch(/^ecdsa/);
  });
});
