/** Proven wrong: data that should verify and does not. Receivers refuse it, so mail to such a domain waits. */
import type { ReasonDef } from './define.ts';

const consequence =
  ' A validating resolver answers SERVFAIL, so the name is unreachable for its users, and a DANE sender keeps the mail queued.';

export const signatureExpired: ReasonDef = {
  id: 'dnssec.signature-expired',
  severity: 'error',
  title: 'The signature has expired',
  explanation: `The RRSIG's expiration lies in the past: the zone was not signed again in time, or an old copy is served.${consequence}`,
  fix: 'Sign the zone again and see that the signer runs and every name server gets the new copy',
  refs: ['RFC 4035 §5.3.1', 'RFC 4034 §3.1.5'],
  ede: 7,
};

export const signatureNotYetValid: ReasonDef = {
  id: 'dnssec.signature-not-yet-valid',
  severity: 'error',
  title: 'The signature is not valid yet',
  explanation: `The RRSIG's inception lies in the future: the signer's clock runs ahead, or the clock here is behind.${consequence}`,
  fix: 'Set the clock of the signer right (or that of this host) and sign with an inception an hour in the past',
  refs: ['RFC 4035 §5.3.1', 'RFC 4034 §3.1.5'],
  ede: 8,
};

export const signatureInvalid: ReasonDef = {
  id: 'dnssec.signature-invalid',
  severity: 'error',
  title: 'The signature does not verify',
  explanation:
    'The key that the RRSIG names did not make this signature over these records: they were changed after signing, ' +
    `on the server or on the way, or signed with another key of the same tag.${consequence}`,
  fix: 'Sign the zone again; where only one resolver shows this, look at what sits between',
  refs: ['RFC 4035 §5.3.3'],
  ede: 6,
};

export const signatureMissing: ReasonDef = {
  id: 'dnssec.signature-missing',
  severity: 'error',
  title: 'Records of a signed zone come without a signature',
  explanation:
    'The chain of trust says the zone is signed, and the answer carries no usable RRSIG: the zone was published half-signed, ' +
    `a server has an unsigned copy, or something on the way took the signature off.${consequence}`,
  fix: 'Ask each authoritative server with DNSSEC on; sign the whole zone and transfer it again, or replace the resolver that strips',
  refs: ['RFC 4035 §5.2', 'RFC 4035 §2.2'],
  ede: 10,
};

export const signerWrong: ReasonDef = {
  id: 'dnssec.signer-wrong',
  severity: 'error',
  title: 'The signature is by a zone that cannot sign these records',
  explanation: `The signer's name in an RRSIG must be the zone that holds the records: the name itself or one above it.${consequence}`,
  fix: 'Sign the records in the zone that holds them',
  refs: ['RFC 4035 §5.3.1'],
  ede: 6,
};

export const signatureMalformed: ReasonDef = {
  id: 'dnssec.signature-malformed',
  severity: 'error',
  title: 'The signature record contradicts the records it covers',
  explanation: `The RRSIG counts more labels than the name has, names another type, or cannot be read.${consequence}`,
  fix: 'Sign the zone again with a maintained signer',
  refs: ['RFC 4035 §5.3.1', 'RFC 4034 §3.1'],
  ede: 6,
};

export const keyMissing: ReasonDef = {
  id: 'dnssec.key-missing',
  severity: 'error',
  title: 'The key that made the signature is not in the zone',
  explanation:
    'No usable DNSKEY has the tag and algorithm that the RRSIG names: a key was withdrawn before its signatures ran out ' +
    `of caches, or was revoked, or lacks the zone-key flag.${consequence}`,
  fix: 'Publish the key again until every signature by it is replaced and has expired from caches (RFC 7583)',
  refs: ['RFC 4035 §5.3.1', 'RFC 5011 §2.1'],
  ede: 9,
};

export const keysMissing: ReasonDef = {
  id: 'dnssec.dnskey-missing',
  severity: 'error',
  title: 'The parent says the zone is signed, and the zone has no keys',
  explanation: `A DS record in the parent demands signatures, but the zone publishes no DNSKEY set: signing was switched off with the DS left behind.${consequence}`,
  fix: 'Have the DS record removed from the parent, or sign the zone again with the old keys',
  refs: ['RFC 4035 §5.2'],
  ede: 9,
};

export const dsMismatch: ReasonDef = {
  id: 'dnssec.ds-mismatch',
  severity: 'error',
  title: "No DS record matches the zone's keys",
  explanation: `The digests that the parent publishes belong to none of the zone's keys: keys were changed and the DS record was not.${consequence}`,
  fix: 'Publish the DS record of the current key signing key in the parent',
  refs: ['RFC 4035 §5.2', 'RFC 4034 §5.2'],
  ede: 9,
};

export const keysUnsigned: ReasonDef = {
  id: 'dnssec.dnskey-unsigned',
  severity: 'error',
  title: 'The DNSKEY set is not signed by the key that the DS record names',
  explanation: `The key is there, and none of its signatures over the DNSKEY set is good.${consequence}`,
  fix: 'Sign the DNSKEY set with the key that the parent vouches for',
  refs: ['RFC 4035 §5.2'],
  ede: 6,
};

export const anchorMismatch: ReasonDef = {
  id: 'dnssec.anchor-mismatch',
  severity: 'error',
  title: 'The keys served for the zone are not those of the trust anchor',
  explanation:
    "The zone's DNSKEY set holds no key of the trust anchor, or is not signed by it. Either the anchor is out of date, or " +
    'this network has a root of its own, or answers are forged.',
  fix: 'Check the anchors (--trust-anchor) against https://data.iana.org/root-anchors/ and ask another resolver',
  refs: ['RFC 4035 §5', 'RFC 5011'],
  ede: 9,
};

export const denialMissing: ReasonDef = {
  id: 'dnssec.denial-missing',
  severity: 'error',
  title: 'A signed zone denies records without proof',
  explanation: `The answer says "no such name" or "no such records", without the NSEC or NSEC3 records that prove it.${consequence}`,
  fix: 'Sign the zone with a full NSEC or NSEC3 chain, or replace the resolver that takes the records off',
  refs: ['RFC 4035 §5.4'],
  ede: 12,
};

export const denialWrong: ReasonDef = {
  id: 'dnssec.denial-wrong',
  severity: 'error',
  title: 'The NSEC or NSEC3 records do not prove what the answer says',
  explanation:
    'Signed denials came with the answer, and they speak of another name or type, come from the wrong side of a zone cut, ' +
    `or contradict the answer.${consequence}`,
  fix: 'Sign the zone again, so that the NSEC or NSEC3 chain fits its contents',
  refs: ['RFC 4035 §5.4', 'RFC 6840 §4', 'RFC 5155 §8'],
  ede: 6,
};

export const wildcardUnproven: ReasonDef = {
  id: 'dnssec.wildcard-unproven',
  severity: 'error',
  title: 'The records come from a wildcard, without proof that the name itself does not exist',
  explanation: `A wildcard answer holds only where nothing closer exists, and the proof of that is missing.${consequence}`,
  fix: 'Use a name server that adds the NSEC or NSEC3 record to wildcard answers; sign the zone again',
  refs: ['RFC 4035 §5.3.4', 'RFC 5155 §8.8'],
  ede: 12,
};

export const notAZone: ReasonDef = {
  id: 'dnssec.not-a-zone',
  severity: 'error',
  title: 'The signer is not a zone',
  explanation: `The RRSIG names a signer at which the parent proves there is no delegation.${consequence}`,
  fix: 'Delegate the signer in its parent (NS and DS), or sign the records in the zone above',
  refs: ['RFC 4035 §5.3.1'],
  ede: 6,
};

export const aliasWrong: ReasonDef = {
  id: 'dnssec.alias-wrong',
  severity: 'error',
  title: 'The CNAME is not what the DNAME above it makes of the name',
  explanation: `A CNAME synthesised from a DNAME is checked by computing it again, and the result differs.${consequence}`,
  fix: 'Ask another resolver: the authoritative data may be right',
  refs: ['RFC 6672 §5.3.1'],
  ede: 6,
};

export const workLimit: ReasonDef = {
  id: 'dnssec.work-limit',
  severity: 'error',
  title: 'Checking would cost more work than any honest zone needs',
  explanation:
    'Keys, signatures, NSEC3 records or aliases are so many that validation was stopped, as protection from zones made to ' +
    'exhaust validators (CVE-2023-50387, CVE-2023-50868). What is not checked is not trusted.',
  fix: 'Remove surplus keys and signatures, and keys whose tags collide',
  refs: ['RFC 4035 §5.3.3', 'RFC 9276 §3.2'],
  ede: 0,
};

export const bogusFindings: readonly ReasonDef[] = [
  signatureExpired,
  signatureNotYetValid,
  signatureInvalid,
  signatureMissing,
  signerWrong,
  signatureMalformed,
  keyMissing,
  keysMissing,
  dsMismatch,
  keysUnsigned,
  anchorMismatch,
  denialMissing,
  denialWrong,
  wildcardUnproven,
  notAZone,
  aliasWrong,
  workLimit,
];
