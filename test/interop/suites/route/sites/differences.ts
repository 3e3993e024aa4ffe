/** Where we are not as exim 4.96 is, and why. */
import type { Difference } from './compare.ts';

interface Reason {
  readonly reason: string;
  readonly applies: (difference: Difference, site: string) => boolean;
}

const REASONS: readonly Reason[] = [
  {
    reason: 'capitals of the DNS are not kept: names there have none that count (RFC 4343)',
    applies: ({ ours, theirs }) => ours !== theirs && ours.toLowerCase() === theirs.toLowerCase(),
  },
  {
    reason: 'exim comes to no end of files that include one another, and dies of it',
    applies: ({ ours }) => ours.includes('files include one another more than'),
  },
  {
    reason: 'filters are recognised, and not run',
    applies: ({ ours }) => ours.includes('filters are not run by this version'),
  },
  {
    reason: 'exim -bv has given up being root, and cannot read a file as another user',
    applies: ({ theirs }) => theirs.includes('unable to set gid='),
  },
  {
    reason: 'programs are run as none of never_users, by -bt as well',
    applies: ({ ours }) => /never_users list/.test(ours),
  },
  {
    reason: 'exim says nothing of an argument that came from outside but that something is wrong',
    applies: ({ theirs, ours }) => theirs.includes(': unknown error\n') && ours.includes('Tainted arg'),
  },
  {
    reason:
      'exim 4.96 says nothing of queryprogram where command_group is expanded, and goes on where there is no such group',
    applies: ({ address, theirs }) =>
      /@prog\.test$/.test(address) && /: unknown error\n|code 127\n(?:.*\n)*.*Failed to find group/.test(theirs),
  },
  {
    reason: 'exim -bv has given up being root, and may not open a file',
    applies: ({ address, mode, theirs }) =>
      mode === '-bv' && address === 'j@incl.test' && theirs.includes('symbolic link'),
  },
  {
    reason: 'the C library takes a number for an address: 1.2.3 is 1.2.0.3, and 2001 is 0.0.7.209',
    applies: ({ address }) => /^words@[xy]\./.test(address),
  },
  {
    reason: 'exim shows hosts that a router before has left behind, to a transport that has none',
    applies: ({ address, theirs }) => address === 'data@lost.test' && theirs.includes('  host nowhere.gone.test  '),
  },
  {
    reason: 'exim tells of rewriting that has come back to where it began',
    applies: ({ address }) => address === 'loop1@rw.test',
  },
  {
    reason: 'exim -bv repeats conditions as it has put them together',
    applies: ({ theirs }) => theirs.includes('failed to expand condition "${if and{{bool_lax{'),
  },
];

export const knownDifference = (site: string, difference: Difference): string | undefined =>
  REASONS.find(({ applies }) => applies(difference, site))?.reason;
