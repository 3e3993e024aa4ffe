/** Key records judged without a message. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type KeyAnswer, keyRecordFor, queryKey, splitStrings, zoneLine } from '../../../src/core/dkim/index.ts';
import { ED_RECORD, ed25519, KEY_NAME, publicText, RSA_RECORD, rsa } from '../../support/dkim.ts';

const weak = generateKeyPairSync('rsa', { modulusLength: 768 });
const short = generateKeyPairSync('rsa', { modulusLength: 1024 });

const records = (...texts: readonly string[]): KeyAnswer => ({ kind: 'records', texts, status: 'secure' });

function told(answer: KeyAnswer): string {
  const { data, findings } = queryKey(KEY_NAME, answer);
  const said = findings
    .filter(({ severity }) => severity !== 'ok')
    .map(({ id, severity }) => `${severity} ${id.slice(5)}`);
  return [data.status, data.reason, ...said].join(', ');
}

describe('a key under a selector', () => {
  const rows: readonly (readonly [string, KeyAnswer, string])[] = [
    ['in order', records(RSA_RECORD), 'usable, good, info key-security'],
    ['Ed25519', records(ED_RECORD), 'usable, good, info ed25519, info key-security'],
    ['testing', records(`${RSA_RECORD}; t=y`), 'usable, good, info testing, info key-security'],
    ['unknown tags', records(`${RSA_RECORD}; x=1`), 'usable, good, info unknown-tags, info key-security'],
    ['1024 bits', records(`p=${publicText(short.publicKey)}`), 'usable, good, info short-key, info key-security'],
    ['768 bits', records(`p=${publicText(weak.publicKey)}`), 'invalid, key-weak, error key-weak, info key-security'],
    ['revoked', records('v=DKIM1; p='), 'revoked, key-revoked, error key-revoked, info key-security'],
    ['for SHA-1 alone', records(`${RSA_RECORD}; h=sha1`), 'invalid, key-hash, error key-hash, info key-security'],
    ['not for email', records(`${RSA_RECORD}; s=x`), 'invalid, key-service, error key-service, info key-security'],
    ['no key', records('hello'), 'invalid, key-syntax, error key-syntax, info key-security'],
    [
      'several',
      records('hello', RSA_RECORD),
      'usable, good, error key-syntax, warn several-records, info key-security',
    ],
    ['none', { kind: 'missing', status: 'secure', detail: '' }, 'missing, key-missing, error key-missing'],
    ['no answer', { kind: 'unavailable', detail: '' }, 'unknown, key-unavailable, unknown key-unavailable'],
    ['bogus', { kind: 'bogus', detail: '' }, 'unknown, key-bogus, unknown key-bogus'],
  ];
  it.each(rows)('%s', (_, answer, expected) => {
    expect(told(answer)).toBe(expected);
  });
});

describe('the record of a private key', () => {
  it('is what verifies its signatures', () => {
    expect(keyRecordFor(rsa.privateKey)).toBe(RSA_RECORD);
    expect(keyRecordFor(ed25519.privateKey)).toBe(ED_RECORD);
  });

  it('is split into strings of at most 255 octets (RFC 1035 §3.3)', () => {
    const strings = splitStrings(RSA_RECORD);
    expect(strings.map(({ length }) => length)).toEqual([255, RSA_RECORD.length - 255]);
    expect(strings.join('')).toBe(RSA_RECORD);
    expect(zoneLine('a.b', 'x'.repeat(256))).toBe(`a.b. IN TXT "${'x'.repeat(255)}" "x"`);
  });
});
