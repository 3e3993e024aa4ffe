/** What to look for in a file: XML, by its first sign, and the fields of failure reports. */
import type { Wanted } from '../../unpack/index.ts';
import { reportError } from './errors.ts';

/** Fields that say of which type the report is, and none of a mail (RFC 5965 §3.1). */
export function isFeedback(bytes: Uint8Array): boolean {
  const [fields = ''] = Buffer.from(bytes.subarray(0, 8192))
    .toString('latin1')
    .trimStart()
    .split(/\r?\n\r?\n/, 1);
  return /^feedback-type[ \t]*:/im.test(fields) && !/^(?:from|content-type)[ \t]*:/im.test(fields);
}

export const WANTED: Wanted = {
  isDocument: (head) => /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*</.test(head),
  isFirstOfTwo: isFeedback,
  none: 'has no report in it: neither XML, gzip, zip nor mail with such an attachment, nor a failure report',
  error: reportError,
};
