import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../../src/base/index.ts';
import {
  decodeRrsig,
  fieldDate,
  type Rrsig,
  secondsLeft,
  signaturePeriod,
} from '../../../../src/core/dns/dnssec/rrsig.ts';
import { makeKey, signRrset, T } from '../../../support/zone-signer.ts';

const record = { name: 'www.example', type: T.A, class: 1, ttlSeconds: 300, rdata: Buffer.of(192, 0, 2, 1) };
const sound = signRrset('example', [record], makeKey()).rdata;

describe('RRSIG RDATA (RFC 4034 §3.1)', () => {
  it('is read field by field', () => {
    expect(decodeRrsig(sound)).toMatchObject({
      typeCovered: 1,
      algorithm: 13,
      labels: 2,
      originalTtl: 300,
      signer: 'example',
    });
  });
  it('is signed with the signer in lower case (RFC 4034 §6.2)', () => {
    const shouting = Buffer.from(sound);
    shouting.write('EXAMPLE', 19);
    expect(toHex(decodeRrsig(shouting)!.signedPart)).toBe(toHex(decodeRrsig(sound)!.signedPart));
  });
  it('is refused when cut before the signature begins, and never throws', () => {
    const end = 18 + 9;
    for (let length = 0; length < end; length++) expect(decodeRrsig(sound.subarray(0, length))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => decodeRrsig(bytes) !== null),
      { seed: 7 },
    );
  });
  it('is refused with a compressed signer (RFC 4034 §3.1.7)', () => {
    expect(
      decodeRrsig(Buffer.concat([sound.subarray(0, 18), Buffer.of(0xc0, 0x0c), Buffer.alloc(64)])),
    ).toBeUndefined();
  });
});

describe('dates in serial arithmetic (RFC 4034 §3.1.5, RFC 1982)', () => {
  const dated = (inception: number, expiration: number): Rrsig => ({ ...decodeRrsig(sound)!, inception, expiration });
  const wrap = 2 ** 32;
  it.each([
    ['before', 100, 200, 99, 'not-yet-valid'],
    ['at the inception', 100, 200, 100, 'valid'],
    ['at the expiration', 100, 200, 200, 'valid'],
    ['after', 100, 200, 201, 'expired'],
    ['across 2106, inside', wrap - 50, 50, wrap + 10, 'valid'],
    ['across 2106, before the turn', wrap - 50, 50, wrap - 10, 'valid'],
    ['across 2106, too late', wrap - 50, 50, wrap + 51, 'expired'],
  ])('%s', (_, inception, expiration, time, period) => {
    expect(signaturePeriod(dated(inception, expiration), time)).toBe(period);
  });
  it('counts what is left over the turn', () => {
    expect(secondsLeft(dated(wrap - 50, 50), wrap + 10)).toBe(40);
  });
  it('takes a field as the date nearest to now', () => {
    expect(fieldDate(50, wrap - 10).getTime()).toBe((wrap + 50) * 1000);
  });
});
