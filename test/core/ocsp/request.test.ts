import { OCSPRequest } from 'pkijs';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromBase64 } from '../../../src/base/index.ts';
import { createNonce, createOcspRequest, ocspGetUrl, parseOcspRequest } from '../../../src/core/ocsp/index.ts';
import { type OcspWorld, ocspWorld } from '../../support/ocsp.ts';

let world: OcspWorld;
beforeAll(async () => {
  world = await ocspWorld();
});

const create = (digest: 'sha1' | 'sha256', nonce?: Uint8Array): Promise<Uint8Array> =>
  createOcspRequest({
    certificate: world.leaf.certificate,
    issuer: world.issuer.certificate,
    digest,
    ...(nonce !== undefined && { nonce }),
  });

const parsed = (der: Uint8Array) => {
  const read = parseOcspRequest(der);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};

describe('a request (RFC 6960 §4.1)', () => {
  it.each([
    ['sha1', 20],
    ['sha256', 32],
  ] as const)('names the certificate by %s', async (digest, octets) => {
    const request = parsed(await create(digest));
    expect(request).toMatchObject({
      version: 1,
      isSigned: false,
      requests: [{ certId: { digest, serial: '4a010203' } }],
    });
    expect(request.requests[0]!.certId.issuerKeyHash).toHaveLength(octets);
    expect(request).not.toHaveProperty('nonce');
  });
  it('has a nonce of 32 octets (RFC 9654 §2.1)', async () => {
    const nonce = createNonce();
    expect(nonce).toHaveLength(32);
    expect(Buffer.from(parsed(await create('sha1', nonce)).nonce!)).toEqual(Buffer.from(nonce));
  });
  it('reads the same in pkijs', async () => {
    const der = await create('sha256', createNonce());
    const theirs = OCSPRequest.fromBER(Uint8Array.from(der).buffer).tbsRequest;
    const ours = parsed(der);
    const { reqCert } = theirs.requestList[0]!;
    expect(ours.requests[0]!.certId.digestOid).toBe(reqCert.hashAlgorithm.algorithmId);
    expect(Buffer.from(ours.requests[0]!.certId.issuerNameHash)).toEqual(
      Buffer.from(reqCert.issuerNameHash.valueBlock.valueHexView),
    );
    expect(ours.extensions.map(({ oid }) => oid)).toEqual(theirs.requestExtensions!.map(({ extnID }) => extnID));
  });
  it('a serial with its high bit set stays a positive number', async () => {
    const leaf = await world.issue({ subject: 'high.test', serial: Uint8Array.of(0, 0xff, 1) });
    const der = await createOcspRequest({
      certificate: leaf.certificate,
      issuer: world.issuer.certificate,
      digest: 'sha1',
    });
    expect(parsed(der).requests[0]!.certId.serial).toBe('ff01');
    expect(Buffer.from(der).includes(Buffer.of(2, 3, 0, 0xff, 1))).toBe(true);
  });
});

describe('the GET form (RFC 6960 A.1, RFC 5019 §5)', () => {
  it('is the URL, a slash, and the request in base64, URL-encoded', async () => {
    const der = await create('sha1');
    const url = ocspGetUrl('http://ocsp.test/', der)!;
    expect(url).toMatch(/^http:\/\/ocsp\.test\/[A-Za-z0-9%]+$/);
    expect(fromBase64(decodeURIComponent(url.slice('http://ocsp.test/'.length)))).toEqual(Uint8Array.from(der));
    expect(ocspGetUrl('http://ocsp.test', der)).toBe(url);
  });
  it('is not for what takes more than 255 octets, nor for a URL with a query', async () => {
    const der = await create('sha256', new Uint8Array(128));
    expect(ocspGetUrl('http://ocsp.test/', der)).toBeUndefined();
    expect(ocspGetUrl('http://ocsp.test/?x', await create('sha1'))).toBeUndefined();
  });
});

describe('what is no request', () => {
  it('empty, garbage, cut off, something behind', async () => {
    const der = await create('sha1', createNonce());
    for (const bad of [new Uint8Array(), Buffer.from('hello'), der.subarray(0, -1), Buffer.concat([der, Buffer.of(0)])])
      expect(parseOcspRequest(bad)).toMatchObject({ ok: false, error: { code: 'ocsp/malformed' } });
  });
});
