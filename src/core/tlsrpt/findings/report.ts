/** What is said of reports as such. */
import { row } from './define.ts';

export const reportClean = row(
  'report.clean',
  'ok',
  'No failure is reported',
  'Every session that senders counted came to TLS as the policy of the domain asks.',
  ['RFC 8460 §4'],
);
export const reportOdd = row(
  'report.odd',
  'info',
  'A report is not quite as it should be',
  'It could be read all the same; what was missing or strange is in the detail.',
  ['RFC 8460 §4.4'],
);
export const reportUnreadable = row(
  'report.unreadable',
  'error',
  'A file, or a part of it, is no report that can be read',
  'It is damaged, larger than a report may be, or something else.',
  ['RFC 8460 §4.4', 'RFC 8460 §5'],
  'Fetch it again, or leave it out.',
);

export const reportFindings = [reportClean, reportOdd, reportUnreadable];
