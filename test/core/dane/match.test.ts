import { beforeAll, describe, expect, it } from 'vitest';
import { type MatchVerdict, matchChain } from '../../../src/core/dane/index.ts';
import type { Tlsa } from '../../../src/core/dns/index.ts';
import type { Certificate } from '../../../src/core/pki/index.ts';
import type { LabCa } from '../../../src/lab/ca/index.ts';
import { certificate, chainFor, NOW, testCa, tlsa } from '../../support/chains.ts';

let ca: LabCa;
let usual: readonly Certificate[];
let other: Certificate;
let issuing: Certificate;
let root: Certificate;
beforeAll(async () => {
  ca = await testCa();
  usual = await chainFor(ca);
  [other] = (await chainFor(ca)) as [Certificate];
  issuing = certificate(ca.intermediate.certificate);
  root = certificate(ca.root.certificate);
});

interface Scene {
  readonly chain?: readonly Certificate[];
  readonly references?: readonly string[];
  readonly now?: Date;
}

function match(
  records: readonly Tlsa[],
  { chain = usual, references = ['mx.test'], now = NOW }: Scene = {},
): MatchVerdict {
  return matchChain(records, { chain, references, now });
}

const kinds = (verdict: MatchVerdict): string[] => verdict.records.map(({ kind }) => kind);

describe('DANE-EE(3): the record alone decides (RFC 7671 §5.1)', () => {
  it.each([
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 0],
    [1, 1],
    [1, 2],
  ])('3 %i %i matches the leaf', (selector, matchingType) => {
    expect(match([tlsa(3, selector, matchingType, usual[0]!)])).toMatchObject({ status: 'match', depth: 0, usage: 3 });
  });
  it('does not look at names or dates', async () => {
    const chain = await chainFor(ca, { names: ['elsewhere.test'], expired: true });
    expect(match([tlsa(3, 1, 1, chain[0]!)], { chain }).status).toBe('match');
  });
  it('does not match an authority of the chain', () => {
    expect(match([tlsa(3, 1, 1, issuing)])).toMatchObject({ status: 'no-match' });
  });
  it('is not fooled by the key of another leaf', () => {
    expect(match([tlsa(3, 1, 1, other), tlsa(3, 0, 1, other)])).toMatchObject({ status: 'no-match' });
  });
});

describe('DANE-TA(2): an authority in the chain, or in DNS itself (RFC 7671 §5.2)', () => {
  it.each([
    [0, 1],
    [1, 1],
    [0, 2],
    [1, 2],
    [0, 0],
    [1, 0],
  ])('2 %i %i matches the issuing authority that was sent', (selector, matchingType) => {
    expect(match([tlsa(2, selector, matchingType, issuing)])).toMatchObject({ status: 'match', depth: 1, usage: 2 });
  });
  it('matches the root when it is sent, in whatever order (RFC 8446 §4.4.2)', async () => {
    const chain = await chainFor(ca, { shape: 'unordered' });
    expect(match([tlsa(2, 0, 1, root)], { chain })).toMatchObject({ status: 'match', depth: 2 });
  });
  it('does not match a root that was not sent', () => {
    expect(match([tlsa(2, 1, 1, root)]).status).toBe('no-match');
  });
  it.each([
    [0, 0],
    [1, 0],
  ])(
    '2 %i %i in DNS serves where the authority is not sent (RFC 7671 §5.2.1, §5.2.2)',
    async (selector, matchingType) => {
      const chain = await chainFor(ca, { shape: 'leaf-only' });
      expect(match([tlsa(2, selector, matchingType, issuing)], { chain })).toMatchObject({ status: 'match', depth: 1 });
    },
  );
  it('does not take a stranger in the chain for the issuer', async () => {
    const chain = await chainFor(ca, { shape: 'unrelated' });
    const stranger = certificate(ca.stranger.certificate);
    expect(match([tlsa(2, 1, 1, stranger)], { chain }).status).toBe('no-match');
    expect(match([tlsa(2, 1, 1, issuing)], { chain }).status).toBe('match');
  });
  it('needs the name of the host, the TLSA base or the mail domain (RFC 7672 §3.2.2)', async () => {
    const records = [tlsa(2, 1, 1, issuing)];
    const verdict = match(records, { references: ['else.test'] });
    expect(verdict).toMatchObject({ status: 'no-match', records: [{ kind: 'rejected', why: 'name' }] });
    expect(match(records, { references: ['else.test', 'mx.test'] }).status).toBe('match');
    const wild = await chainFor(ca, { names: ['*.mail.test'] });
    expect(match(records, { chain: wild, references: ['mx.mail.test'] }).status).toBe('match');
    expect(match(records, { chain: wild, references: ['a.b.mail.test'] }).status).toBe('no-match');
  });
  it('needs every date up to the anchor (RFC 7672 §3.1.2)', async () => {
    const chain = await chainFor(ca, { expired: true });
    expect(match([tlsa(2, 1, 1, issuing)], { chain })).toMatchObject({ records: [{ kind: 'rejected', why: 'dates' }] });
    const early = new Date('2020-01-01T00:00:00Z');
    expect(match([tlsa(2, 1, 1, issuing)], { now: early })).toMatchObject({
      records: [{ kind: 'rejected', why: 'dates' }],
    });
  });
  it('does not match the leaf by its own key', () => {
    expect(match([tlsa(2, 1, 1, usual[0]!)]).status).toBe('no-match');
  });
});

describe('which records count', () => {
  it.each([
    ['usage 0', { usage: 0 }, 'pkix-usage'],
    ['usage 1', { usage: 1 }, 'pkix-usage'],
    ['usage 4', { usage: 4 }, 'unknown-usage'],
    ['selector 2', { selector: 2 }, 'unknown-selector'],
    ['matching type 3', { matchingType: 3 }, 'unknown-matching-type'],
    ['a short digest', { data: new Uint8Array(31) }, 'digest-length'],
    [
      'octets that are no certificate',
      { selector: 0, matchingType: 0, data: Uint8Array.of(1, 2, 3) },
      'not-a-certificate',
    ],
    ['octets that are no key', { matchingType: 0, data: Uint8Array.of(1, 2, 3) }, 'not-a-key'],
  ])('%s is unusable (RFC 7672 §3.1)', (_, change, why) => {
    const verdict = match([{ ...tlsa(3, 1, 1, usual[0]!), ...change }]);
    expect(verdict).toMatchObject({ status: 'unusable', records: [{ kind: 'unusable', why }] });
  });
  it('no records at all are none that is usable', () => {
    expect(match([]).status).toBe('unusable');
  });
  it('unusable records do not disturb usable ones', () => {
    const verdict = match([tlsa(1, 1, 1, usual[0]!), tlsa(3, 1, 1, usual[0]!)]);
    expect([verdict.status, ...kinds(verdict)]).toEqual(['match', 'unusable', 'match']);
  });
  it('the strongest digest of a usage and selector speaks alone (RFC 7671 §9)', () => {
    const verdict = match([tlsa(3, 1, 1, usual[0]!), tlsa(3, 1, 2, other)]);
    expect([verdict.status, ...kinds(verdict)]).toEqual(['no-match', 'outweighed', 'no-match']);
    expect(match([tlsa(3, 1, 1, usual[0]!), tlsa(3, 0, 2, other)]).status).toBe('match');
    expect(match([tlsa(3, 1, 1, usual[0]!), { ...tlsa(3, 1, 2, other), data: new Uint8Array(3) }]).status).toBe(
      'match',
    );
  });
  it('an empty chain matches nothing', () => {
    expect(match([tlsa(3, 1, 1, usual[0]!), tlsa(2, 1, 1, issuing)], { chain: [] }).status).toBe('no-match');
  });
});
