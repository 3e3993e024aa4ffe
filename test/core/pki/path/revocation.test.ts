/** CRLs as part of the question (RFC 5280 §6.3): the leaf has to be found good where they are given. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Crl, type CrlPile, verifyChain } from '../../../../src/core/pki/index.ts';
import { authority, crl, days, listed, NOW, type Party, party } from '../../../support/crls.ts';

let root: Party;
let issuing: Party;
let leaf: Party;
let other: Party;

beforeAll(async () => {
  root = await authority('root');
  issuing = await authority('issuing', root);
  leaf = await party(issuing, {
    subject: 'mx',
    dnsNames: ['mx.test'],
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['serverAuth'],
  });
  other = await authority('other');
});

function verdict(crls: readonly Crl[] | undefined, unreadable: CrlPile['unreadable'] = []): string {
  const answer = verifyChain({
    leaf: leaf.certificate,
    intermediates: [issuing.certificate],
    anchors: [root.certificate],
    purpose: 'server',
    at: NOW,
    ...(crls !== undefined && { crls: { crls, unreadable } }),
  });
  return answer.valid ? 'valid' : answer.code;
}

describe('CRLs in the question', () => {
  it('are not asked for', () => expect(verdict(undefined)).toBe('valid'));
  it('find the leaf good', async () => expect(verdict([await crl(issuing)])).toBe('valid'));
  it('find the leaf revoked', async () =>
    expect(verdict([await crl(issuing, { revoked: [listed(leaf)] })])).toBe('revoked'));
  it('find the authority revoked', async () => {
    const above = await crl(root, { revoked: [listed(issuing)] });
    expect(verdict([await crl(issuing), above])).toBe('revoked');
  });
  it('list the serial number of another issuer', async () => {
    const elsewhere = await crl(other, { revoked: [listed(leaf)] });
    expect(verdict([await crl(issuing), elsewhere])).toBe('valid');
  });
  it('do not tell', async () => {
    expect(verdict([await crl(other)])).toBe('crl-wrong-issuer');
    expect(verdict([await crl(issuing, { nextUpdate: days(-0.5) })])).toBe('crl-expired');
    expect(verdict([], [{ code: 'malformed', detail: 'noise' }])).toBe('crl-malformed');
  });
});
