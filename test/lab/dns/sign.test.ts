/** Signatures over RRsets: fields, the octets they are over, and known answers. */
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyTag, RR, type Rrset, rrsigRdata } from '../../../src/core/dns/index.ts';
import { createSigner, lazilySigned } from '../../../src/lab/dns/sign.ts';
import type { ZoneKey } from '../../../src/lab/dns/types.ts';
import { NOW, recordsOf, style } from './zones.ts';

function rrset(name: string, text: string): Rrset {
  const records = recordsOf(name, text);
  const { type, class: code, ttlSeconds } = records[0]!;
  return { name, type, class: code, ttlSeconds, rdatas: records.map(({ rdata }) => rdata), signatures: [] };
}

/** Ed25519 from its 32 octets, in the envelope of RFC 8410 §7. */
function ed25519(secret: string): ZoneKey {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(secret, 'base64')]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const x = Buffer.from(String(createPublicKey(key).export({ format: 'jwk' }).x), 'base64url');
  const rdata = Buffer.concat([Buffer.of(1, 1, 3, 15), x]);
  return { algorithm: 15, rdata, tag: keyTag(rdata), sign: (data) => sign(null, data, key) };
}

describe('the example of RFC 8080 §6.1', () => {
  it.each([
    [
      'ODIyNjAzODQ2MjgwODAxMjI2NDUxOTAyMDQxNDIyNjI=',
      3613,
      'oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==',
    ],
    [
      'DSSF3o0s0f+ElWzj9E/Osxw8hLpk55chkmx0LYN5WiY=',
      35_217,
      'zXQ0bkYgQTEFyfLyi9QoiY6D8ZdYo4wyUhVioYZXFdT410QPRITQSqJSnzQoSm5poJ7gD7AQR0O7KuI5k2pcBg==',
    ],
  ])('private key %s', (secret, tag, signature) => {
    const key = ed25519(secret);
    expect(key.tag).toBe(tag);
    const signer = createSigner('example.com', {
      ...style(),
      keys: { entry: key, data: key },
      expiration: new Date(1_440_021_600_000),
      inception: new Date(1_438_207_200_000),
    });
    const [made] = signer(rrset('example.com', '@ 3600 MX 10 mail.example.com.'));
    const decoded = rrsigRdata.decode(made!);
    if (!decoded.ok) throw new Error(decoded.error.message);
    expect(Buffer.from(decoded.value.signature).toString('base64')).toBe(signature);
  });
});

describe('an RRSIG', () => {
  const signing = style({ algorithm: 15 });
  const signer = createSigner('example.org', signing);
  const fieldsOf = (set: Rrset) => {
    const decoded = rrsigRdata.decode(signer(set)[0]!);
    if (!decoded.ok) throw new Error(decoded.error.message);
    return decoded.value;
  };

  it('says what it covers, by whom, how long (RFC 4034 §3.1)', () => {
    const week = 7 * 86_400;
    const { signature: _, ...fields } = fieldsOf(rrset('www.example.org', '@ 60 A 192.0.2.1'));
    expect(fields).toEqual({
      typeCovered: RR.A,
      algorithm: 15,
      labels: 3,
      originalTtlSeconds: 60,
      inception: NOW.getTime() / 1000 - week,
      expiration: NOW.getTime() / 1000 + week,
      keyTag: signing.keys.data.tag,
      signer: 'example.org',
    });
  });

  it('is made with the entry key over DNSKEY, and with the other over the rest', () => {
    const keys = { ...rrset('example.org', '@ A 192.0.2.1'), type: RR.DNSKEY, rdatas: [signing.keys.entry.rdata] };
    expect(fieldsOf(keys).keyTag).toBe(signing.keys.entry.tag);
    expect(fieldsOf(rrset('example.org', '@ DS 1 13 2 00')).keyTag).toBe(signing.keys.data.tag);
  });

  it.each([
    ['example.org', 2],
    ['*.example.org', 2],
    ['a.*.example.org', 4],
    ['*', 0],
    ['', 0],
  ])('over %s counts %i labels: root and a leading asterisk do not count (RFC 4034 §3.1.3)', (name, labels) => {
    expect(fieldsOf(rrset(name, '@ A 192.0.2.1')).labels).toBe(labels);
  });

  it('is over its own RDATA and the records in canonical form, sorted (RFC 4034 §3.1.8.1, §6)', () => {
    const made = signer(rrset('mail.example.org', '@ 300 MX 20 B.example.\n@ 300 MX 10 a.Example.'))[0]!;
    const record = (rdata: string): Buffer =>
      Buffer.concat([
        Buffer.from('\x04mail\x07example\x03org\x00', 'latin1'),
        Buffer.from([0, RR.MX, 0, 1, 0, 0, 300 >> 8, 300 & 255, 0, rdata.length]),
        Buffer.from(rdata, 'latin1'),
      ]);
    const head = made.subarray(0, made.length - 64);
    const data = Buffer.concat([head, record('\0\x0a\x01a\x07example\0'), record('\0\x14\x01b\x07example\0')]);
    const x = Buffer.from(signing.keys.data.rdata.subarray(4)).toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    expect(verify(null, data, key, made.subarray(made.length - 64))).toBe(true);
  });
});

describe('signing late', () => {
  it('signs when the signatures are first read, and once', () => {
    let calls = 0;
    const { signatures: _, ...bare } = rrset('example.org', '@ A 192.0.2.1');
    const lazy = lazilySigned(bare, () => [Uint8Array.of(++calls)]);
    expect(calls).toBe(0);
    expect([...lazy.signatures, ...lazy.signatures].map(([octet]) => octet)).toEqual([1, 1]);
  });

  it('has no signatures without a signer', () => {
    expect(lazilySigned(rrset('example.org', '@ A 192.0.2.1'), undefined).signatures).toEqual([]);
  });
});
