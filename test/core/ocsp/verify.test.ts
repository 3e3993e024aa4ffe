import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OcspQuestion } from '../../../src/core/ocsp/index.ts';
import { createOcspErrorResponse, type ResponseSpec, type SingleSpec } from '../../../src/core/ocsp/issue.ts';
import { issueCertificate } from '../../../src/core/pki/issue.ts';
import { certificate, NOW } from '../../support/chains.ts';
import { after, DAY_MS, type Held, HOUR_MS, type OcspWorld, ocspWorld } from '../../support/ocsp.ts';

let world: OcspWorld;
let delegate: Held;
beforeAll(async () => {
  world = await ocspWorld();
  delegate = await world.delegate();
});

const MINUTE_MS = 60_000;
const NULL_DER = Uint8Array.of(5, 0);
const UNKNOWN_OID = '1.2.3.4.5';

/** Status and code of one single response with this changed. */
async function judge(
  single: Partial<SingleSpec>,
  question: Partial<OcspQuestion> = {},
  spec: Partial<ResponseSpec> = {},
) {
  const { status, code } = world.verify(await world.respond({ responses: [world.single(single)], ...spec }), question);
  return `${status} ${code}`;
}

async function judgeBy(signer: Held, spec: Partial<ResponseSpec> = {}, question: Partial<OcspQuestion> = {}) {
  const { status, code } = world.verify(await world.respond({ certificates: [signer.der], ...spec }, signer), question);
  return `${status} ${code}`;
}

describe('the certificate status (RFC 6960 §2.2)', () => {
  it('good', async () => expect(await judge({})).toBe('good good'));
  it('unknown', async () => expect(await judge({ status: { kind: 'unknown' } })).toBe('unknown unknown'));
  it('revoked, with time and reason', async () => {
    const status = { kind: 'revoked', at: after(-DAY_MS), reason: 'keyCompromise' } as const;
    const verdict = world.verify(await world.respond({ responses: [world.single({ status })] }));
    expect(verdict).toMatchObject({
      status: 'revoked',
      code: 'revoked',
      revokedAt: after(-DAY_MS),
      reason: 'keyCompromise',
    });
  });
  it('revoked without a reason', async () => {
    const status = { kind: 'revoked', at: after(-DAY_MS) } as const;
    const verdict = world.verify(await world.respond({ responses: [world.single({ status })] }));
    expect(verdict.status).toBe('revoked');
    expect(verdict).not.toHaveProperty('reason');
  });
  it('a reason that RFC 5280 does not have keeps its number', async () => {
    const status = { kind: 'revoked', at: NOW, reason: 'reason-77' } as const;
    expect(world.verify(await world.respond({ responses: [world.single({ status })] }))).toMatchObject({
      reason: 'reason-77',
    });
  });
});

describe('the outer status (RFC 6960 §4.2.1)', () => {
  it.each([
    [1, 'malformed-request'],
    [2, 'internal-error'],
    [3, 'try-later'],
    [5, 'sig-required'],
    [6, 'unauthorized'],
    [4, 'response-status'],
    [99, 'response-status'],
    [0, 'no-response'],
  ])('number %i is %s', async (number, code) => {
    const verdict = world.verify(await createOcspErrorResponse(number));
    expect(verdict).toMatchObject({ status: 'invalid', code });
  });
  it('another type of response', async () =>
    expect(await judge({}, {}, { responseType: UNKNOWN_OID })).toBe('invalid response-type'));
  it('another version', async () => expect(await judge({}, {}, { version: 2 })).toBe('invalid version'));
  it('nothing, octets of no kind, and something behind', async () => {
    const response = await world.respond();
    for (const der of [
      new Uint8Array(),
      Buffer.from('<html>'),
      Buffer.concat([response, NULL_DER]),
      response.subarray(0, 80),
    ])
      expect(world.verify(der)).toMatchObject({ status: 'invalid', code: 'malformed' });
  });
  it('critical extensions that are not known', async () => {
    const extensions = [{ oid: UNKNOWN_OID, critical: true, der: NULL_DER }];
    expect(await judge({}, {}, { extensions })).toBe('invalid critical-extension');
    expect(await judge({ extensions })).toBe('invalid critical-extension');
    expect(await judge({ extensions: [{ oid: UNKNOWN_OID, der: NULL_DER }] })).toBe('good good');
  });
});

describe('the CertID (RFC 6960 §4.1.1)', () => {
  it.each(['sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const)('by %s', async (digest) =>
    expect(await judge({ digest })).toBe('good good'),
  );
  it('by a digest that is not known', async () => expect(await judge({ digest: 'md5' })).toBe('invalid certid-digest'));
  it('another serial', async () => expect(await judge({ serial: Uint8Array.of(9) })).toBe('invalid certid-serial'));
  it('the serial is a number with its sign: padding does not matter, 255 is not −1', async () => {
    const leaf = await world.issue({ subject: 'high.test', serial: Uint8Array.of(0, 0xff) });
    const about = { certificate: leaf.certificate };
    const judgeSerial = (serial: Uint8Array) => judge({ certificate: leaf.der, serial }, about);
    expect(await judgeSerial(Uint8Array.of(0, 0xff))).toBe('good good');
    expect(await judgeSerial(Uint8Array.of(0, 0, 0xff))).toBe('good good');
    expect(await judgeSerial(Uint8Array.of(0xff))).toBe('invalid certid-serial');
  });
  it('an issuer that writes its name with another kind of string (RFC 5280 §7.1)', async () => {
    const { issuer, root } = world;
    const subject = [{ oid: '2.5.4.3', value: 'TEST Issuer', encoding: 'printable' }] as const;
    const dates = { notBefore: after(-DAY_MS), notAfter: after(30 * DAY_MS) };
    const by = { key: root.key, certificate: root.der };
    const other = certificate(await issueCertificate({ subject, ca: {}, ...dates }, issuer.key.publicKey, by));
    expect(await judge({}, { issuer: other })).toBe('good good');
    const issuerNameHash = createHash('sha1').update(other.subject).digest();
    expect(await judge({ issuerNameHash }, { issuer: other })).toBe('good good');
  });
  it('another name', async () =>
    expect(await judge({ issuerNameHash: new Uint8Array(20) })).toBe('invalid certid-issuer-name'));
  it('another key', async () =>
    expect(await judge({ issuerKeyHash: new Uint8Array(20) })).toBe('invalid certid-issuer-key'));
  it('nothing about anything', async () => expect(await judge({}, {}, { responses: [] })).toBe('invalid no-single'));
  it('one of several is enough', async () => {
    const responses = [
      world.single({ serial: Uint8Array.of(1) }),
      world.single(),
      world.single({ serial: Uint8Array.of(2) }),
    ];
    expect(await judge({}, {}, { responses })).toBe('good good');
  });
  it('an issuer that did not issue the certificate', async () =>
    expect(await judge({}, { issuer: world.stranger.certificate })).toBe('invalid wrong-issuer'));
});

describe('several about one certificate: the worst whose dates are right', () => {
  const revoked = { status: { kind: 'revoked', at: after(-DAY_MS) } } as const;
  it.each([
    ['good, then revoked', () => [world.single(), world.single(revoked)], 'revoked revoked'],
    [
      'revoked, then good and later',
      () => [world.single(revoked), world.single({ thisUpdate: NOW })],
      'revoked revoked',
    ],
    ['unknown and good', () => [world.single({ status: { kind: 'unknown' } }), world.single()], 'unknown unknown'],
    [
      'a revoked one that has ended',
      () => [world.single({ ...revoked, nextUpdate: after(-HOUR_MS) }), world.single()],
      'good good',
    ],
  ])('%s', async (_, responses, expected) => {
    expect(await judge({}, {}, { responses: responses() })).toBe(expected);
  });
  it('is told', async () => {
    const verdict = world.verify(await world.respond({ responses: [world.single(), world.single(revoked)] }));
    expect(verdict.warnings).toEqual([{ code: 'duplicate-singles', detail: expect.stringContaining('revoked, good') }]);
  });
});

describe('the signer (RFC 6960 §4.2.2.2)', () => {
  it('the issuer by name and by key', async () => {
    expect(await judge({}, {}, { responderId: 'name' })).toBe('good good');
    expect(await judge({}, {}, { responderId: 'key' })).toBe('good good');
  });
  it('a delegate by name and by key', async () => {
    expect(await judgeBy(delegate)).toBe('good good');
    expect(await judgeBy(delegate, { responderId: 'key' })).toBe('good good');
  });
  it('says who it was', async () => {
    expect(world.verify(await world.respond())).toMatchObject({ signer: { kind: 'issuer' } });
    const verdict = world.verify(await world.respond({ certificates: [delegate.der] }, delegate));
    expect(verdict).toMatchObject({ signer: { kind: 'delegated', certificate: { subjectText: 'CN=Test Responder' } } });
  });
  it('a delegate that is not embedded is found among the certificates given', async () => {
    expect(await judgeBy(delegate, { certificates: [] })).toBe('invalid signer-not-found');
    expect(await judgeBy(delegate, { certificates: [] }, { chain: [delegate.certificate] })).toBe('good good');
  });
  it('the right one of several of its name', async () => {
    const twin = await world.delegate();
    expect(await judgeBy(delegate, { certificates: [twin.der, world.root.der, delegate.der] })).toBe('good good');
  });
  it('a delegate without the usage, or with any usage', async () => {
    expect(await judgeBy(await world.delegate({ extendedKeyUsage: ['serverAuth'] }))).toBe('invalid signer-usage');
    expect(await judgeBy(await world.delegate({ extendedKeyUsage: ['any'] }))).toBe('invalid signer-usage');
    expect(await judgeBy(await world.delegate({ extendedKeyUsage: [] }))).toBe('invalid signer-usage');
  });
  it('the certificate itself signs', async () => expect(await judgeBy(world.leaf)).toBe('invalid signer-usage'));
  it('a delegate of another authority', async () =>
    expect(await judgeBy(await world.delegate({}, world.stranger))).toBe('invalid signer-not-authorized'));
  it('a delegate of the authority above: not issued directly', async () =>
    expect(await judgeBy(await world.delegate({}, world.root))).toBe('invalid signer-not-authorized'));
  it('a delegate of a delegate', async () => {
    const below = await world.delegate({ subject: 'Below' }, delegate);
    expect(await judgeBy(below, { certificates: [below.der, delegate.der] })).toBe('invalid signer-not-authorized');
  });
  it('key usage, where there is one, has to have digitalSignature or nonRepudiation', async () => {
    expect(await judgeBy(await world.delegate({ keyUsage: ['keyEncipherment'] }))).toBe('invalid signer-key-usage');
    expect(await judgeBy(await world.delegate({ keyUsage: ['nonRepudiation'] }))).toBe('good good');
    expect(await judgeBy(await world.delegate({ keyUsage: ['digitalSignature'] }))).toBe('good good');
  });
  it('a delegate with a critical extension that is not known', async () => {
    const extraExtensions = [{ oid: UNKNOWN_OID, critical: true, der: NULL_DER }];
    expect(await judgeBy(await world.delegate({ extraExtensions }))).toBe('invalid signer-extension');
  });
  it('a delegate that has ended, or not begun', async () => {
    expect(await judgeBy(await world.delegate({ notAfter: after(-1000) }))).toBe('invalid signer-expired');
    expect(await judgeBy(await world.delegate({ notBefore: after(1000) }))).toBe('invalid signer-not-yet-valid');
  });
  it('a locally trusted responder needs no right from the issuer', async () => {
    const local = await world.issue({ subject: 'Local Responder' }, world.stranger);
    expect(await judgeBy(local)).toBe('invalid signer-not-authorized');
    expect(await judgeBy(local, {}, { responders: [local.certificate] })).toBe('good good');
    expect(await judgeBy(local, { certificates: [] }, { responders: [local.certificate] })).toBe('good good');
  });
  it('an issuer that has ended', async () =>
    expect(await judge({}, { at: after(301 * DAY_MS) })).toBe('invalid issuer-expired'));
  it('with roots the issuer is to chain to one', async () => {
    expect(await judge({}, { roots: [world.root.certificate] })).toBe('good good');
    expect(await judge({}, { roots: [world.issuer.certificate] })).toBe('good good');
    expect(await judge({}, { roots: [world.stranger.certificate] })).toBe('invalid untrusted-issuer');
  });
});

describe('the signature', () => {
  it('broken', async () => {
    expect(await judge({}, {}, { isSignatureBroken: true })).toBe('invalid bad-signature');
    expect(await judgeBy(delegate, { isSignatureBroken: true })).toBe('invalid bad-signature');
  });
  it('made by another key under the name of the issuer', async () => {
    const forged = await world.respond({}, { ...world.issuer, key: world.stranger.key });
    expect(world.verify(forged)).toMatchObject({ status: 'invalid', code: 'bad-signature' });
  });
  it('over other octets: a date changed', async () => {
    const response = Uint8Array.from(await world.respond());
    const at = Buffer.from(response).lastIndexOf('20260605120000Z');
    response[at + 7] = 0x39;
    expect(world.verify(response)).toMatchObject({ status: 'invalid', code: 'bad-signature' });
  });
  it('with SHA-1: refused, or taken with a warning (RFC 6194 §3)', async () => {
    const response = await world.respond({}, world.issuer, { digest: 'sha1' });
    expect(world.verify(response)).toMatchObject({ status: 'invalid', code: 'weak-digest' });
    const warnings = [{ code: 'sha1-signature', detail: 'ECDSA with SHA-1' }];
    expect(world.verify(response, { allowsSha1: true })).toMatchObject({ status: 'good', warnings });
  });
});

describe('dates (RFC 6960 §3.2, 300 seconds of skew)', () => {
  it.each([
    ['thisUpdate now', { thisUpdate: NOW }, 'good good'],
    ['thisUpdate within the skew', { thisUpdate: after(4 * MINUTE_MS) }, 'good good'],
    ['thisUpdate beyond it', { thisUpdate: after(6 * MINUTE_MS) }, 'invalid not-yet-valid'],
    ['nextUpdate within the skew', { nextUpdate: after(-4 * MINUTE_MS) }, 'good good'],
    ['nextUpdate beyond it', { nextUpdate: after(-6 * MINUTE_MS) }, 'invalid expired'],
    ['nextUpdate before thisUpdate', { thisUpdate: NOW, nextUpdate: after(-MINUTE_MS) }, 'invalid date-order'],
  ])('%s', async (_, single, expected) => expect(await judge(single)).toBe(expected));

  it('a revoked one that has ended proves nothing either', async () => {
    const status = { kind: 'revoked', at: after(-DAY_MS) } as const;
    expect(await judge({ status, nextUpdate: after(-HOUR_MS) })).toBe('invalid expired');
  });
  it('the skew is as asked for', async () => {
    expect(await judge({ nextUpdate: after(-HOUR_MS) }, { skewMs: 2 * HOUR_MS })).toBe('good good');
    expect(await judge({ nextUpdate: after(-1000) }, { skewMs: 0 })).toBe('invalid expired');
  });
  it('maximum age', async () => {
    expect(await judge({}, { maxAgeMs: 2 * HOUR_MS })).toBe('good good');
    expect(await judge({}, { maxAgeMs: HOUR_MS / 2 })).toBe('invalid too-old');
  });
  it('without nextUpdate: good for 15 days, with a warning', async () => {
    const open = (thisUpdate: Date): SingleSpec => {
      const { nextUpdate: _, ...rest } = world.single({ thisUpdate });
      return rest;
    };
    const verdict = world.verify(await world.respond({ responses: [open(after(-DAY_MS))] }));
    expect(verdict).toMatchObject({
      status: 'good',
      warnings: [{ code: 'no-next-update' }],
      validUntil: after(14 * DAY_MS),
    });
    const old = world.verify(await world.respond({ responses: [open(after(-16 * DAY_MS))] }));
    expect(old).toMatchObject({ status: 'invalid', code: 'too-old' });
  });
});

describe('validUntil: the earlier of nextUpdate and the end of what it rests on', () => {
  const until = async (question: Partial<OcspQuestion>, spec: Partial<ResponseSpec>, by?: Held) =>
    world.verify(await world.respond(spec, by), question);

  it('nextUpdate', async () => expect(await until({}, {})).toMatchObject({ validUntil: after(4 * DAY_MS) }));
  it('the delegate ends first', async () => {
    const short = await world.delegate({ notAfter: after(DAY_MS) });
    const verdict = await until({}, { certificates: [short.der] }, short);
    expect(verdict).toMatchObject({ status: 'good', nextUpdate: after(4 * DAY_MS), validUntil: after(DAY_MS) });
    expect(verdict.warnings.map(({ code }) => code)).toEqual(['signer-ends-first']);
    const later = await until({ at: after(2 * DAY_MS) }, { certificates: [short.der] }, short);
    expect(later).toMatchObject({ status: 'invalid', code: 'signer-expired' });
  });
  it('an embedded certificate that is not used does not matter', async () => {
    const unused = await world.delegate({ notAfter: after(HOUR_MS) });
    expect(await until({}, { certificates: [unused.der] })).toMatchObject({ validUntil: after(4 * DAY_MS) });
  });
  it('of a cross-signed issuer, the end of the certificate that is trusted', async () => {
    const { issuer, root } = world;
    const template = { subject: 'Test Issuer', ca: {}, notBefore: after(-90 * DAY_MS), notAfter: after(-DAY_MS) };
    const old = certificate(
      await issueCertificate(template, issuer.key.publicKey, { key: root.key, certificate: root.der }),
    );
    expect(await until({ issuer: old }, {})).toMatchObject({ status: 'invalid', code: 'issuer-expired' });
    const verdict = await until({ issuer: old, chain: [issuer.certificate] }, {});
    expect(verdict).toMatchObject({ status: 'good', validUntil: after(4 * DAY_MS), warnings: [] });
  });
  it('the maximum age', async () =>
    expect(await until({ maxAgeMs: 2 * HOUR_MS }, {})).toMatchObject({ validUntil: after(HOUR_MS) }));
});

describe('the nonce (RFC 9654)', () => {
  const nonce = new Uint8Array(32).fill(7);
  it('echoed, of 1 and of 128 octets too', async () => {
    for (const one of [nonce, Uint8Array.of(1), new Uint8Array(128).fill(2)])
      expect(await judge({}, { nonce: one, requiresNonce: true }, { nonce: one })).toBe('good good');
  });
  it('another', async () =>
    expect(await judge({}, { nonce }, { nonce: new Uint8Array(32) })).toBe('invalid nonce-mismatch'));
  it('none: allowed, unless it is required', async () => {
    expect(await judge({}, { nonce })).toBe('good good');
    expect(await judge({}, { nonce, requiresNonce: true })).toBe('invalid nonce-missing');
    expect(world.verify(await world.respond(), { nonce }).warnings.map(({ code }) => code)).toEqual([
      'nonce-not-echoed',
    ]);
  });
  it('nobody asked for one', async () => expect(await judge({}, {}, { nonce })).toBe('good good'));
  it('of a size that is not allowed', async () => {
    const verdict = world.verify(await world.respond({ nonce: new Uint8Array(129) }));
    expect(verdict.warnings.map(({ code }) => code)).toEqual(['nonce-size']);
  });
});

describe('warnings', () => {
  const codes = async (spec: Partial<ResponseSpec>, by?: Held, question: Partial<OcspQuestion> = {}) =>
    world.verify(await world.respond(spec, by), question).warnings.map(({ code }) => code);

  it('none on a usual response', async () => {
    expect(await codes({})).toEqual([]);
    expect(await codes({ certificates: [delegate.der] }, delegate)).toEqual([]);
  });
  it('a delegate without nocheck', async () => {
    const checked = await world.delegate({ ocspNoCheck: false });
    expect(await codes({ certificates: [checked.der] }, checked)).toEqual(['no-check-absent']);
  });
  it('a short RSA key: 1024 bits are taken, fewer are not', async () => {
    const short = await world.delegate({}, undefined, 'rsa', 1024);
    const shorter = await world.delegate({}, undefined, 'rsa', 768);
    expect(await codes({ certificates: [short.der] }, short)).toEqual(['short-key']);
    const refused = await world.respond({ certificates: [shorter.der] }, shorter);
    expect(world.verify(refused)).toMatchObject({ status: 'invalid', code: 'weak-key' });
  });
  it('produced in the future, and before what it says', async () => {
    expect(await codes({ producedAt: after(DAY_MS) })).toEqual(['produced-in-future']);
    expect(await codes({ producedAt: after(-DAY_MS) })).toEqual(['produced-early']);
  });
  it('a time with a fraction', async () =>
    expect(await codes({ producedAt: '20260601110000.5Z' })).toEqual(['time-format']));
  it('a certificate that is out of date itself', async () => {
    const old = await world.issue({ subject: 'old.test', notAfter: after(-DAY_MS) });
    const responses = [world.single({ certificate: old.der })];
    expect(await codes({ responses }, undefined, { certificate: old.certificate })).toEqual(['certificate-dates']);
  });
});
