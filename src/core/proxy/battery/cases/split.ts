/**
 * Headers that come in pieces. A sender is to send all at once (§2.2), and a receiver may refuse what is not there at the first
 * look (§2.1); but TCP promises nothing of the kind, so that a server that does loses mail now and then.
 */
import { concatBytes } from '../../../../base/index.ts';
import { block, CLIENT4, line, octetsOf } from '../octets.ts';
import { rows } from './define.ts';

const accept = rows('split', 'accept', 'info');

const GAP_MS = 150;
const SHORT_GAP_MS = 8;

const v4 = { claims: CLIENT4 };
const gap = { ...v4, gapMs: GAP_MS };
const inTwo = (octets: Uint8Array, at: number): readonly Uint8Array[] => [octets.subarray(0, at), octets.subarray(at)];
const octetByOctet = (octets: Uint8Array): readonly Uint8Array[] =>
  Array.from(octets, (_, i) => octets.subarray(i, i + 1));

export const splitCases = [
  accept('split-v1-word', 'Version 1, cut within its first word', '2.1', inTwo(line(), 3), gap),
  accept('split-v1-end', 'Version 1, cut between CR and LF', '2.1', inTwo(line(), line().length - 1), gap),
  accept('split-v1-octets', 'Version 1, octet by octet', '2.1', octetByOctet(line()), { ...v4, gapMs: SHORT_GAP_MS }),
  accept('split-v2-signature', 'Version 2, cut within the signature', '2.2', inTwo(block(), 5), gap),
  accept('split-v2-head', 'Version 2, cut behind the signature', '2.2', inTwo(block(), 12), gap),
  accept('split-v2-addresses', 'Version 2, cut within the addresses', '2.2', inTwo(block(), 22), gap),
  accept('split-v2-octets', 'Version 2, octet by octet', '2.2', octetByOctet(block()), { ...v4, gapMs: SHORT_GAP_MS }),
  rows('split', 'either', 'info')(
    'split-not',
    'Version 1 and EHLO behind it in one piece',
    '2.1',
    concatBytes([line(), octetsOf('EHLO early.example.org\r\n')]),
    v4,
  ),
];
