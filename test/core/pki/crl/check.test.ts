import { beforeAll, describe, expect, it } from 'vitest';
import { type Crl, checkRevocation, type RevocationVerdict } from '../../../../src/core/pki/crl/index.ts';
import type { CrlSpec } from '../../../../src/core/pki/issue/crl.ts';
import { authority, crl, days, listed, NOW, type Party, party } from '../../../support/crls.ts';

const UNKNOWN = { oid: '1.3.6.1.4.1.99999.1', der: Uint8Array.of(5, 0) };
const URL = 'http://crl.test/one.crl';
const OTHER_URL = 'http://crl.test/two.crl';

let root: Party;
let issuing: Party;
let leaf: Party;
/** With a distribution point. */
let pointed: Party;
let stranger: Party;
beforeAll(async () => {
  root = await authority('Root');
  [issuing, stranger] = await Promise.all([authority('Issuing', root), authority('Stranger')]);
  [leaf, pointed] = await Promise.all([party(issuing, {}), party(issuing, { crlUrls: [URL] })]);
});

/** `good`, `revoked keyCompromise`, `undetermined expired`. */
function said(verdict: RevocationVerdict): string {
  if (verdict.status === 'good') return 'good';
  return `${verdict.status} ${verdict.status === 'revoked' ? verdict.reason : verdict.code}`;
}

const ask = (of: Party, crls: readonly Crl[], by = issuing): string =>
  said(checkRevocation(of.certificate, by.certificate, crls, NOW));

/** A list of the issuing CA that does not mention the leaf. */
const about = async (spec: Partial<CrlSpec>, of = leaf): Promise<string> => ask(of, [await crl(issuing, spec)]);

describe('a certificate and a complete CRL (RFC 5280 §6.3.3)', () => {
  it('is good where it is not listed, also on an empty list', async () => {
    expect(await about({})).toBe('good');
    expect(await about({ revoked: [listed(pointed)] })).toBe('good');
  });
  it('is revoked where it is, with reason and dates', async () => {
    const invalidityDate = days(-5);
    const found = await crl(issuing, { revoked: [listed(pointed), listed(leaf, { reason: 1, invalidityDate })] });
    const verdict = checkRevocation(leaf.certificate, issuing.certificate, [found], NOW);
    expect(verdict).toMatchObject({ status: 'revoked', reason: 'keyCompromise', date: days(-2), invalidityDate });
    expect(verdict.status === 'revoked' && verdict.crl).toBe(found);
  });
  it.each([
    [undefined, 'unspecified'],
    [0, 'unspecified'],
    [2, 'cACompromise'],
    [3, 'affiliationChanged'],
    [4, 'superseded'],
    [5, 'cessationOfOperation'],
    [6, 'certificateHold'],
    [9, 'privilegeWithdrawn'],
    [10, 'aACompromise'],
    [77, 'unspecified'],
  ])('knows the reason %s (§5.3.1)', async (reason, name) => {
    expect(await about({ revoked: [listed(leaf, reason === undefined ? {} : { reason })] })).toBe(`revoked ${name}`);
  });
  it('is revoked whatever the date of its entry: before it was issued, or still to come', async () => {
    expect(await about({ revoked: [listed(leaf, { date: days(1) })] })).toBe('revoked unspecified');
    expect(await about({ revoked: [listed(leaf, { date: days(-300) })] })).toBe('revoked unspecified');
  });
  it('is another one than that of another issuer with the same serial number', async () => {
    const theirs = await crl(stranger, { revoked: [listed(leaf)] });
    expect(ask(leaf, [theirs, await crl(issuing)])).toBe('good');
    expect(ask(leaf, [theirs])).toBe('undetermined wrong-issuer');
    expect(ask(leaf, [])).toBe('undetermined missing');
  });
  it('is judged by the freshest of several lists', async () => {
    const old = await crl(issuing, { thisUpdate: days(-3), number: 9n, revoked: [listed(leaf, { reason: 6 })] });
    expect(ask(leaf, [old, await crl(issuing)])).toBe('good');
    expect(ask(leaf, [old])).toBe('revoked certificateHold');
    expect(ask(leaf, [old, await crl(issuing, { thisUpdate: days(1) })])).toBe('revoked certificateHold');
  });
  it('says until when it is good', async () => {
    const found = await crl(issuing, { nextUpdate: days(3) });
    expect(checkRevocation(leaf.certificate, issuing.certificate, [found], NOW)).toMatchObject({
      nextUpdate: days(3),
      crls: [found],
    });
  });
});

describe('a CRL that cannot be relied on', () => {
  it.each<[string, Partial<CrlSpec>]>([
    ['not-yet-valid', { thisUpdate: days(1) }],
    ['expired', { thisUpdate: days(-30), nextUpdate: days(-20) }],
    ['no-number', { number: undefined as never }],
    ['critical-number', { isNumberCritical: true }],
    ['unknown-critical', { extraExtensions: [{ ...UNKNOWN, critical: true }] }],
    ['bad-signature', { isSignatureBroken: true }],
    ['wrong-key', { keyIdentifier: Uint8Array.of(1, 2, 3) }],
  ])('%s', async (code, spec) => {
    expect(await about(spec)).toBe(`undetermined ${code}`);
    expect(await about({ ...spec, revoked: [listed(leaf)] })).toBe(`undetermined ${code}`);
  });
  it('no-next-update (§5.1.2.5)', async () => {
    const open = await crl(issuing, { nextUpdate: undefined as never });
    expect(ask(leaf, [open])).toBe('undetermined no-next-update');
  });
  it('an unknown critical extension of any entry forbids the list, another is passed over (§5.3)', async () => {
    const extraExtensions = [{ ...UNKNOWN, critical: true }];
    expect(await about({ revoked: [listed(pointed, { extraExtensions })] })).toBe('undetermined unknown-critical');
    const harmless = [{ ...UNKNOWN, critical: false }];
    expect(await about({ revoked: [listed(pointed, { extraExtensions: harmless })] })).toBe('good');
    expect(await about({ revoked: [listed(leaf, { extraExtensions: harmless })] })).toBe('revoked unspecified');
    expect(await about({ extraExtensions: harmless })).toBe('good');
  });
  it('a serial number listed twice', async () => {
    expect(await about({ revoked: [listed(pointed), listed(pointed)] })).toBe('undetermined duplicate-serial');
  });
  it('signed by another key in the name of the issuer', async () => {
    const forged = await crl(stranger, { issuer: 'Issuing', keyIdentifier: false });
    expect(ask(leaf, [forged])).toBe('undetermined bad-signature');
    expect(ask(leaf, [forged, await crl(issuing, { revoked: [listed(leaf)] })])).toBe('revoked unspecified');
  });
  it('signed by an authority whose key usage lacks cRLSign, and not where it has none (§6.3.3 (f))', async () => {
    const noCrlSign = await authority('No CRLs', root, { keyUsage: ['keyCertSign'] });
    const plain = await authority('Plain', root, { keyUsage: [] });
    const [one, two] = await Promise.all([party(noCrlSign, {}), party(plain, {})]);
    expect(ask(one, [await crl(noCrlSign)], noCrlSign)).toBe('undetermined no-crl-sign');
    expect(ask(two, [await crl(plain)], plain)).toBe('good');
  });
  it('needs no key identifier, and may be of version 1', async () => {
    expect(await about({ keyIdentifier: false })).toBe('good');
    expect(await about({ version: 1 })).toBe('good');
    expect(await about({ version: 1, revoked: [listed(leaf)] })).toBe('revoked unspecified');
    expect(await about({ version: 1, revoked: [listed(leaf, { reason: 1 })] })).toBe('undetermined malformed');
  });
});

describe('issuing distribution points (§5.2.5)', () => {
  const uri = (value: string) => ({ names: [{ kind: 'uri' as const, value }] });
  it('have to be one of the certificate, octet for octet', async () => {
    expect(await about({ issuingPoint: uri(URL) }, pointed)).toBe('good');
    expect(await about({ issuingPoint: uri(OTHER_URL) }, pointed)).toBe('undetermined distribution-point');
    expect(await about({ issuingPoint: uri('http://crl.test/%6fne.crl') }, pointed)).toBe(
      'undetermined distribution-point',
    );
    expect(await about({ issuingPoint: uri(URL) })).toBe('undetermined distribution-point');
    const both = { names: [...uri(OTHER_URL).names, ...uri(URL).names] };
    expect(await about({ issuingPoint: both }, pointed)).toBe('good');
  });
  it('may be the issuer itself, for any certificate', async () => {
    const issuingPoint = { names: [{ kind: 'directory' as const, name: 'Issuing' }] };
    expect(await about({ issuingPoint })).toBe('good');
    expect(await about({ issuingPoint }, pointed)).toBe('good');
  });
  it('limit a list to users, authorities or attribute certificates', async () => {
    const rootList = (spec: Partial<CrlSpec>) => crl(root, spec);
    expect(await about({ issuingPoint: { onlyUsers: true } })).toBe('good');
    expect(await about({ issuingPoint: { onlyAuthorities: true } })).toBe('undetermined scope');
    expect(await about({ issuingPoint: { onlyAttributes: true } })).toBe('undetermined scope');
    expect(ask(issuing, [await rootList({ issuingPoint: { onlyUsers: true } })], root)).toBe('undetermined scope');
    expect(ask(issuing, [await rootList({ issuingPoint: { onlyAuthorities: true } })], root)).toBe('good');
  });
  it('may be relative to the CRL’s issuer', async () => {
    const relativeName = { oid: '2.5.4.3', value: 'share 1' };
    const name = [
      { oid: '2.5.4.3', value: 'Issuing' },
      { oid: '2.5.4.3', value: 'share 1' },
    ];
    const named = await party(issuing, { extraExtensions: [await pointExtension(name)] });
    expect(await about({ issuingPoint: { relativeName } }, named)).toBe('good');
    expect(await about({ issuingPoint: { relativeName: { ...relativeName, value: 'share 2' } } }, named)).toBe(
      'undetermined distribution-point',
    );
    expect(await about({ issuingPoint: { relativeName } })).toBe('undetermined distribution-point');
  });
  it('share the reasons out among several lists', async () => {
    const [some, rest] = [
      [1, 2],
      [3, 4, 5, 6, 7, 8],
    ];
    const one = await crl(issuing, { issuingPoint: { reasons: some } });
    const two = await crl(issuing, { issuingPoint: { reasons: rest } });
    expect(ask(leaf, [one])).toBe('undetermined reasons-not-covered');
    expect(ask(leaf, [one, two])).toBe('good');
    const listing = await crl(issuing, { issuingPoint: { reasons: rest }, revoked: [listed(leaf, { reason: 4 })] });
    expect(ask(leaf, [one, listing])).toBe('revoked superseded');
    expect(ask(leaf, [listing])).toBe('revoked superseded');
  });
  it('of a certificate may be for some reasons', async () => {
    const partly = await party(issuing, {
      crlPoints: [
        { urls: [URL], reasons: [1, 2] },
        { urls: [OTHER_URL], reasons: [3, 4, 5, 6, 7, 8] },
      ],
    });
    const one = await crl(issuing, { issuingPoint: uri(URL) });
    const two = await crl(issuing, { issuingPoint: uri(OTHER_URL) });
    expect(ask(partly, [one])).toBe('undetermined reasons-not-covered');
    expect(ask(partly, [one, two])).toBe('good');
  });
});

describe('delta CRLs (§5.2.4)', () => {
  const delta = { thisUpdate: days(-0.5), number: 12n, baseNumber: 10n };
  it('add to their base', async () => {
    const base = await crl(issuing);
    const adding = await crl(issuing, { ...delta, revoked: [listed(leaf, { reason: 1 })] });
    expect(ask(leaf, [base, adding])).toBe('revoked keyCompromise');
    expect(ask(pointed, [base, adding])).toBe('good');
  });
  it('take from it', async () => {
    const base = await crl(issuing, { revoked: [listed(leaf, { reason: 6 })] });
    const taking = await crl(issuing, { ...delta, revoked: [listed(leaf, { reason: 8 })] });
    expect(ask(leaf, [base])).toBe('revoked certificateHold');
    expect(ask(leaf, [base, taking])).toBe('good');
  });
  it('say nothing by themselves', async () => {
    const adding = await crl(issuing, { ...delta, revoked: [listed(leaf)] });
    expect(ask(leaf, [adding])).toBe('undetermined delta-without-base');
  });
  it.each<[string, Partial<CrlSpec>]>([
    ['of an older base', { number: 9n, baseNumber: 8n }],
    ['of a base newer than ours', { baseNumber: 11n }],
    ['of another scope', { issuingPoint: { onlyUsers: true } }],
    ['of another key', { keyIdentifier: Uint8Array.of(9) }],
    ['that has expired', { thisUpdate: days(-3), nextUpdate: days(-2) }],
    ['with a broken signature', { isSignatureBroken: true }],
  ])('are passed over %s', async (_, spec) => {
    const stray = await crl(issuing, { ...delta, revoked: [listed(leaf)], ...spec });
    expect(ask(leaf, [await crl(issuing), stray])).toBe('good');
  });
  it('keep a base alive past its own end, and tell their own', async () => {
    const base = await crl(issuing, { thisUpdate: days(-9), nextUpdate: days(-1) });
    const alive = await crl(issuing, { ...delta, nextUpdate: days(1) });
    expect(ask(leaf, [base])).toBe('undetermined expired');
    expect(checkRevocation(leaf.certificate, issuing.certificate, [base, alive], NOW)).toMatchObject({
      status: 'good',
      nextUpdate: days(1),
    });
  });
  it('are taken by the highest number', async () => {
    const held = await crl(issuing, { ...delta, revoked: [listed(leaf, { reason: 6 })] });
    const freed = await crl(issuing, { ...delta, number: 13n, revoked: [listed(leaf, { reason: 8 })] });
    expect(ask(leaf, [await crl(issuing), freed, held])).toBe('good');
  });
});

describe('indirect CRLs (§5.3.3) and other signers', () => {
  const trusting = (...signers: readonly Party[]) => ({
    certificates: signers.map(({ certificate }) => certificate),
    isTrusted: () => true,
  });
  it('list certificates by their issuer, which holds on from entry to entry', async () => {
    const clerk = await authority('Clerk', root);
    const far = await party(issuing, { crlPoints: [{ urls: [URL], crlIssuer: 'Clerk' }] });
    const other = await party(issuing, { crlPoints: [{ urls: [URL], crlIssuer: 'Clerk' }] });
    const indirect = await crl(clerk, {
      issuingPoint: { isIndirect: true },
      revoked: [
        listed(other),
        listed(leaf, { issuer: 'Stranger' }),
        listed(pointed, { issuer: 'Issuing' }),
        listed(far),
      ],
    });
    const of = (asked: Party): string =>
      said(checkRevocation(asked.certificate, issuing.certificate, [indirect], NOW, trusting(clerk)));
    expect(of(far)).toBe('revoked unspecified');
    expect(of(other)).toBe('good'); // the entry is about the clerk's own certificate of that number
    expect(of(leaf)).toBe('undetermined wrong-issuer'); // its points name no other issuer
  });
  it('have to say that they are', async () => {
    const clerk = await authority('Clerk', root);
    const far = await party(issuing, { crlPoints: [{ urls: [URL], crlIssuer: 'Clerk' }] });
    const direct = await crl(clerk, {});
    expect(said(checkRevocation(far.certificate, issuing.certificate, [direct], NOW, trusting(clerk)))).toBe(
      'undetermined wrong-issuer',
    );
    const naming = await crl(clerk, { revoked: [listed(far, { issuer: 'Issuing' })] });
    expect(naming.revoked.fault?.code).toBe('malformed');
  });
  it('need a signer that is known and trusted', async () => {
    const clerk = await authority('Clerk', root);
    const far = await party(issuing, { crlPoints: [{ urls: [URL], crlIssuer: 'Clerk' }] });
    const indirect = await crl(clerk, { issuingPoint: { isIndirect: true } });
    expect(ask(far, [indirect])).toBe('undetermined no-signer');
    const doubting = { certificates: [clerk.certificate], isTrusted: () => false };
    expect(said(checkRevocation(far.certificate, issuing.certificate, [indirect], NOW, doubting))).toBe(
      'undetermined untrusted-signer',
    );
  });
  it('may be signed by a key of the issuer’s own for CRLs', async () => {
    const desk = await party(issuing, { subject: 'Issuing', keyUsage: ['cRLSign'] });
    const separate = await crl(desk, { revoked: [listed(leaf)] });
    expect(ask(leaf, [separate])).toBe('undetermined wrong-key');
    expect(said(checkRevocation(leaf.certificate, issuing.certificate, [separate], NOW, trusting(desk)))).toBe(
      'revoked unspecified',
    );
  });
});

/** A distribution point with a directory name. */
async function pointExtension(name: readonly { oid: string; value: string }[]) {
  const issuing = await crl(root, { issuingPoint: { names: [{ kind: 'directory', name }] } });
  const inner = issuing.extensions.issuingPointDer!; // SEQUENCE { [0] { [0] { names } } } is a point as well
  const der = Buffer.concat([Uint8Array.of(0x30, inner.length), inner]);
  return { oid: '2.5.29.31', critical: false, der: Uint8Array.from(der) };
}
