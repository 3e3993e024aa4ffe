import { describe, expect, it } from 'vitest';
import { type Sighting, testName } from '../../../src/core/certname/index.ts';
import { parseReference, type RuleName } from '../../../src/core/pki/index.ts';
import { commonNames, type Names, named } from '../../support/named-certificates.ts';

const HOST = 'mx.example.org';
const good: Names = { dnsNames: [HOST] };
const bad: Names = { dnsNames: ['other.example'] };
const rsa: Sighting = { ip: '192.0.2.1', port: 25, keyType: 'rsa' };
const ecdsa: Sighting = { ip: '192.0.2.1', port: 25, keyType: 'ecdsa' };

async function ask(
  certificates: readonly (readonly [Names, ...Sighting[]])[],
  { name = HOST, rule = 'rfc9525' as RuleName } = {},
) {
  const reference = parseReference(name);
  if (!reference.ok) throw new Error(reference.error.message);
  const read = certificates.map(async ([names, ...seen]) => ({ certificate: await named(names), seen }));
  return testName({ reference: reference.value, rule, certificates: await Promise.all(read) });
}

describe('the verdict on a name', () => {
  it('is that of the rule asked for', async () => {
    const names: Names = { subject: commonNames([HOST])! };
    const strict = await ask([[names]]);
    const lenient = await ask([[names]], { rule: 'exim' });
    expect([strict.data.match, lenient.data.match]).toEqual([false, true]);
    expect(strict.findings.map(({ id, severity }) => `${id} ${severity}`)).toEqual([
      'certname.no-match error',
      'certname.rules-differ info',
      'certname.common-name-only info',
    ]);
    expect(lenient.findings[0]).toMatchObject({ id: 'certname.match', severity: 'ok' });
  });
  it('of a server is the worst of its certificates, each told with where it was seen', async () => {
    const { data, findings } = await ask([
      [good, ecdsa],
      [bad, rsa],
    ]);
    expect(data.match).toBe(false);
    expect(data.rules.openssl).toMatchObject({ match: false });
    expect(data.certificates?.map(({ rules, seen }) => [rules.rfc9525.match, seen[0]!.keyType])).toEqual([
      [true, 'ecdsa'],
      [false, 'rsa'],
    ]);
    expect(findings.find(({ id }) => id === 'certname.no-match')?.scope).toEqual({ host: HOST, ...rsa });
  });
  it('of a file names no place', async () => {
    expect((await ask([[good]])).data.certificates).toBeUndefined();
  });
  it.each<[string, Names, string, RegExp]>([
    ['a NUL octet', { dnsNames: [HOST, 'good.com\0.evil.com'] }, 'certname.nul-octet', /good\.com\\0\.evil\.com/],
    ['a U-label', { dnsNames: [HOST, 'b\u00fccher.example'] }, 'certname.identifier-flawed', /A-labels/],
    ['an address as dNSName', { dnsNames: [HOST, '192.0.2.1'] }, 'certname.address-as-name', /192\.0\.2\.1/],
    ['a wide wildcard', { dnsNames: [HOST, '*.org'] }, 'certname.wide-wildcard', /\*\.org/],
    ['a URI-ID', { ...good, alternativeNames: [{ kind: 'uri', value: 'x:y' }] }, 'certname.not-compared', /URI-IDs: 1/],
    [
      'an unreadable alternative name',
      { subject: HOST, extraExtensions: [{ oid: '2.5.29.17', critical: false, der: Uint8Array.of(5, 0) }] },
      'certname.alternative-name-unreadable',
      /CN=mx\.example\.org/,
    ],
  ])('has a word on %s, and does not depend on it', async (_, names, id, says) => {
    const { findings, data } = await ask([[names]]);
    const told = findings.find((finding) => finding.id === id);
    expect(told).toMatchObject({ severity: 'info' });
    expect(told?.detail).toMatch(says);
    expect(data.match).toBe(id !== 'certname.alternative-name-unreadable');
  });
});
