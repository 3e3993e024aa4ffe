/** What a report comes to, a row each. */
import type { FindingDef } from '../../../base/index.ts';
import type { ReportKind } from '../types.ts';
import { row } from './define.ts';

export const KIND_ROWS: Readonly<Record<ReportKind, FindingDef>> = {
  hard: row(
    'hard',
    'info',
    'Delivery failed for good',
    'The action is failed and the status is of class 5: trying again brings the same. A list should take the address out.',
    ['RFC 3464 §2.3.3', 'RFC 3463 §2'],
  ),
  soft: row(
    'soft',
    'info',
    'Delivery failed, though the address may be good',
    'The message is given up, for a reason that may pass: a status of class 4, or a mailbox or system without room. The next ' +
      'message may well arrive.',
    ['RFC 3464 §2.3.3', 'RFC 3463 §2', 'RFC 3463 §3.3'],
  ),
  delayed: row(
    'delayed',
    'info',
    'Delivery is late, and goes on being tried',
    'This is no failure: the message is still in a queue, and another report follows if it is given up.',
    ['RFC 3464 §2.3.3'],
  ),
  delivered: row(
    'delivered',
    'ok',
    'The message was delivered',
    'It is in the mailbox, or with who takes mail for it. It does not say that anybody has read it.',
    ['RFC 3464 §2.3.3'],
  ),
  relayed: row(
    'relayed',
    'ok',
    'The message was passed on to a system that may not confirm delivery',
    'The next server does not offer DSN, so that no news is to be expected unless it fails.',
    ['RFC 3464 §2.3.3', 'RFC 3461 §5.2.2'],
  ),
  expanded: row(
    'expanded',
    'ok',
    'The message was delivered and sent on to several addresses',
    'The recipient is a list or an alias for several; more reports on the members may or may not follow.',
    ['RFC 3464 §2.3.3', 'RFC 3461 §5.2.7'],
  ),
  unknown: row(
    'unknown',
    'unknown',
    'The report does not say what became of the message',
    'Neither Action nor Status is there in a form that means something, so that nothing may be concluded from it.',
    ['RFC 3464 §2.3.3', 'RFC 3464 §2.3.4'],
  ),
};
