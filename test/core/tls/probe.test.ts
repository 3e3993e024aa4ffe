import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { equalBytes, type TraceEvent } from '../../../src/base/index.ts';
import { createNet } from '../../../src/core/net/index.ts';
import { createProbe, type ProbeOutcome, type ProbeTarget } from '../../../src/core/tls/index.ts';
import { type ChainShape, type Credential, createLabCa, type LabCa } from '../../../src/lab/ca/index.ts';
import { type DialectName, type MailServer, startMailServer } from '../../../src/lab/smtp/index.ts';

let ca: LabCa;
let ecdsa: Credential;
let rsa: Credential;
const servers: MailServer[] = [];
const net = createNet();

beforeAll(async () => {
  ca = await createLabCa(new Date());
  ecdsa = await ca.issue({ keyType: 'p256', names: ['mx.test'] });
  rsa = await ca.issue({ keyType: 'rsa', names: ['mx.test'] });
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

interface Scene {
  readonly mood?: string;
  readonly dialect?: DialectName;
  readonly credentials?: readonly Credential[];
  readonly tlsOnConnect?: boolean;
}

async function meet(
  scene: Scene,
  target: Partial<ProbeTarget> = {},
  trace?: (event: TraceEvent) => void,
): Promise<ProbeOutcome> {
  const { mood = 'ok', dialect = 'smtp', credentials = [ecdsa, rsa], tlsOnConnect = false } = scene;
  const server = await startMailServer({ host: 'mx.test', dialect, mood, credentials, tlsOnConnect }, { slowMs: 5 });
  servers.push(server);
  return createProbe(
    net,
    trace,
  )({
    address: '127.0.0.1',
    port: server.port,
    protocol: tlsOnConnect ? 'none' : dialect,
    serverName: 'mx.test',
    ehlo: 'probe.test',
    timeoutMs: 5000,
    ...target,
  });
}

const DIALECTS: readonly DialectName[] = ['smtp', 'imap', 'pop3', 'sieve', 'xmpp'];

describe('coming to TLS', () => {
  it.each(DIALECTS)('speaks %s up to the handshake', async (dialect) => {
    expect(await meet({ dialect })).toMatchObject({ kind: 'tls', protocol: 'TLSv1.3', leafKeyType: 'ecdsa' });
  });
  it.each(DIALECTS)('tells that %s does not offer it', async (dialect) => {
    expect(await meet({ dialect, mood: 'no-starttls' })).toMatchObject({ kind: 'no-starttls' });
  });
  it('speaks TLS from the first octet where that is the protocol', async () => {
    expect(await meet({ tlsOnConnect: true })).toMatchObject({ kind: 'tls', capabilities: [] });
  });
  it.each([
    ['starttls-454', { kind: 'starttls-refused', temporary: true }],
    ['banner-421', { kind: 'greeting-refused', temporary: true }],
    ['banner-554', { kind: 'greeting-refused', temporary: false }],
    ['slow-banner', { kind: 'tls' }],
    ['huge-banner', { kind: 'protocol-error', stage: 'greeting' }],
    ['endless-reply', { kind: 'protocol-error', stage: 'ehlo' }],
    ['garbage', { kind: 'protocol-error', stage: 'greeting' }],
    ['injects', { kind: 'protocol-error', stage: 'starttls' }],
    ['tls-alert', { kind: 'tls-failed', error: { code: 'tls/alert', alert: 'handshake_failure' } }],
    ['tls-cut', { kind: 'tls-failed', error: { code: 'tls/closed' } }],
    ['tls-garbage', { kind: 'tls-failed', error: { code: 'tls/protocol' } }],
    ['tls12-only', { kind: 'tls', protocol: 'TLSv1.2' }],
    ['tls10-only', { kind: 'tls', protocol: 'TLSv1' }],
  ])('meets a server in the mood %s', async (mood, expected) => {
    expect(await meet({ mood })).toMatchObject(expected);
  });
  it('gives up on a silent server when its time is over', async () => {
    expect(await meet({ mood: 'silent' }, { timeoutMs: 60 })).toEqual({
      kind: 'timeout',
      stage: 'greeting',
      afterMs: 60,
    });
  });
  it('tells a closed port from a silent one', async () => {
    const outcome = await createProbe(net)({
      address: '127.0.0.1',
      port: 1,
      protocol: 'smtp',
      ehlo: 'a',
      timeoutMs: 2000,
    });
    expect(outcome).toMatchObject({ kind: 'unreachable', error: { code: 'net/refused' } });
  });
  it('stops when asked to', async () => {
    const outcome = await meet({ mood: 'silent' }, { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ kind: 'unreachable', error: { code: 'net/aborted' } });
  });
});

describe('key types (RFC 8446 §4.2.3)', () => {
  it.each([
    ['rsa', 'rsa'],
    ['ecdsa', 'ecdsa'],
  ] as const)('sees the %s certificate when it offers only that', async (keyType, leafKeyType) => {
    expect(await meet({}, { keyType })).toMatchObject({ kind: 'tls', leafKeyType });
    expect(await meet({ mood: 'tls12-only' }, { keyType })).toMatchObject({ kind: 'tls', leafKeyType });
  });
  it('tells that a server has no certificate of a type', async () => {
    expect(await meet({ credentials: [ecdsa] }, { keyType: 'rsa' })).toMatchObject({ kind: 'no-such-key' });
    expect(await meet({ credentials: [rsa] }, { keyType: 'ecdsa' })).toMatchObject({ kind: 'no-such-key' });
    expect(await meet({ credentials: [rsa], mood: 'tls12-only' }, { keyType: 'ecdsa' })).toMatchObject({
      kind: 'no-such-key',
    });
  });
  it('sees an Ed25519 certificate when everything is offered', async () => {
    const credential = await ca.issue({ keyType: 'ed25519', names: ['mx.test'] });
    expect(await meet({ credentials: [credential] })).toMatchObject({ kind: 'tls', leafKeyType: 'ed25519' });
  });
});

describe('the chain as sent (RFC 8446 §4.4.2, RFC 5246 §7.4.2)', () => {
  const shapes: readonly ChainShape[] = ['usual', 'with-root', 'leaf-only', 'unordered', 'duplicate', 'unrelated'];
  it.each(shapes.flatMap((shape) => [[shape, 'ok'] as const, [shape, 'tls12-only'] as const]))(
    'is told in order and number: %s, server %s',
    async (shape, mood) => {
      const credential = await ca.issue({ keyType: 'p256', names: ['mx.test'], shape });
      const outcome = await meet({ mood, credentials: [credential] });
      const chain = outcome.kind === 'tls' ? outcome.chain : [];
      expect(chain.length).toBe(credential.chain.length);
      expect(chain.every((der, i) => equalBytes(der, credential.chain[i]!))).toBe(true);
    },
  );
  it('is read across records when it is long', async () => {
    const credential = await ca.issue({ keyType: 'p256', names: ['mx.test'], ballastBytes: 60_000 });
    const outcome = await meet({ credentials: [credential] });
    expect(outcome.kind === 'tls' && equalBytes(outcome.chain[0]!, credential.chain[0]!)).toBe(true);
  });
  it('is refused when it is of hostile size, quickly', async () => {
    const credential = await ca.issue({ keyType: 'p256', names: ['mx.test'], ballastBytes: 4_000_000 });
    expect(await meet({ credentials: [credential] })).toMatchObject({ kind: 'tls-failed' });
  });
});

it('traces each line and the handshake', async () => {
  const events: TraceEvent[] = [];
  await meet({}, {}, (event) => events.push(event));
  expect(events.map((event) => `${event.direction} ${event.text}`)).toEqual(
    expect.arrayContaining(['out EHLO probe.test', 'out STARTTLS', expect.stringContaining('note TLSv1.3 TLS_')]),
  );
});
