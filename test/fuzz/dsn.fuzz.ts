/**
 * Reports of delivery: reading never throws and ends soon, whatever is nested or run together in them; what is read is within
 * its bounds, and what could be read can be written again as far as a report may say it.
 */
import { ACTIONS, FAULTS, parseDsn, parseStatus, REPORT_KINDS } from '../../src/core/dsn/index.ts';
import { report, reportText } from '../support/reports-of-delivery.ts';

/** Far above what reading a small message takes, even on a busy machine. */
const MAX_MS = 5_000;

const bytes = (text: string): Uint8Array => Buffer.from(text.replaceAll('\n', '\r\n'));

export const target = {
  name: 'dsn',
  seeds: [
    report(),
    report({ original: reportText({ boundary: 'inner' }) }),
    report({
      statusType: 'message/global-delivery-status\nContent-Transfer-Encoding: base64',
      fields: 'UmVwb3J0aW5nLU1UQTogZG5zOyB4',
    }),
    report({ header: 'Content-Type: multipart/report; boundary=other' }),
    bytes('Content-Type: multipart/mixed; boundary=a\n\n'.repeat(40)),
    bytes('Content-Type: message/rfc822\n\n'.repeat(100)),
    bytes(`Content-Type: multipart/report; boundary=""\n\n--\n\n--\n\n----\n`),
    bytes(`Content-Type: multipart/digest; boundary=b\n\n${'--b\n\n'.repeat(200)}--b--`),
  ],
  run(input: Uint8Array): void {
    const started = performance.now();
    const read = parseDsn(input);
    if (performance.now() - started > MAX_MS) throw new Error('takes too long');
    if (!read.ok) return;
    const { kind, recipients, faults } = read.value;
    if (!REPORT_KINDS.includes(kind)) throw new Error('a kind that is none');
    if (recipients.length > 10_000 || faults.length > FAULTS.length * 5) throw new Error('beyond its bounds');
    for (const { status, action, address } of recipients) {
      if (status !== undefined && parseStatus(status) === undefined) throw new Error('a status that is none');
      if (/[\r\n]/.test(address + (action ?? ''))) throw new Error('a line end in a value');
    }
    if (kind !== 'unknown' && recipients.length === 0) throw new Error('a kind of nobody');
    if (kind !== 'hard' && kind !== 'soft' && kind !== 'unknown' && !(ACTIONS as readonly string[]).includes(kind))
      throw new Error('neither kind nor action');
  },
};
