/** Where a peer differs from RFC 7489, and the paragraph that speaks for us. */
import { parseRecord } from '../../../../src/core/dmarc/index.ts';
import type { Case } from './cases.ts';

export interface Difference {
  readonly peer: string;
  readonly case: Case;
  readonly ours: string;
  readonly theirs: string;
}

interface Reason {
  readonly peer: string;
  readonly text: string;
  readonly fits: (difference: Difference) => boolean;
}

/** The texts that count: the author's, or else the organization's. */
function textsOf({ from, records }: Case): readonly string[] {
  const at = (domain: string): readonly string[] => records[domain] ?? [];
  return [...at(from), ...Object.keys(records).flatMap((domain) => (domain === from ? [] : at(domain)))];
}

const some =
  (pattern: RegExp) =>
  (difference: Difference): boolean =>
    textsOf(difference.case).some((text) => pattern.test(text));
const both =
  (a: (difference: Difference) => boolean, b: (difference: Difference) => boolean) =>
  (difference: Difference): boolean =>
    a(difference) && b(difference);
const weSay =
  (...words: readonly string[]) =>
  ({ ours }: Difference): boolean =>
    words.includes(ours);
const theySay =
  (pattern: RegExp) =>
  ({ theirs }: Difference): boolean =>
    pattern.test(theirs);
/** The record that speaks has no valid policy, and no address for reports. */
const useless = ({ case: one }: Difference): boolean =>
  textsOf(one).some((text) => parseRecord(text, '7489')?.standing === 'unusable');
const several = ({ case: { records } }: Difference): boolean => Object.values(records).some(({ length }) => length > 1);

const REASONS: readonly Reason[] = [
  {
    peer: 'opendmarc',
    text: 'it takes spaces before the version and any letters in it (RFC 7489 §6.4: the record begins with v=DMARC1, as written)',
    fits: some(/^ v|^v=dmarc1/),
  },
  {
    peer: 'opendmarc',
    text: 'another version is an error to it (RFC 7489 §6.6.3 step 2: such records are discarded)',
    fits: both(some(/DMARC2/), theySay(/^permerror$/)),
  },
  {
    peer: 'opendmarc',
    text: 'it does not know a version with spaces round the sign (RFC 7489 §6.4: they are allowed)',
    fits: some(/^v = /),
  },
  {
    peer: 'opendmarc',
    text: 'of several records it takes one (RFC 7489 §6.6.3 step 5: DMARC is not applied)',
    fits: both(several, weSay('none')),
  },
  {
    peer: 'opendmarc',
    text: 'a wrong or missing policy beside an address for reports is an error to it (RFC 7489 §6.6.3 step 6: p=none)',
    fits: both(some(/rua=mailto:/), both(weSay('pass', 'fail none'), theySay(/^permerror$/))),
  },
  {
    peer: 'opendmarc',
    text: 'a record of no use is an error to it (RFC 7489 §6.6.3 step 6: no DMARC processing)',
    fits: both(useless, both(weSay('none'), theySay(/^permerror$/))),
  },
  {
    peer: 'opendmarc',
    text: 'strict alignment is lost on it when the names are of one organization (RFC 7489 §3.1.1)',
    fits: both(some(/adkim=s|aspf=s/i), both(weSay('fail none', 'fail quarantine', 'fail reject'), theySay(/^pass$/))),
  },
  {
    peer: 'opendmarc',
    text: 'it goes by the first letter of a mode (RFC 7489 §6.3: what is not a value of the tag gives way to the default)',
    fits: both(some(/aspf=strict/), both(weSay('pass'), theySay(/^fail /))),
  },
  {
    peer: 'opendmarc',
    text: 'a signature that fails takes the place of one that passed (RFC 7489 §3.1.1: any aligned one will do)',
    fits: both(
      ({ case: { dkim } }) => dkim[0]?.result === 'pass' && dkim[1]?.result === 'fail',
      both(weSay('pass'), theySay(/^fail /)),
    ),
  },
  {
    peer: 'mailauth',
    text: 'it takes spaces before the version and any letters in it (RFC 7489 §6.4: the record begins with v=DMARC1, as written)',
    fits: some(/^ v|^v=dmarc1/),
  },
  {
    peer: 'mailauth',
    text: 'it does not know a version with spaces round the sign (RFC 7489 §6.4: they are allowed)',
    fits: some(/^v = /),
  },
  {
    peer: 'mailauth',
    text: 'several records at the author domain let it go on to the organization (RFC 7489 §6.6.3 step 5: DMARC is not applied)',
    fits: both(several, weSay('none')),
  },
  {
    peer: 'mailauth',
    text: 'a record without a usable policy is as good as any to it (RFC 7489 §6.6.3 step 6)',
    fits: both(useless, weSay('none')),
  },
  {
    peer: 'mailauth',
    text: 'wrong policies are handed on as they are, and missing ones as undefined (RFC 7489 §6.6.3 step 6: p=none)',
    fits: both(weSay('fail none'), theySay(/^fail (?:x|rejekt|undefined|none|quarantine|reject)$/)),
  },
  {
    peer: 'mailauth',
    text: 'relaxed alignment is enough for it under strict (RFC 7489 §3.1.1: the same name)',
    fits: both(some(/adkim=s|aspf=s/i), both(weSay('fail none', 'fail quarantine', 'fail reject'), theySay(/^pass$/))),
  },
];

export const reasonFor = (difference: Difference): string | undefined =>
  REASONS.find(({ peer, fits }) => peer === difference.peer && fits(difference))?.text;
