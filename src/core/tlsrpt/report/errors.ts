/** Why a file is no report. */
import type { Failure } from '../../../base/index.ts';
import type { Wanted } from '../../unpack/index.ts';

export type ReportFault = 'no-report' | 'damaged' | 'too-large' | 'too-deep' | 'not-json' | 'not-tls-report';
export type ReportError = Failure<`tlsrpt/${ReportFault}`>;

export function reportError(fault: ReportFault, message: string): ReportError {
  const hint = 'give a TLS report: JSON, gzip, or the mail or mailbox it came in';
  return { code: `tlsrpt/${fault}`, message, hint, fault: 'configuration', temporary: false };
}

/** What to look for in a file: JSON, by its first sign. */
export const WANTED: Wanted = {
  isDocument: (head) => /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*[{[]/.test(head),
  none: 'has no TLS report in it: neither JSON, gzip, zip nor mail with such an attachment',
  error: reportError,
};
