/** Where we are not as exim 4.96 is, and why. */
export interface Compared {
  readonly configuration: string;
  readonly address: string;
  readonly theirs: string;
  readonly ours: string;
}

interface Reason {
  readonly reason: string;
  readonly applies: (compared: Compared) => boolean;
}

const REASONS: readonly Reason[] = [
  {
    reason: 'filters are recognised, and not run',
    applies: ({ ours }) => ours.includes('filters are not run by this version'),
  },
  {
    reason: 'exim ends with a taint mismatch where a name from outside is included',
    applies: ({ theirs }) => theirs === '',
  },
  {
    reason: 'the C library takes an alias that leads to no address for a failure that may pass',
    applies: ({ address, theirs }) => address === 'r@m.test' && theirs.includes('(DNS timeout?)'),
  },
  {
    reason: 'exim says NULL where it refuses the name of a file',
    applies: ({ theirs }) => theirs.includes('": NULL'),
  },
  {
    reason: 'exim 4.96 reads seven octets of what a service answers to iplookup',
    applies: ({ address }) => /@i[ut]\.test$/.test(address),
  },
  {
    reason: 'exim -bv has given up being root, and cannot read a file as another user',
    applies: ({ theirs }) => theirs.includes('internal problem in'),
  },
  {
    reason: 'capitals of the DNS are not kept: names there have none that count (RFC 4343)',
    applies: ({ ours, theirs }) => ours !== theirs && ours.toLowerCase() === theirs.toLowerCase(),
  },
];

export const reasonFor = (compared: Compared): string | undefined =>
  REASONS.find(({ applies }) => applies(compared))?.reason;
