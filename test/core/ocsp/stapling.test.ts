/** What Exim does with a response at loading, and what its clients see (Exim spec ch. "Encrypted SMTP connections using TLS/SSL"). */
import { beforeAll, describe, expect, it } from 'vitest';
import { type OcspQuestion, reportOcsp, staplingView, verifyOcsp } from '../../../src/core/ocsp/index.ts';
import { createOcspErrorResponse, type ResponseSpec } from '../../../src/core/ocsp/issue.ts';
import { NOW } from '../../support/chains.ts';
import { after, DAY_MS, type OcspWorld, ocspWorld } from '../../support/ocsp.ts';

let world: OcspWorld;
beforeAll(async () => {
  world = await ocspWorld();
});

async function questionOf(spec: Partial<ResponseSpec>, more: Partial<OcspQuestion> = {}): Promise<OcspQuestion> {
  const about = { certificate: world.leaf.certificate, issuer: world.issuer.certificate, at: NOW };
  return { response: await world.respond(spec), ...about, ...more };
}

async function view(spec: Partial<ResponseSpec>, more: Partial<OcspQuestion> = {}) {
  const question = await questionOf(spec, more);
  return staplingView(question, verifyOcsp(question));
}

const STAPLES = { eximServer: 'staples', eximGnutls: 'staples', eximClient: 4, requiringClient: 'goes-on' };
const ignores = (why: RegExp, eximGnutls = 'staples') => ({
  eximServer: 'ignores',
  eximGnutls,
  eximClient: 3,
  requiringClient: 'ends',
  why: expect.stringMatching(why),
});

describe('a staple', () => {
  it('good, with both dates', async () => expect(await view({})).toEqual(STAPLES));
  it('without nextUpdate is ignored, though it is good', async () => {
    const { nextUpdate: _, ...open } = world.single();
    expect(await view({ responses: [open] })).toEqual(ignores(/no nextUpdate/));
  });
  it('revoked, unknown, out of date or badly signed is ignored', async () => {
    const revoked = world.single({ status: { kind: 'revoked', at: after(-DAY_MS) } });
    expect(await view({ responses: [revoked] })).toEqual(ignores(/revoked at/, 'no-tls'));
    expect(await view({ responses: [world.single({ status: { kind: 'unknown' } })] })).toEqual(
      ignores(/does not know/),
    );
    expect(await view({ responses: [world.single({ nextUpdate: after(-600_000) })] })).toEqual(
      ignores(/is past/, 'no-tls'),
    );
    expect(await view({ isSignatureBroken: true })).toEqual(ignores(/not signed by/));
  });
  it('signed with SHA-1 is stapled, though it is refused here', async () => {
    const question = await questionOf({}, { response: await world.respond({}, world.issuer, { digest: 'sha1' }) });
    expect(verifyOcsp(question).code).toBe('weak-digest');
    expect(staplingView(question, verifyOcsp(question))).toEqual(STAPLES);
  });
  it('the first single response has to be about the certificate and good', async () => {
    const other = world.single({ serial: Uint8Array.of(9) });
    expect(await view({ responses: [other, world.single()] })).toEqual(ignores(/about another certificate/, 'no-tls'));
    expect(await view({ responses: [world.single(), other] })).toEqual(STAPLES);
  });
  it('what was asked beyond that does not matter: nonce, maximum age, roots, skew', async () => {
    const asked: readonly Partial<OcspQuestion>[] = [
      { nonce: Uint8Array.of(1), requiresNonce: true },
      { maxAgeMs: 1 },
      { roots: [world.stranger.certificate] },
      { skewMs: 0 },
    ];
    for (const more of asked) expect(await view({}, more)).toEqual(STAPLES);
  });
  it('a responder trusted here alone is unknown to Exim', async () => {
    const local = await world.issue({ subject: 'Local Responder' }, world.stranger);
    const response = await world.respond({ certificates: [local.der] }, local);
    const question = await questionOf({}, { response, responders: [local.certificate] });
    expect(verifyOcsp(question).status).toBe('good');
    expect(staplingView(question, verifyOcsp(question))).toEqual(ignores(/not issued by/));
  });
});

describe('an Exim with GnuTLS', () => {
  const gnutls = async (spec: Partial<ResponseSpec>) => (await view(spec)).eximGnutls;

  it('allows its clock no second', async () =>
    expect(await gnutls({ responses: [world.single({ nextUpdate: after(-1000) })] })).toBe('no-tls'));
  it('goes by age where there is no nextUpdate', async () => {
    const { nextUpdate: _, ...open } = world.single({ thisUpdate: after(-16 * DAY_MS) });
    expect(await gnutls({ responses: [open] })).toBe('ignores');
  });
  it('cannot use what is empty, or no success', async () => {
    expect(await gnutls({ responses: [] })).toBe('no-tls');
    const response = await createOcspErrorResponse(3);
    expect(await view({}, { response })).toMatchObject({ eximGnutls: 'no-tls' });
    expect(await view({}, { response: Buffer.from('x') })).toMatchObject({ eximGnutls: 'no-tls' });
  });
});

describe('the report', () => {
  const ids = async (spec: Partial<ResponseSpec>): Promise<readonly string[]> =>
    reportOcsp(await questionOf(spec)).findings.map(({ id, severity }) => `${severity} ${id}`);

  it('good: the status, and that Exim staples it', async () =>
    expect(await ids({})).toEqual(['ok ocsp.good', 'ok ocsp.exim.staples']));
  it('good with a defect: warnings, and that Exim does not', async () => {
    const { nextUpdate: _, ...open } = world.single();
    expect(await ids({ responses: [open] })).toEqual([
      'ok ocsp.good',
      'warn ocsp.no-next-update',
      'warn ocsp.exim.ignores',
    ]);
  });
  it('revoked, unknown and invalid are errors by the code', async () => {
    const revoked = world.single({ status: { kind: 'revoked', at: after(-DAY_MS) } });
    expect(await ids({ responses: [revoked] })).toEqual(['error ocsp.revoked', 'warn ocsp.exim.no-tls']);
    expect(await ids({ responses: [world.single({ status: { kind: 'unknown' } })] })).toEqual(['error ocsp.unknown']);
    expect(await ids({ version: 3 })).toEqual(['error ocsp.version']);
  });
});
