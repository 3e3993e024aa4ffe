import { createHash, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../src/lab/ca/index.ts';
import { type TlsaMaterial, tlsaRdata } from '../../../src/lab/world/tlsa.ts';
import type { DomainRow } from '../../../src/lab/world/types.ts';
import { hostName, planZone } from '../../../src/lab/world/zone-plan.ts';

let ca: LabCa;
let material: TlsaMaterial;
beforeAll(async () => {
  ca = await createLabCa(new Date());
  const issue = (name: string, keyType: 'p256' | 'rsa' = 'p256') => ca.issue({ keyType, names: [name] });
  material = {
    credentials: [await issue('mx.x.test'), await issue('mx.x.test', 'rsa')],
    ca: ca.intermediate.certificate,
    root: ca.root.certificate,
    next: (await issue('next.test')).chain[0]!,
    old: (await issue('old.test')).chain[0]!,
  };
});

const spki = (der: Uint8Array): Buffer => new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
const digest = (name: string, octets: Uint8Array): string => createHash(name).update(octets).digest('hex');

function records(row: Partial<DomainRow>): string[] {
  const full = {
    name: 'x.test',
    shows: '',
    hosts: [],
    expect: { verdict: 'pass', policy: 'dane', exit: 0, findings: [] },
    ...row,
  } as DomainRow;
  const facts = { addresses: { v4: '192.0.2.64', v6: '2001:db8::100' }, material };
  const plan = planZone(full, new Map(full.hosts.map((host) => [hostName(full, host), facts])));
  return plan.records.slice(3).map(({ name, type, text }) => `${name} ${type} ${text.slice(0, 40)}`);
}

describe('tlsaRdata', () => {
  it('makes association data from what the word names (RFC 6698 §2.1)', () => {
    const [p256, rsa] = material.credentials.map(({ chain }) => chain[0]!);
    const check = (word: string, expected: string): void => expect(tlsaRdata(word, material)).toBe(expected);
    check('3 1 1', `3 1 1 ${digest('sha256', spki(p256!))}`);
    check('3 0 1', `3 0 1 ${digest('sha256', p256!)}`);
    check('3 1 2 rsa', `3 1 2 ${digest('sha512', spki(rsa!))}`);
    check('2 0 0', `2 0 0 ${Buffer.from(material.ca).toString('hex')}`);
    check('2 1 0', `2 1 0 ${spki(material.ca).toString('hex')}`);
    check('2 0 1 root', `2 0 1 ${digest('sha256', material.root)}`);
    check('3 1 1 next', `3 1 1 ${digest('sha256', spki(material.next))}`);
    check('3 1 1 old', `3 1 1 ${digest('sha256', spki(material.old))}`);
  });

  it('takes a word that is none for a bug', () => {
    expect(() => tlsaRdata('3 1', material)).toThrow('not a TLSA word');
    expect(() => tlsaRdata('3 1 1 ed25519', material)).toThrow('no certificate "ed25519"');
  });
});

describe('planZone', () => {
  it('gives each host its MX, addresses and TLSA', () => {
    const tlsa = tlsaRdata('3 1 1', material).slice(0, 40);
    expect(
      records({
        hosts: [
          { name: 'mx1', tlsa: ['3 1 1'] },
          { name: 'mx2', addresses: 'v4' },
        ],
      }),
    ).toEqual([
      'x.test MX 10 mx1.x.test.',
      'x.test MX 20 mx2.x.test.',
      'mx1.x.test A 192.0.2.64',
      'mx1.x.test AAAA 2001:db8::100',
      `_25._tcp.mx1.x.test TLSA ${tlsa}`,
      'mx2.x.test A 192.0.2.64',
    ]);
  });

  it('writes null MX, no MX, foreign MX and further records as the row says', () => {
    expect(records({ mx: 'null' })).toEqual(['x.test MX 0 .']);
    expect(records({ mx: 'none', hosts: [{ name: '@', addresses: 'v4' }] })).toEqual(['x.test A 192.0.2.64']);
    expect(records({ mx: ['mx.good.test.', 'alias'], records: ['alias CNAME mx', '@ TXT "x"'] })).toEqual([
      'x.test MX 10 mx.good.test.',
      'x.test MX 20 alias.x.test.',
      'alias.x.test CNAME mx.x.test.',
      'x.test TXT "x"',
    ]);
  });

  it('puts TLSA under a wildcard, behind a CNAME, or at every port with a service', () => {
    const owners = (host: object): string[] =>
      records({ mx: 'none', hosts: [{ name: 'mx', tlsa: ['3 1 1'], addresses: 'v4', ...host }] })
        .slice(1)
        .map((record) => record.split(' ').slice(0, 2).join(' '));
    expect(owners({ tlsaAt: 'wildcard' })).toEqual(['*._tcp.mx.x.test TLSA']);
    expect(owners({ tlsaAt: 'cname' })).toEqual(['_25._tcp.mx.x.test CNAME', '_dane.mx.x.test TLSA']);
    expect(owners({ services: [{ port: 143, dialect: 'imap' }] })).toEqual([
      '_25._tcp.mx.x.test TLSA',
      '_143._tcp.mx.x.test TLSA',
    ]);
  });
});
