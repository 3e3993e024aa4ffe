import { beforeAll, describe, expect, it } from 'vitest';
import { type Crl, type CrlPile, checkPathRevocation } from '../../../../src/core/pki/crl/index.ts';
import { authority, crl, days, listed, NOW, type Party, party } from '../../../support/crls.ts';

let root: Party;
let issuing: Party;
let leaf: Party;
beforeAll(async () => {
  root = await authority('Root');
  issuing = await authority('Issuing', root);
  leaf = await party(issuing, {});
});

const told = (
  crls: readonly Crl[],
  { of = leaf, ...more }: Partial<CrlPile & { of: Party; all: boolean; isWebPki: boolean }> = {},
): string | undefined => {
  const path = [of, issuing, root].map(({ certificate }) => certificate);
  return checkPathRevocation({ path, at: NOW, crls, unreadable: [], ...more })?.code;
};

describe('revocation along a path', () => {
  it('asks about the leaf, whatever CRLs there are', async () => {
    expect(told([await crl(issuing)])).toBeUndefined();
    expect(told([await crl(issuing, { revoked: [listed(leaf)] })])).toBe('revoked');
    expect(told([])).toBe('crl-missing');
    expect(told([await crl(root)])).toBe('crl-wrong-issuer');
  });
  it('asks about an authority where its issuer has a CRL', async () => {
    const good = await crl(issuing);
    expect(told([good, await crl(root)])).toBeUndefined();
    expect(told([good, await crl(root, { revoked: [listed(issuing)] })])).toBe('revoked');
    expect(told([good, await crl(root, { nextUpdate: days(-0.5) })])).toBe('crl-expired');
    expect(told([good, await crl(root, { issuingPoint: { onlyUsers: true } })])).toBe('crl-scope');
  });
  it('asks about every certificate where all are wanted', async () => {
    expect(told([await crl(issuing)], { all: true })).toBe('crl-wrong-issuer');
    expect(told([await crl(issuing), await crl(root)], { all: true })).toBeUndefined();
  });
  it('names a CRL that cannot be read where no other speaks of the leaf', async () => {
    const unreadable = [{ code: 'malformed' as const, detail: 'crls[0]' }];
    expect(told([], { unreadable })).toBe('crl-malformed');
    expect(told([await crl(issuing)], { unreadable })).toBeUndefined();
  });
  it('holds lists about a part of the certificates to the rules of the public web where asked to', async () => {
    const uri = { kind: 'uri', value: 'http://crl.example.org/1.crl' } as const;
    const other = { kind: 'dns', value: 'crl.example.org' } as const;
    const of = await party(issuing, { crlPoints: [{ urls: [uri.value] }] });
    const list = (issuingPoint: NonNullable<Parameters<typeof crl>[1]>['issuingPoint']) =>
      crl(issuing, issuingPoint && { issuingPoint });
    for (const isWebPki of [true, false]) {
      expect(told([await list({ names: [uri] })], { of, isWebPki })).toBeUndefined();
      const strict = isWebPki ? 'crl-web-profile' : undefined;
      expect(told([await list({ names: [uri], isIndirect: true })], { of, isWebPki })).toBe(strict);
      expect(told([await list({ names: [uri, other] })], { of, isWebPki })).toBe(strict);
    }
  });
  it('is not asked of a leaf that says it is never listed (RFC 9608 §4)', async () => {
    const never = await party(issuing, {
      extraExtensions: [{ oid: '2.5.29.56', critical: false, der: Uint8Array.of(5, 0) }],
    });
    const path = [never, issuing, root].map(({ certificate }) => certificate);
    expect(checkPathRevocation({ path, at: NOW, crls: [], unreadable: [] })).toBeUndefined();
  });
});
