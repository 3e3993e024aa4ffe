/** What is not as the standards have it in a report, a row each. */
import type { FindingDef } from '../../../base/index.ts';
import type { FaultCode } from '../types.ts';
import { row } from './define.ts';

const fault = (code: FaultCode, title: string, explanation: string, ...refs: readonly string[]): FindingDef =>
  row(`fault.${code}`, 'warn', title, explanation, refs);

const MIME = 'The structure of the message is damaged. What could be told apart was read; something may be missing.';

export const FAULT_ROWS: Readonly<Record<FaultCode, FindingDef>> = {
  'not-multipart-report': fault(
    'not-multipart-report',
    'The report is not in a multipart/report',
    'Filters that look at the type alone do not see that this is a report.',
    'RFC 6522 §3',
  ),
  'wrong-type': fault(
    'wrong-type',
    'The fields stand in a part of another type',
    'They are to be in message/delivery-status, where programs look for them.',
    'RFC 3464 §2.1',
    'RFC 6533 §4',
  ),
  'no-status-part': fault(
    'no-status-part',
    'The part with the fields is missing',
    'The message says that it is a report of delivery, and has no message/delivery-status in it.',
    'RFC 6522 §3',
    'RFC 3464 §2',
  ),
  'no-recipients': fault(
    'no-recipients',
    'The report is about no recipient',
    'At least one group of fields has to say what became of the message for somebody.',
    'RFC 3464 §2.1',
  ),
  'too-many-recipients': fault(
    'too-many-recipients',
    'The report has more recipients than are read',
    'Their number is bounded, since a stranger decides on it.',
    'RFC 3464 §2.1',
  ),
  'no-reporting-mta': fault(
    'no-reporting-mta',
    'Reporting-MTA is missing',
    'It is the one field about the message that every report has.',
    'RFC 3464 §2.2.2',
  ),
  'no-recipient': fault(
    'no-recipient',
    'A group of fields names no recipient',
    'Final-Recipient is in every group.',
    'RFC 3464 §2.3.2',
  ),
  'no-action': fault('no-action', 'Action is missing', 'It is in every group.', 'RFC 3464 §2.3.3'),
  'no-status': fault('no-status', 'Status is missing', 'It is in every group.', 'RFC 3464 §2.3.4'),
  'bad-action': fault(
    'bad-action',
    'Action is none of failed, delayed, delivered, relayed, expanded',
    'Programs do not know what to do about it.',
    'RFC 3464 §2.3.3',
  ),
  'bad-status': fault('bad-status', 'Status is no status code', 'It has three numbers, as 5.1.1.', 'RFC 3463 §2'),
  'bad-date': fault(
    'bad-date',
    'A date cannot be read',
    'Dates are written as in a Date field.',
    'RFC 3464 §2.3.7',
    'RFC 5322 §3.3',
  ),
  'action-against-status': fault(
    'action-against-status',
    'Action and Status say different things',
    'Class 2 goes with what was delivered, relayed or expanded, class 4 with what is delayed, 4 and 5 with what failed. The action counts.',
    'RFC 3464 §2.3.3',
    'RFC 3463 §2',
  ),
  'junk-line': fault(
    'junk-line',
    'A line among the fields is no field',
    'It was taken to go on with the field before, as mailers that fold without white space mean it.',
    'RFC 3464 §2.1.1',
  ),
  'groups-run-together': fault(
    'groups-run-together',
    'An empty line between groups is missing',
    'The groups were told apart by fields that begin anew.',
    'RFC 3464 §2.1',
  ),
  nested: fault(
    'nested',
    'The report is attached to another message',
    'Somebody sent it on. Its sender may not be who the header says.',
    'RFC 6522 §3',
  ),
  'no-boundary': fault('no-boundary', 'A multipart names no boundary', MIME, 'RFC 2046 §5.1.1'),
  'boundary-not-found': fault('boundary-not-found', 'The boundary is nowhere in the message', MIME, 'RFC 2046 §5.1.1'),
  'not-closed': fault(
    'not-closed',
    'A multipart is not closed',
    `${MIME} It may have been cut off.`,
    'RFC 2046 §5.1.1',
  ),
  'too-deep': fault('too-deep', 'Parts are nested too deeply', MIME, 'RFC 2046 §5.1'),
  'too-many-parts': fault('too-many-parts', 'The message has too many parts', MIME, 'RFC 2046 §5.1'),
};
