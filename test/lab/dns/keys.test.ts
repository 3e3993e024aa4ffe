/** Keys against node:crypto alone: the DNSKEY is read back here, byte by byte, as the RFCs lay it out. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createZoneKey, dsFor, ENTRY_KEY, ZONE_KEY } from '../../../src/lab/dns/index.ts';

const url = (octets: Uint8Array): string => Buffer.from(octets).toString('base64url');

/** RFC 3110 §2, RFC 6605 §4, RFC 8080 §3. */
function publicKeyOf(rdata: Uint8Array): KeyObject {
  const field = rdata.subarray(4);
  const half = field.length / 2;
  const curve = (crv: string) => ({ kty: 'EC', crv, x: url(field.subarray(0, half)), y: url(field.subarray(half)) });
  const algorithm = rdata[3]!;
  const jwk =
    algorithm === 13
      ? curve('P-256')
      : algorithm === 14
        ? curve('P-384')
        : algorithm >= 15
          ? { kty: 'OKP', crv: algorithm === 15 ? 'Ed25519' : 'Ed448', x: url(field) }
          : { kty: 'RSA', e: url(field.subarray(1, 1 + field[0]!)), n: url(field.subarray(1 + field[0]!)) };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

const cases = [
  [5, 'sha1', 260],
  [7, 'sha1', 260],
  [8, 'sha256', 260],
  [10, 'sha512', 260],
  [13, 'sha256', 64],
  [14, 'sha384', 96],
  [15, null, 32],
  [16, null, 57],
] as const;

describe.each(cases)('algorithm %i', (algorithm, digest, octets) => {
  const key = createZoneKey(algorithm, ENTRY_KEY);

  it('publishes flags, protocol 3 and algorithm, and the public key in its own form (RFC 4034 §2.1)', () => {
    expect([...key.rdata.subarray(0, 4)]).toEqual([1, 1, 3, algorithm]);
    expect(key.rdata.length - 4).toBe(octets);
  });

  it('signs so that the published key verifies', () => {
    const data = Buffer.from('signed');
    const publicKey = { key: publicKeyOf(key.rdata), dsaEncoding: 'ieee-p1363' as const };
    expect(verify(digest, data, publicKey, key.sign(data))).toBe(true);
    expect(verify(digest, Buffer.from('forged'), publicKey, key.sign(data))).toBe(false);
  });

  it('has the tag of RFC 4034 App. B', () => {
    let sum = 0;
    for (const [index, octet] of key.rdata.entries()) sum += index % 2 === 0 ? octet * 256 : octet;
    expect(key.tag).toBe((sum + Math.floor(sum / 65_536)) % 65_536);
  });
});

describe('a DS', () => {
  const key = createZoneKey(13, ENTRY_KEY);

  it.each([
    [1, 'sha1'],
    [2, 'sha256'],
    [4, 'sha384'],
  ] as const)('of digest type %i is %s over the owner name and the DNSKEY (RFC 4034 §5.1.4)', (type, hash) => {
    const owner = Buffer.from('\x07example\x03org\x00', 'latin1');
    const digest = createHash(hash).update(owner).update(key.rdata).digest();
    const expected = Buffer.concat([Buffer.of(key.tag >> 8, key.tag & 255, 13, type), digest]);
    expect(Buffer.from(dsFor('example.org', key, type))).toEqual(expected);
  });

  it('is of SHA-256 unless told otherwise (RFC 8624 §3.3)', () => {
    expect(dsFor('example.org', key)[3]).toBe(2);
  });
});

describe('making keys', () => {
  it('makes others each time, where that is cheap', () => {
    expect(createZoneKey(13, ZONE_KEY).rdata).not.toEqual(createZoneKey(13, ZONE_KEY).rdata);
  });

  it('throws on an algorithm it does not know: a bug in who asked', () => {
    expect(() => createZoneKey(12, ZONE_KEY)).toThrow('the lab does not sign with algorithm 12');
  });
});
