/** Where a peer's result is not ours, and why; a difference that none of these explains is a failure. */
import type { Ours } from './peers.ts';
import type { Case } from './policies.ts';

export interface Difference {
  readonly peer: string;
  readonly case: Case;
  readonly ours: Ours;
  readonly theirs: string;
}

interface Reason {
  readonly text: string;
  readonly holds: (difference: Difference) => boolean;
}

const REASONS: readonly Reason[] = [
  {
    text: 'an alias and its target count as two void look-ups there; one query is one (RFC 7208 §4.6.4)',
    holds: ({ peer, theirs, case: { record } }) =>
      peer === 'pyspf' && theirs === 'permerror' && /mx:alias/.test(record),
  },
  {
    text: 'a fault behind the term that matches is passed over there; any fault is a permerror (RFC 7208 §4.6)',
    holds: ({ peer, ours }) => peer === 'mailauth' && ours.problem === 'syntax',
  },
  {
    text: 'the name with "%%" in it is not asked for there; it is a percent sign (RFC 7208 §7.1)',
    holds: ({ peer, theirs, case: { record } }) =>
      peer === 'mailauth' && theirs === 'temperror' && record.includes('%%x'),
  },
  {
    text: 'ip6 with the mask /0 matches nobody there; it matches every IPv6 client (RFC 7208 §5.6)',
    holds: ({ peer, case: { record, ip } }) => peer === 'mailauth' && ip.includes(':') && record.includes('ip6:::/0'),
  },
  {
    text: 'a host with addresses of the other family alone is no void look-up there; the answer is empty (RFC 7208 §4.6.4)',
    holds: ({ peer, ours }) => peer === 'mailauth' && ours.problem === 'too-many-voids',
  },
  {
    text: 'the mask /0 is an error there; it is in the grammar (RFC 7208 §12, ip4-cidr-length)',
    holds: ({ peer, theirs, case: { record } }) =>
      peer === 'libspf2' && theirs === 'permerror' && /\/0(?: |$)/.test(record),
  },
  {
    text: 'a modifier’s name has no dot there; it may have one (RFC 7208 §12, name)',
    holds: ({ peer, theirs, case: { record } }) =>
      peer === 'libspf2' && theirs === 'permerror' && record.includes('foo.bar='),
  },
  {
    text: 'void look-ups have no limit there; two are allowed (RFC 7208 §4.6.4)',
    holds: ({ peer, ours }) => peer === 'libspf2' && ours.problem === 'too-many-voids',
  },
  {
    text: 'a value of one part, reversed and cut to one, is lost there; it is kept (RFC 7208 §7.3)',
    holds: ({ peer, case: { record } }) => peer === 'libspf2' && record.includes('exists:%{l1r-}'),
  },
  {
    text: 'an unknown modifier that stands twice is an error there; it is passed over however often (RFC 7208 §6)',
    holds: ({ peer, theirs, case: { record } }) =>
      peer === 'pyspf' && theirs === 'permerror' && /(foo\.bar|x-op)=.* \1=/.test(record),
  },
  {
    text: 'an empty domain, and a lone "%", are passed over there; the grammar has neither (RFC 7208 §7.1)',
    holds: ({ peer, ours, case: { record } }) =>
      peer === 'libspf2' && ours.problem === 'syntax' && /(?:a:|mx:%)(?: |$)/.test(record),
  },
  {
    text: 'the eleventh look-up is allowed there where includes are among them; all count together (RFC 7208 §4.6.4)',
    holds: ({ peer, ours, case: { record } }) =>
      peer === 'libspf2' && ours.problem === 'too-many-lookups' && record.includes('include:inc-many'),
  },
];

export const reasonFor = (difference: Difference): string | undefined =>
  REASONS.find(({ holds }) => holds(difference))?.text;
