import { beforeAll, describe, expect, it } from 'vitest';
import { type VerifyInput, verifyOffline } from '../../../src/core/dane/index.ts';
import type { Certificate } from '../../../src/core/pki/index.ts';
import type { LabCa } from '../../../src/lab/ca/index.ts';
import { certificate, chainFor, NOW, testCa, tlsa } from '../../support/chains.ts';

let ca: LabCa;
let chain: readonly Certificate[];
let root: Certificate;
beforeAll(async () => {
  ca = await testCa();
  chain = await chainFor(ca);
  root = certificate(ca.root.certificate);
});

function check(change: Partial<VerifyInput>) {
  const input = { host: 'mx.test', alsoNamed: [], records: [tlsa(3, 1, 1, chain[0]!)], chain, roots: [], at: NOW };
  const { data, findings } = verifyOffline({ ...input, ...change });
  return { status: data.status, depth: data.depth, ids: findings.map(({ id }) => id), records: data.records };
}

describe('the verdict offline', () => {
  it('a record of the leaf matches at depth 0', () => {
    expect(check({})).toMatchObject({ status: 'match', depth: 0, ids: ['dane.tlsa.match'] });
  });
  it('a record of the authority matches at its depth', () => {
    expect(check({ records: [tlsa(2, 1, 1, chain[1]!)] })).toMatchObject({ status: 'match', depth: 1 });
  });
  it('a record of another key does not match', () => {
    expect(check({ records: [tlsa(3, 1, 1, root)] })).toMatchObject({
      status: 'no-match',
      ids: ['dane.tlsa.no-match'],
    });
  });
  it('PKIX usages are unusable for SMTP, whatever roots there are (RFC 7672 §3.1.3)', () => {
    expect(check({ records: [tlsa(1, 1, 1, chain[0]!)], roots: [root] })).toMatchObject({ status: 'unusable' });
  });
  it('an anchor that is there above a chain that does not pass is invalid, with the reason', () => {
    const invalid = check({ records: [tlsa(2, 1, 1, chain[1]!)], host: 'else.test' });
    expect(invalid).toMatchObject({ status: 'invalid', records: [{ result: 'rejected' }] });
    expect(invalid.records[0]?.why).toContain('mx.test');
  });
  it('the mail domain is a name the certificate may have (RFC 7672 §3.2.2)', () => {
    expect(check({ records: [tlsa(2, 1, 1, chain[1]!)], host: 'else.test', alsoNamed: ['mx.test'] }).status).toBe(
      'match',
    );
  });
  it('an anchor that the verifier has and the server does not send is no anchor (RFC 7671 §5.2.1)', () => {
    const records = [tlsa(2, 1, 1, root)];
    expect(check({ records })).toMatchObject({ status: 'no-match', ids: ['dane.tlsa.no-match'] });
    expect(check({ records, roots: [root] })).toMatchObject({ status: 'no-match', ids: ['dane.chain.missing-ta'] });
  });
  it('warns of a chain under DANE-TA that ends soon', async () => {
    const short = await chainFor(ca, { days: 3 });
    expect(check({ chain: short, records: [tlsa(2, 1, 1, short[1]!)] }).ids).toContain('dane.chain.expiring');
    expect(check({ chain: short, records: [tlsa(3, 1, 1, short[0]!)] }).ids).toEqual(['dane.tlsa.match']);
  });
});
