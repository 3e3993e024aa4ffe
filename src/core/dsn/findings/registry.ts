/** Everything this module can say. */
import type { FindingDef } from '../../../base/index.ts';
import { row } from './define.ts';
import { FAULT_ROWS } from './faults.ts';
import { KIND_ROWS } from './kinds.ts';

export const notAReport = row(
  'not-a-report',
  'error',
  'The message is no delivery status notification',
  'No part of it has the fields of a report. Mailers that do not follow the standard say what happened in their own words.',
  ['RFC 3464 §2', 'RFC 6522 §3'],
  'Read it with mxray bounce parse.',
);
export const crafted = row(
  'crafted',
  'ok',
  'The report is written',
  'It is to be sent with the null sender, and with NOTIFY=NEVER where the next server offers DSN.',
  ['RFC 3461 §6', 'RFC 3464 §2'],
);
export const originalCut = row(
  'original-cut',
  'info',
  'Less of the original comes back than was asked for',
  'It is larger than the bound, or cannot pass the next server as it is: a message/rfc822 is never encoded.',
  ['RFC 3461 §4.3', 'RFC 2046 §5.2.1'],
);

export const dsnFindings: readonly FindingDef[] = [
  ...Object.values(KIND_ROWS),
  notAReport,
  crafted,
  originalCut,
  ...Object.values(FAULT_ROWS),
];
