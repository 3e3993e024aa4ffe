/** Chains with CRLs, as `verifyChain` judges them: what a validator that is handed CRLs has to refuse, and what not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type CrlPile, pileOf, verifyChain } from '../../../../src/core/pki/index.ts';
import type { CrlSpec } from '../../../../src/core/pki/issue.ts';
import { authority, crlDer, days, listed, NOW, type Party, party } from '../../../support/crls.ts';

const URL = 'http://crl.test/part.crl';
const UNKNOWN = { oid: '1.3.6.1.4.1.99999.1', der: new Uint8Array() };

let root: Party;
let other: Party;
let leaf: Party;
let pointed: Party;
beforeAll(async () => {
  [root, other] = await Promise.all([authority('Root one'), authority('Root two')]);
  [leaf, pointed] = await Promise.all([
    party(root, { dnsNames: ['mx.test'] }),
    party(root, { dnsNames: ['mx.test'], crlUrls: [URL] }),
  ]);
});

const pile = async (...lists: readonly (readonly [Party, Partial<CrlSpec>])[]): Promise<CrlPile> =>
  pileOf(await Promise.all(lists.map(async ([by, spec], i) => ({ der: await crlDer(by, spec), place: `crls[${i}]` }))));

function told(of: Party, crls: CrlPile, intermediates: readonly Party[] = []): string {
  const verdict = verifyChain({
    leaf: of.certificate,
    intermediates: intermediates.map(({ certificate }) => certificate),
    anchors: [root, other].map(({ certificate }) => certificate),
    purpose: 'server',
    at: NOW,
    crls,
    profile: 'path',
  });
  return verdict.valid ? 'valid' : verdict.code;
}

describe('a chain of leaf and root, with one CRL', () => {
  const uri = (value: string) => ({ names: [{ kind: 'uri' as const, value }] });
  const strangers = [{ serial: Uint8Array.of(0x22, 0x33), date: days(-3) }];
  it.each<[string, Partial<CrlSpec>, string]>([
    ['lists nobody', {}, 'valid'],
    ['lists others', { revoked: strangers }, 'valid'],
    ['has no number', { number: undefined as never, revoked: strangers }, 'crl-no-number'],
    ['has a critical number', { isNumberCritical: true }, 'crl-critical-number'],
    [
      'has an unknown critical extension',
      { extraExtensions: [{ ...UNKNOWN, critical: true }] },
      'crl-unknown-critical',
    ],
    ['has an unknown extension', { extraExtensions: [{ ...UNKNOWN, critical: false }] }, 'valid'],
    ['lists a serial number twice', { revoked: [...strangers, ...strangers] }, 'crl-duplicate-serial'],
    ['begins tomorrow', { thisUpdate: days(1), nextUpdate: days(30) }, 'crl-not-yet-valid'],
    ['ended last month', { thisUpdate: days(-60), nextUpdate: days(-30) }, 'crl-expired'],
    ['ended before the leaf was issued', { thisUpdate: days(-365), nextUpdate: days(-180) }, 'crl-expired'],
    ['names no end', { nextUpdate: undefined as never }, 'crl-no-next-update'],
    ['is of version 3', { version: 3 }, 'crl-malformed'],
    ['has its dates as GeneralizedTime', { isTimeGeneralized: true }, 'crl-malformed'],
    ['is badly signed', { isSignatureBroken: true }, 'crl-bad-signature'],
    ['is for another point', { issuingPoint: uri(URL) }, 'crl-distribution-point'],
    ['is for authorities', { issuingPoint: { onlyAuthorities: true } }, 'crl-scope'],
    ['is for attribute certificates', { issuingPoint: { onlyAttributes: true } }, 'crl-scope'],
    ['is for some reasons', { issuingPoint: { reasons: [1] } }, 'crl-reasons-not-covered'],
  ])('that %s', async (_, spec, expected) => {
    expect(told(leaf, await pile([root, spec]))).toBe(expected);
  });
  it('that lists it, whenever that was', async () => {
    for (const date of [days(-1), days(1), days(-200)])
      expect(told(leaf, await pile([root, { revoked: [listed(leaf, { date })] }]))).toBe('revoked');
  });
  it('for the point that it names, octet for octet', async () => {
    expect(told(pointed, await pile([root, { issuingPoint: uri(URL) }]))).toBe('valid');
    expect(told(pointed, await pile([root, { issuingPoint: uri('http://crl.test/%70art.crl') }]))).toBe(
      'crl-distribution-point',
    );
  });
});

describe('a chain with CRLs of others', () => {
  it('is not revoked by another authority’s list with its serial number', async () => {
    expect(told(leaf, await pile([root, {}], [other, { revoked: [listed(leaf)] }]))).toBe('valid');
    expect(told(leaf, await pile([other, {}]))).toBe('crl-wrong-issuer');
  });
  it('is not helped by a list that another authority signed in the name of its own', async () => {
    expect(told(leaf, await pile([other, { issuer: 'Root one' }]))).toBe('crl-wrong-key');
    expect(told(leaf, await pile([other, { issuer: 'Root one', keyIdentifier: false }]))).toBe('crl-bad-signature');
  });
  it('is not asked about where none are given', () => {
    const question = { leaf: leaf.certificate, intermediates: [], anchors: [root.certificate], at: NOW } as const;
    expect(verifyChain({ ...question, purpose: 'server', profile: 'path' }).valid).toBe(true);
    expect(told(leaf, { crls: [], unreadable: [] })).toBe('crl-missing');
  });
  it('is asked about at its authorities where their issuer has a list', async () => {
    const middle = await authority('Middle', root);
    const below = await party(middle, { dnsNames: ['mx.test'] });
    const own = [middle, {}] as const;
    expect(told(below, await pile(own), [middle])).toBe('valid');
    expect(told(below, await pile(own, [root, { revoked: [listed(middle)] }]), [middle])).toBe('revoked');
    expect(told(below, await pile(own, [root, { issuingPoint: { onlyUsers: true } }]), [middle])).toBe('crl-scope');
    expect(told(below, await pile([root, {}]), [middle])).toBe('crl-wrong-issuer');
  });
  it('may have an indirect one, of an authority below the same anchor', async () => {
    const clerk = await authority('Clerk', root);
    const far = await party(root, { crlPoints: [{ urls: [URL], crlIssuer: 'Clerk' }] });
    const spec = (revoked: CrlSpec['revoked']) => ({ issuingPoint: { isIndirect: true }, revoked: revoked! });
    expect(told(far, await pile([clerk, spec([])]), [clerk])).toBe('valid');
    expect(told(far, await pile([clerk, spec([listed(far, { issuer: 'Root one' })])]), [clerk])).toBe('revoked');
    expect(told(far, await pile([clerk, spec([])]))).toBe('crl-no-signer');
  });
});

describe('authorities and their key usage (RFC 5280 §6.3.3 (f))', () => {
  it.each<[string, Parameters<typeof authority>[2], string]>([
    ['with keyCertSign alone may not sign lists', { keyUsage: ['keyCertSign'] }, 'crl-no-crl-sign'],
    ['with both may', { keyUsage: ['keyCertSign', 'cRLSign'] }, 'valid'],
    ['without any may', { keyUsage: [] }, 'valid'],
  ])('%s', async (_, template, expected) => {
    const middle = await authority('Middle', root, template);
    const below = await party(middle, { dnsNames: ['mx.test'] });
    expect(told(below, await pile([middle, {}]), [middle])).toBe(expected);
  });
});
