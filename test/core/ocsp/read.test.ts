/** The cursor beside pkijs: what it reads out of a response is what pkijs reads; and hostile octets never throw. */
import { BasicOCSPResponse, OCSPResponse } from 'pkijs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseOcspRequest, parseOcspResponse } from '../../../src/core/ocsp/index.ts';
import type { ResponseSpec, TimeSpec } from '../../../src/core/ocsp/issue.ts';
import { readInstant } from '../../../src/core/ocsp/read/fields.ts';
import { readElement } from '../../../src/core/pki/index.ts';
import { after, DAY_MS, type Held, type OcspWorld, ocspWorld } from '../../support/ocsp.ts';

let world: OcspWorld;
let delegate: Held;
beforeAll(async () => {
  world = await ocspWorld();
  delegate = await world.delegate();
});

const own = (der: Uint8Array): ArrayBuffer => new Uint8Array(der).buffer;
const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

function oursOf(der: Uint8Array) {
  const read = parseOcspResponse(der);
  if (!read.ok || read.value.basic === undefined) throw new Error('not read');
  return read.value.basic;
}

/** The basic response inside, as pkijs has it. */
function theirsOf(der: Uint8Array): BasicOCSPResponse {
  const { responseBytes } = OCSPResponse.fromBER(own(der));
  return BasicOCSPResponse.fromBER(own(responseBytes!.response.valueBlock.valueHexView));
}

const shapes: readonly (readonly [string, () => Partial<ResponseSpec>])[] = [
  ['a plain one', () => ({})],
  [
    'by key, with a nonce and a certificate',
    () => ({ responderId: 'key', nonce: new Uint8Array(32).fill(3), certificates: [delegate.der] }),
  ],
  [
    'three single responses of every status',
    () => ({
      responses: [
        world.single(),
        world.single({ status: { kind: 'revoked', at: after(-DAY_MS), reason: 'keyCompromise' }, digest: 'sha256' }),
        world.single({ status: { kind: 'unknown' }, digest: 'sha512', serial: Uint8Array.of(0x7f) }),
      ],
    }),
  ],
  [
    'extensions in both places',
    () => {
      const extensions = [{ oid: '1.3.6.1.5.5.7.48.1.9', der: Uint8Array.of(5, 0) }];
      return {
        extensions,
        responses: [world.single({ extensions: [{ oid: '1.2.3', critical: true, der: Uint8Array.of(5, 0) }] })],
      };
    },
  ],
];

describe('the reader and pkijs see the same (RFC 6960 §4.2.1)', () => {
  it.each(shapes)('%s', async (_, spec) => {
    const der = await world.respond(spec());
    const [ours, theirs] = [oursOf(der), theirsOf(der)];
    const data = theirs.tbsResponseData;
    expect(hex(ours.tbs)).toBe(hex(data.tbsView));
    expect(ours.producedAt.date).toEqual(data.producedAt);
    expect(hex(ours.signature)).toBe(hex(theirs.signature.valueBlock.valueHexView));
    expect(ours.algorithmOid).toBe(theirs.signatureAlgorithm.algorithmId);
    expect(ours.certificates.map(hex)).toEqual(
      (theirs.certs ?? []).map((one) => hex(new Uint8Array(one.toSchema().toBER()))),
    );
    expect(ours.extensions.map(({ oid, critical, value }) => [oid, critical, hex(value)])).toEqual(
      (data.responseExtensions ?? []).map((one) => [
        one.extnID,
        one.critical,
        hex(one.extnValue.valueBlock.valueHexView),
      ]),
    );
    expect(ours.responses).toHaveLength(data.responses.length);
    for (const [i, theirSingle] of data.responses.entries()) {
      const single = ours.responses[i]!;
      expect(single.thisUpdate.date).toEqual(theirSingle.thisUpdate);
      expect(single.nextUpdate?.date).toEqual(theirSingle.nextUpdate);
      expect(single.certId.digestOid).toBe(theirSingle.certID.hashAlgorithm.algorithmId);
      expect(hex(single.certId.issuerNameHash)).toBe(hex(theirSingle.certID.issuerNameHash.valueBlock.valueHexView));
      expect(hex(single.certId.issuerKeyHash)).toBe(hex(theirSingle.certID.issuerKeyHash.valueBlock.valueHexView));
      expect(single.certId.serial).toBe(hex(theirSingle.certID.serialNumber.valueBlock.valueHexView));
      expect(['good', 'revoked', 'unknown'].indexOf(single.status)).toBe(theirSingle.certStatus.idBlock.tagNumber);
    }
  });

  it('pkijs verifies the signature of what we build', async () => {
    const basic = theirsOf(await world.respond({ certificates: [delegate.der] }, delegate));
    const { Certificate } = await import('pkijs');
    const trustedCerts = [world.issuer, world.root].map(({ der }) => Certificate.fromBER(own(der)));
    expect(await basic.verify({ trustedCerts })).toBe(true);
  });
});

describe('times', () => {
  const read = (text: string) => {
    const octets = Buffer.from(text, 'latin1');
    return readInstant(readElement(Buffer.concat([Buffer.of(24, octets.length), octets]))!);
  };
  it.each([
    ['20260601120000Z', '2026-06-01T12:00:00.000Z', true],
    ['00010101000000Z', '0001-01-01T00:00:00.000Z', true],
    ['99991231235959Z', '9999-12-31T23:59:59.000Z', true],
    ['20260601120000.25Z', '2026-06-01T12:00:00.250Z', false],
  ])('%s', (text, date, exact) => expect(read(text)).toEqual({ date: new Date(date), exact }));
  it.each([
    '20260631120000Z',
    '20261301120000Z',
    '20260001120000Z',
    '20260601240000Z',
    '20260601126000Z',
    '20260601120060Z',
    '2026060112Z',
    '202606011200Z',
    '20260601120000',
    '20260601120000+0100',
    '20260601120000.Z',
    '20260601120000,5Z',
    '2026060112000aZ',
    '202606011200.5Z',
    'Z',
    '',
    '20260601120000.1234567890Z',
    ' 0260601120000Z',
    '260601120000Z',
  ])('not %s', (text) => expect(read(text)).toBeUndefined());
  it('a time that is no GeneralizedTime spoils the response', async () => {
    const bad: TimeSpec = '20260601120000+0000';
    for (const spec of [
      { producedAt: bad },
      { responses: [world.single({ thisUpdate: bad })] },
      { responses: [world.single({ nextUpdate: bad })] },
    ])
      expect(parseOcspResponse(await world.respond(spec)).ok).toBe(false);
  });
});

describe('hostile octets', () => {
  it('any prefix of a response is refused, and never throws', async () => {
    const der = await world.respond({ certificates: [delegate.der], nonce: new Uint8Array(32) }, delegate);
    for (let length = 0; length < der.length; length += 1)
      expect(parseOcspResponse(der.subarray(0, length)).ok).toBe(false);
  });
  /** What is not signed may not change either: algorithms are held against keys, and nothing else is looked over. */
  it.each([
    ['issuer', 1],
    ['delegate', 7],
  ] as const)('any one bit turned, signed by the %s: never proven, never a throw', async (who, stride) => {
    const isDelegated = who === 'delegate';
    const der = isDelegated ? await world.respond({ certificates: [delegate.der] }, delegate) : await world.respond();
    const survivors: number[] = [];
    for (let bit = 0; bit < der.length * 8; bit += stride) {
      const turned = Uint8Array.from(der);
      turned[bit >> 3]! ^= 0x80 >> (bit & 7);
      if (world.verify(turned).status !== 'invalid') survivors.push(bit);
    }
    expect(survivors).toEqual([]);
  });
  it('any prefix of a request is refused', async () => {
    const { createOcspRequest } = await import('../../../src/core/ocsp/index.ts');
    const about = { certificate: world.leaf.certificate, issuer: world.issuer.certificate };
    const der = await createOcspRequest({ ...about, digest: 'sha1', nonce: new Uint8Array(32) });
    for (let length = 0; length < der.length; length += 1)
      expect(parseOcspRequest(der.subarray(0, length)).ok).toBe(false);
  });
  it('more single responses, certificates and octets than the bounds are refused at once', async () => {
    const many = await world.respond({ responses: Array.from({ length: 5001 }, () => world.single()) });
    expect(parseOcspResponse(many)).toMatchObject({ ok: false });
    const certificates = Array.from({ length: 101 }, () => delegate.der);
    expect(parseOcspResponse(await world.respond({ certificates }))).toMatchObject({ ok: false });
    expect(parseOcspResponse(new Uint8Array(1024 * 1024 + 1))).toMatchObject({
      error: { message: expect.stringContaining('1048576 octets') },
    });
  });
  it('eight certificates of the responder’s name are tried, and no more', async () => {
    const twins = await Promise.all(Array.from({ length: 8 }, () => world.delegate()));
    const certificates = [...twins, delegate].map(({ der }) => der);
    expect(world.verify(await world.respond({ certificates }, delegate))).toMatchObject({
      status: 'invalid',
      code: 'bad-signature',
    });
    expect(world.verify(await world.respond({ certificates: certificates.slice(1) }, delegate))).toMatchObject({
      status: 'good',
    });
  });
  it('a certificate inside that cannot be read is passed over and told', async () => {
    const der = Buffer.from(await world.respond({ certificates: [delegate.der, delegate.der] }, delegate));
    const second = der.lastIndexOf(delegate.der);
    der[second + 4] = 0x31; // its TBSCertificate is no SEQUENCE any more
    const verdict = world.verify(der);
    expect(verdict).toMatchObject({ status: 'good', warnings: [{ code: 'unreadable-certificate', detail: '1 of 2' }] });
  });
});
