/** Failure reports that we make, read by our own reader (RFC 6591, RFC 5965). */
import { describe, expect, it } from 'vitest';
import { craftFailureReport, type Evaluation, showReports } from '../../../../src/core/dmarc/index.ts';

const evaluation = {
  author: 'sender.example',
  disposition: 'reject',
  discovery: { policy: { domain: 'sender.example' } },
  identifiers: [{ mechanism: 'spf', result: 'pass', domain: 'other.example', isAligned: false, mode: 'relaxed' }],
} as unknown as Evaluation;

const report = (mailFrom: string): string =>
  craftFailureReport({
    from: 'Reports <reports@receiver.example>',
    to: 'forensic@sender.example',
    date: 'Thu, 26 Nov 2026 00:00:00 +0000',
    arrivedAt: 'Thu, 26 Nov 2026 00:00:00 +0000',
    sourceIp: '192.0.2.9',
    mailFrom,
    recipients: ['user@receiver.example'],
    status: 'Reject',
    userAgent: 'mxray at receiver.example',
    evaluation,
    dkim: [{ domain: 'other.example', selector: 's1' }],
    header: 'From: a@sender.example\nSubject: hello\nMessage-ID: <1@sender.example>\n',
    boundary: 'b-1',
  });

const read = async (text: string) => {
  const shown = await showReports([{ source: 'report', bytes: Buffer.from(text, 'latin1') }]);
  if (!shown.ok) throw new Error(shown.error.message);
  return shown.value.data.failures[0];
};

describe('a failure report that is made', () => {
  it('says all that a reader looks for', async () => {
    expect(await read(report('bounce@other.example'))).toMatchObject({
      feedbackType: 'auth-failure',
      reportedDomain: 'sender.example',
      sourceIp: '192.0.2.9',
      arrivedAt: '2026-11-26T00:00:00.000Z',
      originalMailFrom: '<bounce@other.example>',
      originalRcptTo: ['<user@receiver.example>'],
      deliveryResult: 'reject',
      authFailure: ['dmarc'],
      identityAlignment: [],
      dkimDomain: 'other.example',
      dkimSelector: 's1',
      subject: 'hello',
      faults: [],
    });
  });

  it('has no field more, whatever the sender was', async () => {
    const made = await read(report('a\r\nReported-Domain: victim.example\r\n@x'));
    expect(made).toMatchObject({ reportedDomain: 'sender.example', faults: [] });
  });

  it('tells people what Exim tells them', () => {
    expect(report('')).toMatch(
      /^Sender Domain: sender\.example\nSender IP Address: 192\.0\.2\.9\nReceived Date: .*\nSPF Alignment: no\nDKIM Alignment: no\nDMARC Results: Reject$/m,
    );
  });
});
