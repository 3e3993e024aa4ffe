/** What a path to a trust anchor must be. Each row was put to OpenSSL 3 (`s_client -dane_tlsa_rrdata`), which judges alike. */
import { beforeAll, describe, expect, it } from 'vitest';
import { matchChain } from '../../../src/core/dane/index.ts';
import type { Tlsa } from '../../../src/core/dns/index.ts';
import type { Certificate } from '../../../src/core/pki/index.ts';
import {
  type CertificateTemplate,
  generateSigningKey,
  issueCertificate,
  type SigningKey,
} from '../../../src/core/pki/issue.ts';
import { certificate, NOW, tlsa } from '../../support/chains.ts';

const DAY_MS = 86_400_000;
const dates = (from: number, to: number) => ({
  notBefore: new Date(NOW.getTime() + from * DAY_MS),
  notAfter: new Date(NOW.getTime() + to * DAY_MS),
});
const ended = dates(-10, -1);
const CA = ['keyCertSign', 'cRLSign'] as const;

let keys: Record<'root' | 'mid' | 'leaf' | 'other', SigningKey>;
beforeAll(async () => {
  const [root, mid, leaf, other] = await Promise.all(Array.from({ length: 4 }, () => generateSigningKey('p256')));
  keys = { root: root!, mid: mid!, leaf: leaf!, other: other! };
});

type Change = { [Part in 'root' | 'mid' | 'leaf']?: Partial<Record<keyof CertificateTemplate, unknown>> };
interface Chain {
  readonly root: Certificate;
  readonly mid: Certificate;
  readonly leaf: Certificate;
}

async function make(change: Change = {}): Promise<Chain> {
  const template = (base: CertificateTemplate, part: keyof Change): CertificateTemplate => {
    const merged = Object.entries({ ...base, ...change[part] }).filter(([, value]) => value !== undefined);
    return Object.fromEntries(merged) as unknown as CertificateTemplate;
  };
  const common = { ...dates(-1, 90), ca: {}, keyUsage: CA };
  const issue = (of: CertificateTemplate, part: keyof Change, by: { key: SigningKey; certificate?: Uint8Array }) =>
    issueCertificate(template(of, part), keys[part].publicKey, by);
  const root = await issue({ subject: 'root', ...common }, 'root', { key: keys.root });
  const mid = await issue({ subject: 'mid', ...common }, 'mid', { key: keys.root, certificate: root });
  const usual: CertificateTemplate = {
    subject: 'mx.test',
    dnsNames: ['mx.test'],
    ...dates(-1, 90),
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['serverAuth'],
  };
  const leaf = await issue(usual, 'leaf', { key: keys.mid, certificate: mid });
  return { root: certificate(root), mid: certificate(mid), leaf: certificate(leaf) };
}

/** `match` and the depth, `no-match`, or the rule that is broken. */
function check(records: readonly Tlsa[], chain: readonly Certificate[], host = 'mx.test'): string {
  const verdict = matchChain(records, { chain, references: [host], now: NOW });
  if (verdict.status === 'match') return `match ${verdict.depth}`;
  const rejected = verdict.records.find(({ kind }) => kind === 'rejected');
  return rejected?.kind === 'rejected' ? rejected.why : verdict.status;
}

/** An extension as DER, short forms alone. */
const tlv = (tag: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const contents = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Uint8Array.of(tag, contents.length), contents]);
};
const constraint = (tag: number, name: string) => ({
  extraExtensions: [{ oid: '2.5.29.30', critical: true, der: tlv(0x30, tlv(tag, tlv(0x30, tlv(0x82, name)))) }],
});
const unknownCritical = { extraExtensions: [{ oid: '1.3.6.1.4.1.32473.9', critical: true, der: tlv(5) }] };

describe('under an anchor one above the leaf', () => {
  it.each<[string, Change, string]>([
    ['a chain as it should be', {}, 'match 1'],
    ['the leaf ended', { leaf: ended }, 'dates'],
    ['the leaf begins tomorrow', { leaf: dates(1, 9) }, 'dates'],
    ['the anchor ended, and is not self-issued', { mid: ended }, 'match 1'],
    ['the root above the anchor ended', { root: ended }, 'match 1'],
    ['the anchor says key usage alone', { mid: { ca: undefined } }, 'match 1'],
    ['the anchor says nothing', { mid: { ca: undefined, keyUsage: undefined } }, 'not-a-ca'],
    ['the anchor may not sign certificates', { mid: { keyUsage: ['digitalSignature'] } }, 'not-a-ca'],
    ['the root above the anchor allows no authority', { root: { ca: { pathLength: 0 } } }, 'match 1'],
    ['the leaf is for clients', { leaf: { extendedKeyUsage: ['clientAuth'] } }, 'purpose'],
    ['the leaf is for anything', { leaf: { extendedKeyUsage: ['any'] } }, 'purpose'],
    [
      'the leaf is for no purpose in particular',
      { leaf: { extendedKeyUsage: undefined, keyUsage: undefined } },
      'match 1',
    ],
    ['the leaf may sign CRLs alone', { leaf: { keyUsage: ['cRLSign'] } }, 'purpose'],
    ['the anchor is for clients', { mid: { extendedKeyUsage: ['clientAuth'] } }, 'purpose'],
    ['the anchor may issue below test', { mid: constraint(0xa0, 'test') }, 'match 1'],
    ['the anchor may issue below .test', { mid: constraint(0xa0, '.test') }, 'match 1'],
    ['the anchor may issue elsewhere alone', { mid: constraint(0xa0, 'else') }, 'constraints'],
    ['the anchor may not issue for the host', { mid: constraint(0xa1, 'mx.test') }, 'constraints'],
    [
      'the anchor may not issue for the subject',
      { mid: { nameConstraints: { excluded: [{ kind: 'directory', name: 'mx.test' }] } } },
      'constraints',
    ],
    ['the leaf has a critical extension nobody knows', { leaf: unknownCritical }, 'extension'],
    ['the common name alone', { leaf: { dnsNames: [] } }, 'match 1'],
    ['the common name beside another DNS name', { leaf: { dnsNames: ['other.test'] } }, 'name'],
    ['a wildcard above a single label', { leaf: { dnsNames: ['*.test'] } }, 'name'],
  ])('%s: %s', async (_, change, expected) => {
    const { leaf, mid } = await make(change);
    expect(check([tlsa(2, 1, 1, mid)], [leaf, mid])).toBe(expected);
  });
});

describe('under the root', () => {
  it.each<[string, Change, string]>([
    ['a chain as it should be', {}, 'match 2'],
    ['the authority between ended', { mid: ended }, 'dates'],
    ['the root ended, and is self-issued', { root: ended }, 'dates'],
    ['the authority between says nothing', { mid: { ca: undefined, keyUsage: undefined } }, 'not-a-ca'],
    ['the root allows no authority below it', { root: { ca: { pathLength: 0 } } }, 'path-length'],
  ])('%s: %s', async (_, change, expected) => {
    const { leaf, mid, root } = await make(change);
    expect(check([tlsa(2, 1, 1, root)], [leaf, mid, root])).toBe(expected);
  });
});

describe('what DANE-EE passes over (RFC 7671 §5.1)', () => {
  it.each<[string, Change]>([
    ['dates', { leaf: ended }],
    ['purposes', { leaf: { extendedKeyUsage: ['clientAuth'] } }],
    ['critical extensions nobody knows', { leaf: unknownCritical }],
    [
      'extensions written twice',
      {
        leaf: { extraExtensions: [...constraint(0xa0, 'a').extraExtensions, ...constraint(0xa0, 'b').extraExtensions] },
      },
    ],
    [
      'extensions that cannot be read',
      { leaf: { extraExtensions: [{ oid: '2.5.29.37', critical: true, der: tlv(5) }] } },
    ],
  ])('%s', async (_, change) => {
    const { leaf, mid } = await make(change);
    expect(check([tlsa(3, 1, 1, leaf)], [leaf, mid], 'other.test')).toBe('match 0');
  });
});

describe('which certificates make a path', () => {
  const twin = (key: SigningKey, change: Partial<CertificateTemplate> = {}): Promise<Certificate> =>
    issueCertificate({ subject: 'mid', ...dates(-1, 90), ca: {}, keyUsage: CA, ...change }, key.publicKey, {
      key: keys.other,
    }).then(certificate);

  it('a twin of the authority that ended does not stand in the way of the good one', async () => {
    const { leaf, mid, root } = await make();
    const old = await twin(keys.mid, ended);
    expect(check([tlsa(2, 1, 1, root)], [leaf, old, mid, root])).toBe('match 2');
    expect(check([tlsa(2, 0, 1, mid)], [leaf, old, mid])).toBe('match 1');
  });
  it('an impostor by the name of the authority issued nothing', async () => {
    const { leaf, mid } = await make();
    const impostor = await twin(keys.other);
    expect(check([tlsa(2, 1, 1, impostor)], [leaf, impostor, mid])).toBe('no-match');
    expect(check([tlsa(2, 1, 1, mid)], [leaf, impostor, mid])).toBe('match 1');
  });
  it('a self-signed leaf is not its own anchor, but a bare key in DNS may have signed it', async () => {
    const template = { subject: 'mx.test', dnsNames: ['mx.test'], ...dates(-1, 90), ca: {} };
    const self = certificate(await issueCertificate(template, keys.leaf.publicKey, { key: keys.leaf }));
    expect(check([tlsa(2, 1, 1, self)], [self])).toBe('no-match');
    expect(check([tlsa(2, 0, 0, self)], [self])).toBe('no-match');
    expect(check([tlsa(2, 1, 0, self)], [self])).toBe('match 1');
    expect(check([tlsa(3, 1, 1, self)], [self])).toBe('match 0');
  });
  it('a chain made to branch costs a bounded number of signature checks', async () => {
    const { leaf } = await make();
    const twins = await Promise.all(Array.from({ length: 15 }, () => twin(keys.mid)));
    let checks = 0;
    const counted = [leaf, ...twins].map((one) => ({
      ...one,
      x509: () => {
        checks += 1;
        return one.x509();
      },
    }));
    expect(check([tlsa(2, 1, 1, leaf)], counted)).toBe('no-match');
    expect(checks).toBeLessThanOrEqual(2 * 16 * 16);
  });
});
