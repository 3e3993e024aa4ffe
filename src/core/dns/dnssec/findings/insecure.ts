/** Proven to be unsigned, or treated so: nothing is wrong with the answer, and nothing vouches for it. */
import type { ReasonDef } from './define.ts';

export const unsignedDelegation: ReasonDef = {
  id: 'dnssec.unsigned-delegation',
  severity: 'info',
  title: 'The zone is not signed: its parent publishes no DS record',
  explanation:
    'The parent zone proves with a signed NSEC or NSEC3 record that the delegation has no DS record. ' +
    'Everything below is outside DNSSEC: a forged answer would look just the same, and TLSA records there protect nobody.',
  fix: 'Sign the zone and have the registrar publish its DS record in the parent zone',
  refs: ['RFC 4035 §5.2', 'RFC 6840 §4.4'],
};

export const optOut: ReasonDef = {
  id: 'dnssec.opt-out',
  severity: 'info',
  title: 'The name lies in an opt-out range, where unsigned names are left unproven',
  explanation:
    'An NSEC3 record with the opt-out flag covers the name: unsigned delegations may exist in its range without a record ' +
    'of their own, so nothing about the name is proven.',
  fix: 'Have the parent publish a DS record for the zone, or sign the parent zone without opt-out',
  refs: ['RFC 5155 §6', 'RFC 5155 §9.2'],
};

export const unsupportedAlgorithm: ReasonDef = {
  id: 'dnssec.unsupported-algorithm',
  severity: 'warn',
  title: 'The zone is signed with algorithms no validator here supports, so it counts as unsigned',
  explanation:
    'None of the DS records names an algorithm that we verify. A validator must treat such a zone as if it were unsigned.',
  fix: 'Add keys of algorithm 13 (ECDSAP256SHA256) and publish their DS record',
  refs: ['RFC 4035 §5.2', 'RFC 6840 §5.2', 'RFC 9904'],
  ede: 1,
};

export const unsupportedDigest: ReasonDef = {
  id: 'dnssec.unsupported-digest',
  severity: 'warn',
  title: 'The DS records use digests no validator here supports, so the zone counts as unsigned',
  explanation:
    'We compute SHA-256 (2) and SHA-384 (4), and SHA-1 (1) with --allow-sha1. The DS records have none of these.',
  fix: 'Publish a DS record with digest type 2 (SHA-256)',
  refs: ['RFC 4509 §3', 'RFC 6840 §5.2'],
  ede: 2,
};

export const sha1: ReasonDef = {
  id: 'dnssec.sha1',
  severity: 'warn',
  title: 'The zone is signed with SHA-1 only, so it counts as unsigned',
  explanation:
    'Algorithms 5 and 7 and DS digest 1 rest on SHA-1, in which collisions can be made. Validators are to treat them as ' +
    'unsupported, which makes the zone insecure: its TLSA records are ignored. Older validators (unbound and BIND as in ' +
    'Debian 12) still accept it; --allow-sha1 shows their view.',
  fix: 'Roll the keys to algorithm 13 (ECDSAP256SHA256) and publish a DS record with digest type 2',
  refs: ['RFC 9905 §2'],
  ede: 1,
};

export const tooManyIterations: ReasonDef = {
  id: 'dnssec.nsec3-iterations-excessive',
  severity: 'warn',
  title: 'The zone asks for so many NSEC3 iterations that its denials count as insecure',
  explanation:
    'Each iteration makes every validator hash once more and protects nothing. Above a cap (50 here) validators stop ' +
    'computing and treat the answer as unsigned, so absence of records can be forged.',
  fix: 'Set NSEC3PARAM to 1 0 0 - (no iterations, no salt) and sign the zone again',
  refs: ['RFC 9276 §3.1', 'RFC 9276 §3.2'],
  ede: 27,
};

export const notVouched: ReasonDef = {
  id: 'dnssec.ad-clear',
  severity: 'info',
  title: 'The resolver does not vouch for the answer',
  explanation:
    'With --trust ad the word of the resolver decides, and it left the AD bit clear: the zone is unsigned, or the resolver ' +
    'does not validate.',
  fix: 'Run with --trust validate to see which of the two it is',
  refs: ['RFC 6840 §5.8'],
};

export const insecureFindings: readonly ReasonDef[] = [
  unsignedDelegation,
  optOut,
  unsupportedAlgorithm,
  unsupportedDigest,
  sha1,
  tooManyIterations,
  notVouched,
];
