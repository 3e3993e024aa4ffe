/** Why a file is no report. */
import type { Failure } from '../../../base/index.ts';

export type ReportFault = 'no-report' | 'damaged' | 'too-large' | 'too-deep' | 'doctype' | 'not-xml' | 'not-aggregate';
export type ReportError = Failure<`dmarc/${ReportFault}`>;

export function reportError(fault: ReportFault, message: string): ReportError {
  const hint =
    'give an aggregate report (XML, gzip, zip), or the mail or mailbox that it, or a failure report, came in';
  return { code: `dmarc/${fault}`, message, hint, fault: 'configuration', temporary: false };
}
