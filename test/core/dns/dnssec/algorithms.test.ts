/** The worked examples of the RFCs that define each algorithm, verified as published. */
import { describe, expect, it } from 'vitest';
import { fromBase64, toHex } from '../../../../src/base/index.ts';
import { formatAlgorithm, importKey, isSupportedAlgorithm } from '../../../../src/core/dns/dnssec/algorithms.ts';
import { rootAnchors } from '../../../../src/core/dns/dnssec/anchors.ts';
import { decodeDnskey } from '../../../../src/core/dns/dnssec/dnskey.ts';
import { decodeDs, dsMatchesKey } from '../../../../src/core/dns/dnssec/ds.ts';
import { createBudget } from '../../../../src/core/dns/dnssec/limits.ts';
import { verifyRrset, zoneKeys } from '../../../../src/core/dns/dnssec/verify-rrset.ts';
import { encodeName, RR, type Rrset } from '../../../../src/core/dns/index.ts';
import { makeKey } from '../../../support/zone-signer.ts';

interface Example {
  readonly zone: string;
  readonly owner: string;
  readonly type: number;
  readonly rdata: Uint8Array;
  readonly algorithm: number;
  readonly tag: number;
  readonly publicKey: string;
  readonly expiration: number;
  readonly inception: number;
  readonly signature: string;
}

const mail = {
  zone: 'example.com',
  owner: 'example.com',
  type: RR.MX,
  rdata: Buffer.concat([Buffer.of(0, 10), encodeName('mail.example.com')]),
  expiration: 1440021600,
  inception: 1438207200,
};
const web = {
  zone: 'example.net',
  owner: 'www.example.net',
  type: RR.A,
  rdata: Buffer.of(192, 0, 2, 1),
  expiration: 1284026679,
  inception: 1281607479,
};

const examples: readonly (readonly [string, Example])[] = [
  [
    'RFC 6605 §6.1',
    {
      ...web,
      algorithm: 13,
      tag: 55648,
      publicKey: 'GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==',
      signature: 'qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw==',
    },
  ],
  [
    'RFC 6605 §6.2',
    {
      ...web,
      algorithm: 14,
      tag: 10771,
      expiration: 1284027625,
      inception: 1281608425,
      publicKey:
        'xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40',
      signature:
        '/L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbavRKayJNuydCuzWTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm',
    },
  ],
  [
    'RFC 8080 §6.1',
    {
      ...mail,
      algorithm: 15,
      tag: 3613,
      publicKey: 'l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=',
      signature: 'oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==',
    },
  ],
  [
    'RFC 8080 §6.2',
    {
      ...mail,
      algorithm: 16,
      tag: 9713,
      publicKey: '3kgROaDjrh0H2iuixWBrc8g2EpBBLCdGzHmn+G2MpTPhpj/OiBVHHSfPodx1FYYUcJKm1MDpJtIA',
      signature:
        '3cPAHkmlnxcDHMyg7vFC34l0blBhuG1qpwLmjInI8w1CMB29FkEAIJUA0amxWndkmnBZ6SKiwZSAxGILn/NBtOXft0+Gj7FSvOKxE/07+4RQvE581N3Aj/JtIyaiYVdnYtyMWbSNyGEY2213WKsJlwEA',
    },
  ],
];

describe.each(examples)('%s', (_, example) => {
  const key = decodeDnskey(Buffer.concat([Buffer.of(1, 1, 3, example.algorithm), fromBase64(example.publicKey)!]))!;
  const judge = (rrset: Rrset) =>
    verifyRrset(rrset, zoneKeys(example.zone, [key]), {
      timeSeconds: example.inception + 60,
      allowSha1: false,
      budget: createBudget(),
    });

  it('has the key tag that is printed', () => expect(key.tag).toBe(example.tag));
  it('verifies', () => expect(judge(rrsetOf(example))).toMatchObject({ status: 'secure' }));
  it('does not verify over another record', () =>
    expect(
      judge({ ...rrsetOf(example), rdatas: [Buffer.concat([example.rdata.subarray(0, -1), Buffer.of(9)])] }),
    ).toMatchObject({
      status: 'bogus',
      reason: { code: 'dnssec.signature-invalid', ede: 6 },
    }));
});

function rrsetOf({ zone, owner, type, rdata, algorithm, tag, expiration, inception, signature }: Example): Rrset {
  const head = Buffer.alloc(18);
  head.writeUInt16BE(type, 0);
  head[2] = algorithm;
  head[3] = owner.split('.').length;
  head.writeUInt32BE(3600, 4);
  head.writeUInt32BE(expiration, 8);
  head.writeUInt32BE(inception, 12);
  head.writeUInt16BE(tag, 16);
  const rrsig = Buffer.concat([head, encodeName(zone), fromBase64(signature)!]);
  return { name: owner, type, class: 1, ttlSeconds: 3600, rdatas: [rdata], signatures: [rrsig] };
}

describe('the root', () => {
  const keys: readonly (readonly [number, string])[] = [
    [
      20326,
      'AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq7HrxRixHlFlExOLAJr5emLvN7SWXgnLh4+B5xQlNVz8Og8kvArMtNROxVQuCaSnIDdD5LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8efS3rCj/EWgvIWgb9tarpVUDK/b58Da+sqqls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLYA4/ilBmSVIzuDWfdRUfhHdY6+cn8HFRm+2hM8AnXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU=',
    ],
    [
      38696,
      'AwEAAa96jeuknZlaeSrvyAJj6ZHv28hhOKkx3rLGXVaC6rXTsDc449/cidltpkyGwCJNnOAlFNKF2jBosZBU5eeHspaQWOmOElZsjICMQMC3aeHbGiShvZsx4wMYSjH8e7Vrhbu6irwCzVBApESjbUdpWWmEnhathWu1jo+siFUiRAAxm9qyJNg/wOZqqzL/dL/q8PkcRU5oUKEpUge71M3ej2/7CPqpdVwuMoTvoB+ZOT4YeGyxMvHmbrxlFzGOHOijtzN+u1TQNatX2XBuzZNQ1K+s2CXkPIZo7s6JgZyvaBevYtxPvYLw4z9mR7K2vaF18UYH9Z9GNUUeayffKC73PYc=',
    ],
  ];
  it.each(keys)('key %i matches the built-in DS record (RFC 9718)', (tag, publicKey) => {
    const key = decodeDnskey(Buffer.concat([Buffer.of(1, 1, 3, 8), fromBase64(publicKey)!]))!;
    const ds = rootAnchors[0]!.ds.find(({ keyTag }) => keyTag === tag)!;
    expect([key.tag, dsMatchesKey(ds, '', key)]).toEqual([tag, true]);
  });
});

describe('a DS record', () => {
  it('is the one printed for the key (RFC 8080 §6.1)', () => {
    const key = decodeDnskey(Buffer.concat([Buffer.of(1, 1, 3, 15), fromBase64(examples[2]![1].publicKey)!]))!;
    const digest = '3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b';
    const ds = decodeDs(Buffer.concat([Buffer.of(3613 >> 8, 3613 & 255, 15, 2), Buffer.from(digest, 'hex')]))!;
    expect([toHex(ds.digest), dsMatchesKey(ds, 'example.com', key), dsMatchesKey(ds, 'example.org', key)]).toEqual([
      digest,
      true,
      false,
    ]);
  });
});

describe('support', () => {
  it.each([
    [5, false, true],
    [7, false, true],
    [8, true, true],
    [10, true, true],
    [13, true, true],
    [14, true, true],
    [15, true, true],
    [16, true, true],
    [1, false, false],
    [3, false, false],
    [12, false, false],
    [253, false, false],
  ])('algorithm %i: %s, before RFC 9905 %s', (algorithm, now, before) => {
    expect([isSupportedAlgorithm(algorithm, false), isSupportedAlgorithm(algorithm, true)]).toEqual([now, before]);
  });
  it('names what it knows and numbers the rest', () => {
    expect([formatAlgorithm(13), formatAlgorithm(99)]).toEqual(['ECDSAP256SHA256', 'algorithm 99']);
  });
});

describe('importing', () => {
  const rsa = makeKey(8).rdata.subarray(4);
  it.each([
    ['an RSA key with a long exponent', 8, Buffer.concat([Buffer.of(32), Buffer.alloc(32, 255), rsa.subarray(4)])],
    ['an RSA modulus beyond 4096 bits', 8, Buffer.concat([rsa.subarray(0, 4), Buffer.alloc(513, 255)])],
    ['an RSA modulus below 512 bits', 8, Buffer.concat([rsa.subarray(0, 4), Buffer.alloc(63, 255)])],
    ['no octets', 8, Buffer.alloc(0)],
    ['a point off the curve', 13, Buffer.alloc(64, 1)],
    ['a point of the wrong length', 13, Buffer.alloc(63, 1)],
    ['an Ed25519 key of the wrong length', 15, Buffer.alloc(33, 1)],
    ['an algorithm that is not ours', 3, rsa],
  ])('%s is refused', (_, algorithm, octets) => expect(importKey(algorithm, octets)).toBeUndefined());
  it('takes the long form of an exponent (RFC 3110 §2)', () => {
    expect(importKey(8, Buffer.concat([Buffer.of(0, 0, rsa[0]!), rsa.subarray(1)]))?.bits).toBe(2048);
  });
});
