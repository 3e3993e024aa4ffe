/** No verdict: nobody validated, or the resolver in between makes it impossible. */
import type { ReasonDef } from './define.ts';

export const resolverStrips: ReasonDef = {
  id: 'dnssec.resolver-strips',
  severity: 'unknown',
  title: 'The resolver takes DNSSEC records out of its answers',
  explanation:
    'Asked with the DO bit, the resolver answers without the RRSIG or DNSKEY records that the signed zone is known to have. ' +
    'It is too old for DNSSEC, or a forwarder on the way drops what it does not know. Nothing can be validated through it, ' +
    'and the answers are not "insecure": they are simply not proven.',
  fix: 'Ask another resolver (--resolver), best one on this host such as unbound; see `mxray doctor`',
  refs: ['RFC 4035 §3.2.1', 'RFC 3225 §3', 'RFC 8027 §3'],
  ede: 5,
};

export const notValidated: ReasonDef = {
  id: 'dnssec.not-validated',
  severity: 'info',
  title: 'Nobody was asked to validate',
  explanation: 'With --trust none answers are taken as they come.',
  fix: 'Leave --trust at validate',
  refs: ['RFC 4033 §5'],
  ede: 5,
};

export const adNotTrusted: ReasonDef = {
  id: 'dnssec.ad-not-trusted',
  severity: 'unknown',
  title: 'The AD bit of a resolver across the network proves nothing',
  explanation:
    'The AD bit can be set by anyone on the way. It is believed from a loopback address, or from a resolver which ' +
    'resolv.conf marks with "options trust-ad".',
  fix: 'Validate here (--trust validate), ask a resolver on this host, or say --trust ad-any',
  refs: ['RFC 4035 §4.9.3', 'RFC 6840 §5.8'],
  ede: 5,
};

export const noAnchor: ReasonDef = {
  id: 'dnssec.no-anchor',
  severity: 'unknown',
  title: 'No trust anchor stands at or above the name',
  explanation:
    'The file given with --trust-anchor has keys for other zones only, so nothing says what is to be expected here.',
  fix: "Add the zone's DS or DNSKEY record to the file, or leave --trust-anchor out to use the root's keys",
  refs: ['RFC 4033 §5', 'RFC 4035 §4.3'],
  ede: 5,
};

export const unsignable: ReasonDef = {
  id: 'dnssec.unsignable',
  severity: 'info',
  title: 'Records of this type are never signed',
  explanation:
    'RRSIG records are signatures themselves and have none of their own, so an answer made of them has no status.',
  refs: ['RFC 4035 §2.2'],
  ede: 5,
};

export const undecidedFindings: readonly ReasonDef[] = [
  resolverStrips,
  notValidated,
  adNotTrusted,
  noAnchor,
  unsignable,
];
