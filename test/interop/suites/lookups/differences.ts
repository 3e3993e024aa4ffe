/** Where Exim's answer is not ours, and why; a difference that none of these explains is a failure. */
export interface Difference {
  readonly text: string;
  readonly ours: string;
  readonly theirs: string;
}

interface Reason {
  readonly text: string;
  readonly holds: (difference: Difference) => boolean;
}

const REASONS: readonly Reason[] = [
  {
    text: 'an empty key with partial0 ends it ("internal error in string_catn"); here it is a key like any other',
    holds: ({ text, theirs }) => theirs === '(exim ended)' && text.includes('{}partial0-'),
  },
  {
    text: 'behind "too short for cdb lookup" it says whatever error the system met last',
    holds: ({ ours, theirs }) =>
      ours.replace(/[^:]*$/, '') === theirs.replace(/[^:]*$/, '') && ours.includes(' too short '),
  },
  {
    text: 'testdb is not in the peer’s build',
    holds: ({ text, theirs }) => text.includes('testdb') && theirs === 'Failed: unknown lookup type "testdb"',
  },
];

export const reasonFor = (difference: Difference): string | undefined =>
  REASONS.find(({ holds }) => holds(difference))?.text;
