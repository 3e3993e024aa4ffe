/** Failure reports (RFC 6591, RFC 9991, in the frame of RFC 5965). */
import { describe, expect, it } from 'vitest';
import { type FailureReport, showReports } from '../../../../src/core/dmarc/index.ts';
import type { Document } from '../../../../src/core/unpack/index.ts';
import { bytes, FEEDBACK, failureMail, gz, mail, recordXml, reportXml, zip } from '../../../support/reports.ts';

async function show(...files: Uint8Array[]) {
  const shown = await showReports(files.map((each, i): Document => ({ source: `file${i}`, bytes: each })));
  if (!shown.ok) throw new Error(`${shown.error.code}: ${shown.error.message}`);
  return { ...shown.value.data, ids: shown.value.findings.map(({ id }) => id) };
}

const failureOf = async (file: Uint8Array): Promise<FailureReport> => (await show(file)).failures[0]!;

describe('a report of one message that failed', () => {
  it('is read with the message it is about', async () => {
    expect(await failureOf(failureMail())).toEqual({
      source: 'file0',
      feedbackType: 'auth-failure',
      userAgent: 'Receiver/1.0',
      reportedDomain: 'example.org',
      sourceIp: '192.0.2.9',
      arrivedAt: '2026-11-25T09:11:12.000Z',
      originalMailFrom: '<bounce@sender.example>',
      originalRcptTo: ['<user@receiver.example>'],
      deliveryResult: 'reject',
      authFailure: ['dmarc'],
      identityAlignment: [],
      authenticationResults: ['mx.receiver.example; dmarc=fail header.from=example.org'],
      incidents: 1,
      headerFrom: '"Some One" <someone@example.org>',
      subject: 'caf\u00e9',
      messageId: '<1@example.org>',
      faults: [],
    });
  });

  it('is a warning, and no message passes by it', async () => {
    const { ids, totals, sources } = await show(failureMail());
    expect(ids).toEqual(['dmarc.report.failure']);
    expect([totals.messages, sources]).toEqual([0, []]);
  });

  it.each([
    ['with the header alone', failureMail({ type: 'text/rfc822-headers' })],
    ['in a mailbox', new Uint8Array(Buffer.concat([Buffer.from('From a@b Thu\n'), failureMail()]))],
    ['with bare line feeds', bytes(Buffer.from(failureMail()).toString('utf8').replaceAll('\r\n', '\n'))],
    ['packed with gzip', gz(failureMail())],
    ['in an archive', zip({ 'a.eml': failureMail() })],
  ])('comes %s', async (_, file) => {
    expect(await failureOf(file)).toMatchObject({
      sourceIp: '192.0.2.9',
      headerFrom: '"Some One" <someone@example.org>',
    });
  });

  it('is read without its frame too', async () => {
    const report = await failureOf(bytes(FEEDBACK));
    expect(report).toMatchObject({
      reportedDomain: 'example.org',
      faults: ['neither the message nor its header is with it'],
    });
  });

  it.each([
    ['Auth-Failure: spf', 'authFailure', ['dmarc', 'spf']],
    ['Identity-Alignment: dkim, spf', 'identityAlignment', ['dkim', 'spf']],
    ['Incidents: 12', 'incidents', 12],
    ['Incidents: many', 'incidents', 1],
    ['DKIM-Domain: Sender.example', 'dkimDomain', 'sender.example'],
    ['SPF-DNS: txt : sender.example : "v=spf1 -all"', 'spfDns', 'txt : sender.example : "v=spf1 -all"'],
  ] as const)('%s', async (field, key, value) => {
    expect((await failureOf(failureMail({ feedback: `${FEEDBACK}\r\n${field}` })))[key]).toEqual(value);
  });

  it('of another type is told', async () => {
    const feedback = 'Feedback-Type: abuse\r\nUser-Agent: x\r\nVersion: 1\r\nSource-IP: [IPv6:2001:DB8::1]';
    const { failures, ids } = await show(failureMail({ feedback }));
    expect(failures[0]).toMatchObject({
      feedbackType: 'abuse',
      sourceIp: '2001:db8::1',
      faults: ['it is of type abuse, not auth-failure'],
    });
    expect(ids).toEqual(['dmarc.report.failure', 'dmarc.report.odd']);
  });

  it('stands beside aggregate reports, and is in none of their totals', async () => {
    const { failures, totals, ids } = await show(
      failureMail(),
      mail('r.xml', 'text/xml', bytes(reportXml(recordXml()))),
    );
    expect([failures.length, totals.messages]).toEqual([1, 2]);
    expect(ids).toEqual(['dmarc.report.passing', 'dmarc.report.failure']);
  });

  it('holds no more of a value than a reader would look at', async () => {
    const feedback = `${FEEDBACK}\r\nUser-Agent: x\r\nDKIM-Identity: ${'y'.repeat(100_000)}\r\n${'Auth-Failure: spf\r\n'.repeat(1000)}`;
    const report = await failureOf(failureMail({ feedback }));
    expect([report.dkimIdentity?.length, report.userAgent, report.authFailure]).toEqual([
      2000,
      'Receiver/1.0',
      ['dmarc', 'spf'],
    ]);
  });
});
