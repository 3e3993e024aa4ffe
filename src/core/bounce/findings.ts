/** What is said of a message that came back, a row for each kind. */
import { type FindingDef, findingRows } from '../../base/index.ts';
import type { BounceKind } from './types.ts';

const row = findingRows('bounce');

export const KIND_ROWS: Readonly<Record<BounceKind, FindingDef>> = {
  hard: row(
    'hard',
    'info',
    'A message could not be delivered, and trying again brings the same',
    'The address or its domain does not exist, or the message was refused for good. A list should take the address out.',
    ['RFC 3463 §2', 'RFC 5321 §4.2.1'],
  ),
  soft: row(
    'soft',
    'info',
    'A message was given up, though the address may be good',
    'A mailbox was full, a server did not answer in time, or a refusal was of class 4. The next message may arrive.',
    ['RFC 3463 §2', 'RFC 5321 §4.2.1'],
  ),
  delayed: row(
    'delayed',
    'info',
    'A message is late, and goes on being tried',
    'This is no bounce: nothing failed yet, and nothing is to be concluded on the address.',
    ['RFC 3464 §2.3.3'],
  ),
  'auto-reply': row(
    'auto-reply',
    'info',
    'An answer that nobody typed',
    'Out of office, a receipt, a ticket: the message arrived.',
    ['RFC 3834 §5', 'RFC 8098 §3'],
  ),
  challenge: row(
    'challenge',
    'info',
    'The sender is asked to prove something first',
    'A filter holds the message until somebody answers. Whether it ever arrives is open.',
    ['RFC 3834 §2'],
  ),
  unknown: row(
    'unknown',
    'unknown',
    'What this message says of a delivery is not known',
    'Nothing in it is as in bounces or automatic answers that are known here. It may be ordinary mail; it is not taken for a bounce.',
    ['RFC 3464 §2'],
  ),
};

export const success = row(
  'success',
  'ok',
  'A report of success',
  'The message was delivered, passed on or expanded: no bounce of any kind.',
  ['RFC 3464 §2.3.3'],
);
export const feedback = row(
  'feedback',
  'info',
  'A complaint of a reader, not a bounce',
  'A feedback report: somebody marked the message as unwanted. The address is good, and should not be written to again.',
  ['RFC 5965 §3'],
);

export const bounceFindings: readonly FindingDef[] = [...Object.values(KIND_ROWS), success, feedback];
