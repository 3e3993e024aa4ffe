/** Key records by RFC 6376 §3.6.1, and what each makes of a good signature. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SignSpec } from '../../../src/core/dkim/index.ts';
import { ED_RECORD, ed25519, keysOf, publicText, RSA_RECORD, rsa, signed, told, verdict } from '../../support/dkim.ts';

const P = publicText(rsa.publicKey);
const weak = generateKeyPairSync('rsa', { modulusLength: 768 });
const other = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ED: Partial<SignSpec> = { key: ed25519.privateKey, algorithm: 'ed25519-sha256' };

describe('a key record', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['as most are', RSA_RECORD, 'pass good'],
    ['p= alone', `p=${P}`, 'pass good'],
    ['bare PKCS#1 (errata 3017)', `v=DKIM1; p=${publicText(rsa.publicKey, 'pkcs1')}`, 'pass good'],
    ['p= folded and with spaces', `v=DKIM1; p=${P.replace(/(.{60})/g, '$1 \t')}`, 'pass good'],
    ['p= without padding', `p=${P.replace(/=+$/, '')}`, 'pass good'],
    ['unknown tags', `v=DKIM1; p=${P}; zz=1; g=*`, 'pass good'],
    ['notes', `v=DKIM1; n=moved=20soon; p=${P};`, 'pass good'],
    ['h= with sha256 among others', `p=${P}; h=sha1 : sha256`, 'pass good'],
    ['h= without it', `p=${P}; h=sha1`, 'permerror key-hash'],
    ['s= email', `p=${P}; s=email`, 'pass good'],
    ['s= all', `p=${P}; s=tlsrpt:*`, 'pass good'],
    ['s= another service', `p=${P}; s=tlsrpt`, 'permerror key-service'],
    ['t=y', `p=${P}; t=y`, 'pass good'],
    ['t=s, i= in the domain', `p=${P}; t=y:s`, 'pass good'],
    ['k= ed25519 with an RSA signature', ED_RECORD, 'permerror key-type'],
    ['k= unknown', `k=dsa; p=${P}`, 'permerror key-type'],
    ['k= rsa with a key of another kind', `p=${publicText(ec.publicKey)}`, 'permerror key-type'],
    ['revoked', 'v=DKIM1; p=', 'permerror key-revoked'],
    ['revoked, of a kind', 'v=DKIM1; k=rsa; p= ;', 'permerror key-revoked'],
    ['no p=', 'v=DKIM1; k=rsa', 'permerror key-syntax'],
    ['p= twice', `p=${P}; p=${P}`, 'permerror key-syntax'],
    ['p= no base64', 'p=!!!', 'permerror key-syntax'],
    ['p= no key', 'p=AAAA', 'permerror key-syntax'],
    ['v= of another version', `v=DKIM2; p=${P}`, 'permerror key-version'],
    ['v= in other case', `v=dkim1; p=${P}`, 'permerror key-version'],
    ['v= not first', `p=${P}; v=DKIM1`, 'permerror key-version'],
    ['another kind of record', 'v=spf1 -all', 'permerror key-version'],
    ['no list at all', 'hello world', 'permerror key-syntax'],
    ['empty', '', 'permerror key-syntax'],
    ['another key', `p=${publicText(other.publicKey)}`, 'fail signature-mismatch'],
    ['another key, of 768 bits', `p=${publicText(weak.publicKey)}`, 'fail signature-mismatch'],
    ['larger than any', `p=${Buffer.alloc(3000).toString('base64')}`, 'policy key-too-large'],
  ];
  it.each(rows)('%s', async (_, record, expected) => {
    expect(await told(await signed(), { lookUp: keysOf(record) })).toBe(expected);
  });

  it('t=s refuses an i= below the domain (RFC 6376 §3.6.1)', async () => {
    const message = await signed(undefined, { identity: '@mail.example.org' });
    expect(await told(message, { lookUp: keysOf(RSA_RECORD) })).toBe('pass good');
    expect(await told(message, { lookUp: keysOf(`${RSA_RECORD}; t=s`) })).toBe('permerror key-identity');
  });

  it('a signature by a key below 1024 bits is not valid though it verifies (RFC 8301 §3.2)', async () => {
    const message = await signed(undefined, { key: weak.privateKey });
    expect(await told(message, { lookUp: keysOf(`p=${publicText(weak.publicKey)}`) })).toBe('policy key-weak');
  });

  it('of Ed25519 is 32 octets (RFC 8463 §4)', async () => {
    const message = await signed(undefined, ED);
    expect(await told(message, { lookUp: keysOf(ED_RECORD) })).toBe('pass good');
    const asSpki = `k=ed25519; p=${publicText(ed25519.publicKey)}`;
    expect(await told(message, { lookUp: keysOf(asSpki) })).toBe('permerror key-syntax');
    expect(await told(message, { lookUp: keysOf(RSA_RECORD) })).toBe('permerror key-type');
  });

  it('several: the one that verifies speaks, else the one that could have (RFC 6376 §3.6.2.2)', async () => {
    const wrong = `p=${publicText(other.publicKey)}`;
    const message = await signed();
    expect(await told(message, { lookUp: keysOf('v=spf1 -all', wrong, RSA_RECORD) })).toBe('pass good');
    expect(await told(message, { lookUp: keysOf('v=spf1 -all', wrong) })).toBe('fail signature-mismatch');
    const { key } = await verdict(message, { lookUp: keysOf(wrong, RSA_RECORD) });
    expect(key).toMatchObject({ records: 2, bits: 2048, type: 'rsa' });
  });

  it('that cannot be had, does not validate or is not there', async () => {
    const message = await signed();
    const detail = 'why';
    const lookUps = {
      unavailable: async () => ({ kind: 'unavailable', detail }) as const,
      bogus: async () => ({ kind: 'bogus', detail }) as const,
    };
    expect(await told(message, { lookUp: lookUps.unavailable })).toBe('temperror key-unavailable');
    expect(await told(message, { lookUp: lookUps.bogus })).toBe('temperror key-bogus');
    expect(await told(message, { lookUp: keysOf() })).toBe('permerror key-missing');
  });
});
