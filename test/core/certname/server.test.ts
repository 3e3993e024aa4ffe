import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../src/base/index.ts';
import { lookAtServer, type Server } from '../../../src/core/certname/index.ts';
import type { ProbeOutcome, ProbeTarget } from '../../../src/core/tls/index.ts';
import { namedDer } from '../../support/named-certificates.ts';

const SERVER: Server = {
  host: 'mx.test',
  port: 25,
  protocol: 'smtp',
  ehlo: 'e.test',
  timeoutMs: 1000,
  serverName: 'n.test',
};

const shows = (leaf: Uint8Array): ProbeOutcome => ({
  kind: 'tls',
  chain: [leaf],
  protocol: 'TLSv1.3',
  cipher: 'x',
  leafKeyType: 'ecdsa',
  capabilities: [],
  timings: { connectMs: 1, handshakeMs: 1 },
});
const tlsError = { code: 'tls/no-shared', message: 'no shared cipher', fault: 'peer', temporary: false } as const;
const lacksKey: ProbeOutcome = { kind: 'no-such-key', error: tlsError };
const silent: ProbeOutcome = { kind: 'timeout', stage: 'connect', afterMs: 1000 };

type Answers = (target: ProbeTarget) => ProbeOutcome;

async function look(addresses: readonly string[], answers: Answers) {
  const asked: ProbeTarget[] = [];
  const result = await lookAtServer(SERVER, {
    addressesOf: async () => ok(addresses),
    probe: async (target) => {
      asked.push(target);
      return answers(target);
    },
  });
  return { result, asked: asked.map(({ address, keyType = 'any' }) => `${address} ${keyType}`) };
}

describe('looking at a server', () => {
  it('tells equal certificates once, with every place, and asks for both types of key', async () => {
    const leaf = await namedDer({ dnsNames: ['mx.test'] });
    const { result, asked } = await look(['192.0.2.1', '192.0.2.2'], ({ keyType }) =>
      keyType === 'rsa' ? lacksKey : shows(leaf),
    );
    if (!result.ok) throw new Error(result.error.message);
    const [only, ...others] = result.value.certificates;
    expect(others).toEqual([]);
    expect(only?.seen.map(({ ip, keyType }) => `${ip} ${keyType}`)).toEqual(['192.0.2.1 ecdsa', '192.0.2.2 ecdsa']);
    expect(asked.sort()).toEqual(['192.0.2.1 ecdsa', '192.0.2.1 rsa', '192.0.2.2 ecdsa', '192.0.2.2 rsa']);
  });
  it('asks without a key type where neither has an answer: Ed25519', async () => {
    const leaf = await namedDer({ dnsNames: ['mx.test'] });
    const { result, asked } = await look(['192.0.2.1'], ({ keyType }) => (keyType ? lacksKey : shows(leaf)));
    expect(result.ok && result.value.certificates[0]?.seen[0]?.keyType).toBe('any');
    expect(asked).toEqual(['192.0.2.1 ecdsa', '192.0.2.1 rsa', '192.0.2.1 any']);
  });
  it('an address that does not answer is unknown, beside one that does', async () => {
    const leaf = await namedDer({ dnsNames: ['mx.test'] });
    const { result } = await look(['192.0.2.1', '192.0.2.2'], ({ address }) =>
      address === '192.0.2.2' ? silent : shows(leaf),
    );
    expect(result.ok && result.value.findings).toMatchObject([
      { id: 'certname.not-seen', severity: 'unknown', scope: { ip: '192.0.2.2' } },
    ]);
  });
  it('a handshake that fails for one type of key is no gap, one that nobody answers is told once', async () => {
    const leaf = await namedDer({ dnsNames: ['mx.test'] });
    const failed: ProbeOutcome = { kind: 'tls-failed', error: tlsError };
    const { result } = await look(['192.0.2.1', '192.0.2.2'], ({ keyType, address }) =>
      keyType === 'ecdsa' && address === '192.0.2.1' ? shows(leaf) : failed,
    );
    if (!result.ok) throw new Error(result.error.message);
    expect(result.value.certificates[0]?.seen).toEqual([{ ip: '192.0.2.1', port: 25, keyType: 'ecdsa' }]);
    expect(result.value.findings.map(({ scope }) => scope)).toEqual([{ ip: '192.0.2.2', port: 25, keyType: 'any' }]);
  });
  it('a leaf that cannot be read is no certificate, and nothing seen at all is a failure', async () => {
    const { result } = await look(['192.0.2.1'], () => shows(Uint8Array.of(1, 2, 3)));
    expect(result).toMatchObject({ ok: false, error: { code: 'tls/no-certificate', temporary: true } });
  });
  it('a name without an address is the failure of its look-up', async () => {
    const failure = { code: 'dns/no-address', message: 'x', fault: 'peer', temporary: false } as const;
    const probe = async (): Promise<ProbeOutcome> => silent;
    expect(await lookAtServer(SERVER, { probe, addressesOf: async () => err(failure) })).toEqual(err(failure));
  });
});
