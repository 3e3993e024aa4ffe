/** What is said of an address and its names. */
import { type Finding, type FindingDef, findingRows, type Scope, say } from '../../base/index.ts';
import type { ReverseReport } from './types.ts';

const row = findingRows('reverse');

const confirmed = row(
  'confirmed',
  'ok',
  'The address has a name that leads back to it',
  'Receivers that ask for a forward-confirmed reverse name are content.',
  ['RFC 1912 §2.1', 'RFC 8601 §3'],
);
const none = row(
  'none',
  'warn',
  'The address has no reverse name',
  'Where the host sends mail, many receivers refuse it or take it for spam.',
  ['RFC 1912 §2.1'],
  'Have whoever provides the address publish a PTR record with the host’s name.',
);
const unconfirmed = row(
  'unconfirmed',
  'warn',
  'The reverse name does not lead back to the address',
  'Anybody can write a name there; it counts when the name’s own address records hold the address.',
  ['RFC 1912 §2.1', 'RFC 8601 §3'],
  'Give the name an address record, or correct the PTR record.',
);
const failed = row(
  'failed',
  'unknown',
  'The reverse name could not be looked up',
  'DNS did not answer, or answered what DNSSEC proves wrong.',
  ['RFC 8601 §2.7.3'],
  'Ask again, or through another resolver (--resolver).',
);

const ROWS: Readonly<Record<ReverseReport['status'], FindingDef>> = { confirmed, none, unconfirmed, failed };

export const reverseFindings: readonly FindingDef[] = Object.values(ROWS);

/** One finding a report. */
export function judgeReverse({ ip, status, names, confirmed, error }: ReverseReport, scope: Scope = {}): Finding {
  const detail = error ?? confirmed ?? names.join(', ');
  return say(ROWS[status], { scope: { ...scope, ip }, ...(detail !== '' && { detail }) });
}
