/** The good steps of a chain: where trust starts, how it is handed down, what it reaches. */
import type { ReasonDef } from './define.ts';

export const anchored: ReasonDef = {
  id: 'dnssec.anchored',
  severity: 'ok',
  title: "The zone's keys match a trust anchor",
  explanation:
    'A validator starts from keys it knows beforehand: those of the root, built in, or those given by --trust-anchor. ' +
    'The DNSKEY set served for that zone is signed by one of them.',
  refs: ['RFC 4033 §3.1', 'RFC 4035 §5'],
};

export const delegated: ReasonDef = {
  id: 'dnssec.delegated',
  severity: 'ok',
  title: 'A signed DS record leads to the zone',
  explanation:
    "The parent zone publishes, and signs, a digest of the child's key. The child's DNSKEY set is signed by that key, " +
    'so trust passes from parent to child.',
  refs: ['RFC 4035 §5.2', 'RFC 4509 §3'],
};

export const signed: ReasonDef = {
  id: 'dnssec.signed',
  severity: 'ok',
  title: 'The records are signed by their zone',
  explanation: 'The RRset has a signature within its dates, made by a key of the zone that holds it.',
  refs: ['RFC 4035 §5.3'],
};

export const expanded: ReasonDef = {
  id: 'dnssec.wildcard',
  severity: 'ok',
  title: 'The records come from a wildcard, and no closer name exists',
  explanation:
    'The signature counts fewer labels than the name has, so the records were made from a wildcard. ' +
    'That is accepted only together with a proof that the name itself does not exist.',
  refs: ['RFC 4035 §5.3.4', 'RFC 5155 §8.8'],
};

export const denied: ReasonDef = {
  id: 'dnssec.denied',
  severity: 'ok',
  title: 'Absence is proven',
  explanation: 'Signed NSEC or NSEC3 records prove that the name, or records of that type at it, do not exist.',
  refs: ['RFC 4035 §5.4', 'RFC 5155 §8'],
};

export const synthesised: ReasonDef = {
  id: 'dnssec.dname',
  severity: 'ok',
  title: 'The CNAME follows from a signed DNAME',
  explanation:
    'The CNAME in the answer has no signature of its own: it is what the signed DNAME above it makes of the name.',
  refs: ['RFC 6672 §5.3.1'],
};

export const believed: ReasonDef = {
  id: 'dnssec.believed',
  severity: 'ok',
  title: 'The resolver says that it validated the answer',
  explanation: 'With --trust ad the AD bit of a resolver on this host, or of one marked trust-ad, is believed.',
  refs: ['RFC 4035 §4.9.3', 'RFC 6840 §5.8'],
};

export const stepFindings: readonly ReasonDef[] = [
  anchored,
  delegated,
  signed,
  expanded,
  denied,
  synthesised,
  believed,
];
