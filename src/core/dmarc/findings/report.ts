/** What is said of aggregate reports and failure reports. */
import { row } from './define.ts';

export const reportPassing = row(
  'report.passing',
  'ok',
  'All mail in the reports passes DMARC',
  'Every message that receivers counted had an aligned pass of SPF or DKIM.',
  ['RFC 9990 §3', 'RFC 7489 §7.2'],
);
export const reportFailing = row(
  'report.failing',
  'warn',
  'Mail from a source fails DMARC',
  'Receivers saw mail that claims to be of the domain and that neither SPF nor DKIM vouches for in an aligned way: a sender of ' +
    'your own that is not set up, a forwarder that breaks signatures, or somebody else.',
  ['RFC 9990 §3', 'RFC 7489 §7.2'],
  'If the source is yours, let it sign with a DKIM key of the domain; if it is not, the policy does its work.',
);
export const reportOfFailure = row(
  'report.failure',
  'warn',
  'A receiver tells of a message that failed',
  'A failure report is about one message: who sent it, what failed, what became of it. It may be your own mail that is not set ' +
    'up, a forwarder, or somebody else.',
  ['RFC 9991', 'RFC 7489 §7.3', 'RFC 6591 §3'],
  'If the source is yours, let it sign with a DKIM key of the domain; if it is not, the policy does its work.',
);
export const reportOdd = row(
  'report.odd',
  'info',
  'A report is not quite as it should be',
  'It could be read all the same; what was missing or strange is in the detail.',
  ['RFC 9990 §3', 'RFC 7489 §7.2'],
);
export const reportUnreadable = row(
  'report.unreadable',
  'error',
  'A file, or a part of it, is no report that can be read',
  'It is damaged, larger than a report may be, something else, or declares a document type, which is refused.',
  ['RFC 9990 §3', 'RFC 7489 §7.2'],
  'Fetch it again, or leave it out.',
);

export const reportFindings = [reportPassing, reportFailing, reportOfFailure, reportOdd, reportUnreadable];
