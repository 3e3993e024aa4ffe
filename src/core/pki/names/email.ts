/**
 * Does the certificate name a mailbox (RFC 5280 §4.2.1.6, RFC 8398 as updated by RFC 9598)? rfc822Names and
 * SmtpUTF8Mailboxes; the emailAddress of the subject only where there is neither (RFC 8550 §3).
 *
 * Local parts are compared octet by octet, domains without case and as A-labels (RFC 5280 §7.5, RFC 9598 §5).
 */
import { domainToASCII } from 'node:url';
import type { Certificate } from '../certificate.ts';
import { readElement } from '../der.ts';
import { attributesOf } from '../rdn.ts';
import { foldCase } from './labels.ts';
import type { RuleMatch } from './types.ts';
import { listed, printable } from './words.ts';

const SMTP_UTF8_MAILBOX = '1.3.6.1.5.5.7.8.9';
const EMAIL_ADDRESS = '1.2.840.113549.1.9.1';
const UTF8_STRING = 0x0c;

/** @param mailbox  `Local-Part@example.org`; either part may be beyond ASCII */
export function matchEmail(certificate: Certificate, mailbox: string): RuleMatch {
  const alternatives = mailboxesIn(certificate);
  const kind = alternatives.length > 0 ? 'rfc822Name' : 'emailAddress of the subject';
  const presented = alternatives.length > 0 ? alternatives : subjectMailboxes(certificate);
  const wanted = canonical(mailbox);
  const found = presented.find((value) => wanted !== undefined && canonical(value) === wanted);
  if (found !== undefined)
    return { match: true, identifier: found, reason: `${kind} ${printable(found)} is the mailbox` };
  const reason =
    presented.length === 0
      ? 'the certificate names no mailbox'
      : `no ${kind} is ${printable(mailbox)}: there is ${listed(presented)}`;
  return { match: false, reason };
}

function mailboxesIn({ extensions: { alternativeNames } }: Certificate): readonly string[] {
  return alternativeNames.flatMap((name) => {
    if (name.kind === 'email') return [name.value];
    if (name.kind !== 'other' || name.typeId !== SMTP_UTF8_MAILBOX) return [];
    const text = readElement(name.value);
    return text?.tag === UTF8_STRING ? [Buffer.from(text.contents).toString('utf8')] : [];
  });
}

function subjectMailboxes({ subject }: Certificate): readonly string[] {
  const name = readElement(subject);
  const attributes = name === undefined ? [] : attributesOf(name);
  return attributes.filter(({ oid }) => oid === EMAIL_ADDRESS).map(({ value }) => value);
}

/** Undefined: no mailbox. The last `@` divides, since a quoted local part may hold others (RFC 5321 §4.1.2). */
function canonical(mailbox: string): string | undefined {
  const at = mailbox.lastIndexOf('@');
  const [local, domain] = [mailbox.slice(0, at), mailbox.slice(at + 1)];
  if (at < 1 || domain === '' || /[\x00-\x1f\x7f]/.test(mailbox)) return undefined;
  const ascii = /[^\x00-\x7f]/.test(domain) ? domainToASCII(domain) : foldCase(domain);
  return ascii === '' ? undefined : `${local}@${ascii}`;
}
