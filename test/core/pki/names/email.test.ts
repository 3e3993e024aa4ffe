import { describe, expect, it } from 'vitest';
import { matchEmail } from '../../../../src/core/pki/index.ts';
import { type Names, named } from '../../../support/named-certificates.ts';

const email = (...values: string[]): Names => ({ alternativeNames: values.map((value) => ({ kind: 'email', value })) });
const subject = (value: string): Names => ({ subject: [{ oid: '1.2.840.113549.1.9.1', value, encoding: 'ia5' }] });

function utf8Mailbox(value: string): Names {
  const octets = Buffer.from(value);
  const der = Uint8Array.from([0x0c, octets.length, ...octets]);
  return { alternativeNames: [{ kind: 'other', oid: '1.3.6.1.5.5.7.8.9', der }] };
}

describe('mailboxes in certificates (RFC 5280 §7.5, RFC 8398, RFC 9598 §5)', () => {
  it.each<[string, string, Names, boolean]>([
    ['the mailbox itself', 'user@example.org', email('user@example.org'), true],
    ['a domain of other case', 'user@EXAMPLE.org', email('user@example.ORG'), true],
    ['a local part of other case', 'User@example.org', email('user@example.org'), false],
    ['one of several', 'b@example.org', email('a@example.org', 'b@example.org'), true],
    ['a domain alone', 'user@example.org', email('example.org'), false],
    ['a quoted local part', '"a@b"@example.org', email('"a@b"@example.org'), true],
    ['a U-label for an A-label', 'user@bücher.example', email('user@xn--bcher-kva.example'), true],
    ['a SmtpUTF8Mailbox', 'jörg@example.org', utf8Mailbox('jörg@example.org'), true],
    ['a SmtpUTF8Mailbox with a U-label', 'jörg@bücher.example', utf8Mailbox('jörg@xn--bcher-kva.example'), true],
    ['a NUL octet', 'user@example.org', email('user@example.org\0.evil.com'), false],
    ['the subject where there is nothing else', 'user@example.org', subject('user@example.org'), true],
    ['the subject beside a mailbox', 'user@example.org', { ...subject('user@example.org'), ...email('x@y') }, false],
    ['no mailbox', 'user@example.org', { dnsNames: ['example.org'] }, false],
    ['an empty text', '', email(''), false],
  ])('%s', async (_, mailbox, names, expected) => {
    const found = matchEmail(await named(names), mailbox);
    expect(found.match).toBe(expected);
    expect(found.reason).toMatch(/^[\x20-\x7e]+$/);
  });
});
