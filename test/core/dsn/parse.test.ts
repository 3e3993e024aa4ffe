import { describe, expect, it } from 'vitest';
import { type DeliveryReport, parseDsn } from '../../../src/core/dsn/index.ts';
import {
  crlf,
  MESSAGE_FIELDS,
  ORIGINAL,
  RECIPIENT_FIELDS,
  type ReportParts,
  report,
  reportText,
} from '../../support/reports-of-delivery.ts';

function read(message: Uint8Array): DeliveryReport {
  const parsed = parseDsn(message);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}
const of = (parts: ReportParts): DeliveryReport => read(report(parts));
const codes = ({ faults }: DeliveryReport): readonly string[] => faults.map(({ code }) => code);
const brief = ({ recipients }: DeliveryReport): readonly string[] =>
  recipients.map(({ address, action, status }) => `${address} ${action} ${status}`);

describe('a report', () => {
  it('is read with every field (RFC 3464 §2.2, §2.3)', () => {
    expect(read(report())).toEqual({
      kind: 'hard',
      form: 'delivery-status',
      reportingMta: { type: 'dns', value: 'mx.example.org' },
      originalEnvelopeId: 'QQ314159',
      arrivalDate: '2026-11-25T09:00:00.000Z',
      extensions: [],
      recipients: [
        {
          address: 'Bob@example.net',
          originalRecipient: { type: 'rfc822', value: 'Bob@example.net' },
          finalRecipient: { type: 'rfc822', value: 'bob+in@store.example.net' },
          action: 'failed',
          status: '5.1.1',
          meaning: 'bad destination mailbox address (permanent failure)',
          remoteMta: { type: 'dns', value: 'mx.example.net' },
          diagnostic: {
            type: 'smtp',
            value: '550 5.1.1 <bob@example.net>: no such user',
            replyCode: 550,
            enhancedCode: '5.1.1',
          },
          lastAttempt: '2026-11-25T09:00:03.000Z',
          extensions: [],
        },
      ],
      text: 'It did not arrive.',
      original: {
        form: 'message',
        type: 'message/rfc822',
        sizeBytes: crlf(ORIGINAL).length,
        messageId: '<1@example.org>',
        from: 'alice@example.org',
        to: 'bob@example.net',
        subject: 'café',
      },
      faults: [],
    });
  });

  it('knows gateway, source, retries, log id and fields of others', () => {
    const fields = `Reporting-MTA: x-local; here
DSN-Gateway: dns; gw.example.org
Received-From-MTA: dns; src.example.org
X-Queue: 17

Final-Recipient: X400; /C=DE/
Action: delayed (for now)
Status: 4.4.7 (time)
Will-Retry-Until: Thu, 26 Nov 2026 10:00:00 +0000
Final-Log-Id: 4711
X-Own: a
 b
`;
    expect(of({ fields })).toMatchObject({
      kind: 'delayed',
      reportingMta: { type: 'x-local', value: 'here' },
      dsnGateway: { value: 'gw.example.org' },
      receivedFromMta: { value: 'src.example.org' },
      extensions: [{ name: 'X-Queue', value: '17' }],
      recipients: [
        {
          address: '/C=DE/',
          action: 'delayed',
          status: '4.4.7',
          willRetryUntil: '2026-11-26T10:00:00.000Z',
          finalLogId: '4711',
          extensions: [{ name: 'X-Own', value: 'a b' }],
        },
      ],
      faults: [],
    });
  });

  it('is about several recipients, and the worst gives its kind', () => {
    const group = (name: string, action: string, status: string): string =>
      `Final-Recipient: rfc822;${name}@example.net\nAction: ${action}\nStatus: ${status}\n`;
    const fields = [
      MESSAGE_FIELDS,
      group('a', 'delivered', '2.0.0'),
      group('b', 'delayed', '4.4.1'),
      group('c', 'failed', '4.4.7'),
    ].join('\n');
    const parsed = of({ fields });
    expect(brief(parsed)).toEqual([
      'a@example.net delivered 2.0.0',
      'b@example.net delayed 4.4.1',
      'c@example.net failed 4.4.7',
    ]);
    expect(parsed.kind).toBe('soft');
  });

  it.each([
    ['failed', '5.1.1', '', 'hard'],
    ['failed', '4.4.7', '', 'soft'],
    ['failed', '5.2.2', '', 'soft'],
    ['failed', '5.0.0', 'smtp; 552 5.2.2 full', 'soft'],
    ['failed', '5.0.0', 'smtp; 550 5.1.1 gone', 'hard'],
    ['delayed', '5.0.0', '', 'delayed'],
    ['relayed', '2.0.0', '', 'relayed'],
    ['expanded', '2.0.0', '', 'expanded'],
    ['returned', '5.1.1', '', 'hard'],
    ['vanished', '2.0.0', '', 'unknown'],
  ])('%s with %s %s comes to %s', (action, status, diagnostic, kind) => {
    const said = diagnostic === '' ? '' : `Diagnostic-Code: ${diagnostic}\n`;
    expect(
      of({ fields: `${MESSAGE_FIELDS}\nFinal-Recipient: rfc822;a@b\nAction: ${action}\nStatus: ${status}\n${said}` })
        .kind,
    ).toBe(kind);
  });
});

describe('addresses', () => {
  const address = (original: string, final = ''): string =>
    of({
      fields: `${MESSAGE_FIELDS}\n${original === '' ? '' : `Original-Recipient: ${original}\n`}${final === '' ? '' : `Final-Recipient: ${final}\n`}Action: failed\nStatus: 5.1.1\n`,
    }).recipients[0]!.address;
  it.each([
    ['', 'rfc822;bob@example.net', 'bob@example.net'],
    ['', 'rfc822; <bob@example.net>', 'bob@example.net'],
    ['', 'bob@example.net', 'bob@example.net'],
    ['', 'rfc822; bob@example.net (Bob)', 'bob@example.net'],
    ['rfc822;', 'rfc822; bob@example.net', 'bob@example.net'],
    ['rfc822;"bob smith"@example.net', 'rfc822;b@c', '"bob smith"@example.net'],
    ['rfc822;bob+2Bin@example.net', 'rfc822;bob+in@example.net', 'bob+in@example.net'],
    ['rfc822;bob+2Bin@example.net', 'rfc822;store@example.net', 'bob+2Bin@example.net'],
    ['utf-8;\\x{6771}@example.net', '', '東@example.net'],
    ['utf-8;b\\x{2B}\\x{F6}@example.net', '', 'b+ö@example.net'],
    ['utf-8;東@example.net', '', '東@example.net'],
    ['utf-8;\\x{D800}@example.net', '', '\\x{D800}@example.net'],
  ])('%s and %s are %s (RFC 3464 §2.3.1, RFC 6533 §3)', (original, final, expected) => {
    expect(address(original, final)).toBe(expected);
  });
});

it('of Exim are read from the xtext that it leaves', () => {
  const fields =
    'Reporting-MTA: dns; exim.invalid\nOriginal-Envelope-ID: QQ+2B1\n\nAction: failed\nOriginal-Recipient: rfc822;No.Body+2Bx@local.invalid\nFinal-Recipient: rfc822;nobody@local.invalid\nStatus: 5.0.0\n';
  const parsed = of({ fields, boundary: '1795600800-eximdsn-1234567' });
  expect(parsed.originalEnvelopeId).toBe('QQ+1');
  expect(brief(parsed)).toEqual(['No.Body+x@local.invalid failed 5.0.0']);
  expect(brief(of({ fields }))).toEqual(['No.Body+2Bx@local.invalid failed 5.0.0']);
});

describe('reports in UTF-8 (RFC 6533)', () => {
  it.each(['8bit', 'base64', 'quoted-printable'])('are read from message/global-delivery-status in %s', (encoding) => {
    const fields = 'Reporting-MTA: dns; mx\n\nFinal-Recipient: utf-8; 東@example.net\nAction: failed\nStatus: 5.1.1\n';
    const octets = Buffer.from(fields.replaceAll('\n', '\r\n'));
    const encoded = {
      '8bit': octets.toString(),
      base64: octets.toString('base64'),
      'quoted-printable': octets.toString().replaceAll('東', '=E6=9D=B1'),
    }[encoding]!;
    const parsed = of({
      fields: encoded.replaceAll('\r\n', '\n'),
      statusType: `message/global-delivery-status\nContent-Transfer-Encoding: ${encoding}`,
      originalType: 'message/global',
    });
    expect(parsed).toMatchObject({ form: 'global-delivery-status', faults: [], original: { type: 'message/global' } });
    expect(brief(parsed)).toEqual(['東@example.net failed 5.1.1']);
  });
});

describe('damaged reports are read, and what is wrong is told', () => {
  const good = ['Bob@example.net failed 5.1.1'];
  it.each<[string, ReportParts, string]>([
    [
      'in a multipart of another kind',
      { header: 'Content-Type: multipart/mixed; boundary="b1"' },
      'not-multipart-report',
    ],
    ['with the fields as text', { statusType: 'text/plain; charset=x-none' }, 'wrong-type'],
    ['with the fields as an attachment', { statusType: 'application/octet-stream' }, 'wrong-type'],
    ['without a boundary', { header: 'Content-Type: multipart/report; report-type=delivery-status' }, 'no-boundary'],
    ['with another boundary', { header: 'Content-Type: multipart/report; boundary=other' }, 'boundary-not-found'],
    ['with groups run together', { fields: `${MESSAGE_FIELDS}${RECIPIENT_FIELDS}` }, 'groups-run-together'],
    ['without Reporting-MTA', { fields: `X-A: b\n\n${RECIPIENT_FIELDS}` }, 'no-reporting-mta'],
    ['without fields about the message', { fields: RECIPIENT_FIELDS }, 'no-reporting-mta'],
    ['with lines that are no field', { fields: `${MESSAGE_FIELDS}\n${RECIPIENT_FIELDS}and more of it\n` }, 'junk-line'],
    [
      'with a date of no calendar',
      { fields: `${MESSAGE_FIELDS}\n${RECIPIENT_FIELDS}Will-Retry-Until: soon\n` },
      'bad-date',
    ],
  ])('%s', (_, parts, fault) => {
    const parsed = of(parts);
    expect(codes(parsed)).toContain(fault);
    expect(brief(parsed)).toEqual(good);
  });

  it.each([
    ['no-action', 'Final-Recipient: rfc822;a@b\nStatus: 5.0.0\n'],
    ['no-status', 'Final-Recipient: rfc822;a@b\nAction: failed\n'],
    ['no-recipient', 'Action: failed\nStatus: 5.0.0\n'],
    ['bad-action', 'Final-Recipient: rfc822;a@b\nAction: lost\nStatus: 5.0.0\n'],
    ['bad-status', 'Final-Recipient: rfc822;a@b\nAction: failed\nStatus: 550\n'],
    ['action-against-status', 'Final-Recipient: rfc822;a@b\nAction: delivered\nStatus: 5.0.0\n'],
    ['no-recipients', 'X-Other: a\n'],
  ])('%s', (fault, group) => {
    expect(codes(of({ fields: `${MESSAGE_FIELDS}\n${group}` }))).toContain(fault);
  });

  it('recipients without an empty line between are told apart', () => {
    const group = (name: string): string =>
      `Final-Recipient: rfc822;${name}@example.net\nAction: failed\nStatus: 5.1.1\n`;
    const parsed = of({ fields: `${MESSAGE_FIELDS}\n${group('a')}${group('b')}` });
    expect(brief(parsed)).toEqual(['a@example.net failed 5.1.1', 'b@example.net failed 5.1.1']);
  });

  it('cut off in the middle, before the original', () => {
    const parsed = read(crlf(reportText().slice(0, reportText().indexOf('Content-Type: message/rfc822'))));
    expect(codes(parsed)).toContain('not-closed');
    expect(brief(parsed)).toEqual(good);
    expect(parsed.original.form).toBe('none');
  });

  it('that declares itself and has no fields', () => {
    const header = 'Content-Type: multipart/report; report-type=delivery-status; boundary=b';
    const parsed = read(crlf(`${header}\n\n--b\n\nSorry.\n--b--\n`));
    expect(parsed).toMatchObject({ kind: 'unknown', recipients: [], text: 'Sorry.' });
    expect(codes(parsed)).toEqual(['no-status-part']);
  });

  it('in the plain text of a message without MIME', () => {
    const parsed = read(crlf(`Subject: failed\n\nSorry.\n\n${MESSAGE_FIELDS}\n${RECIPIENT_FIELDS}`));
    expect(brief(parsed)).toEqual(good);
    expect(codes(parsed)).toContain('wrong-type');
  });
});

describe('a report in a report', () => {
  it('is the original, and not what is reported', () => {
    const inner = reportText({
      boundary: 'inner',
      fields: 'Reporting-MTA: dns;x\n\nFinal-Recipient: rfc822;inner@x\nAction: failed\nStatus: 5.7.1\n',
    });
    const parsed = of({ original: inner });
    expect(brief(parsed)).toEqual(['Bob@example.net failed 5.1.1']);
    expect(parsed.original).toMatchObject({ form: 'message', subject: 'returned' });
  });

  it('that lost its own fields does not take those of the original', () => {
    const without = crlf(
      reportText({ original: reportText({ boundary: 'inner' }) }).replace(
        `Content-Type: message/delivery-status\n\n${MESSAGE_FIELDS}\n${RECIPIENT_FIELDS}`,
        'Content-Type: text/plain\n\n',
      ),
    );
    expect(read(without)).toMatchObject({ kind: 'unknown', recipients: [] });
  });

  it('is read where somebody sent it on', () => {
    const parsed = read(
      crlf(
        `Content-Type: multipart/mixed; boundary=out\n\n--out\n\nSee below.\n--out\nContent-Type: message/rfc822\n\n${reportText()}\n--out--\n`,
      ),
    );
    expect(brief(parsed)).toEqual(['Bob@example.net failed 5.1.1']);
    expect(codes(parsed)).toContain('nested');
  });
});

describe('what is no report', () => {
  it.each([
    ['an ordinary mail', ORIGINAL],
    ['nothing', ''],
    ['a mail that speaks of one', 'Subject: x\n\nWhat does Final-Recipient: mean?\n'],
    [
      'a receipt',
      'Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nRead.\n--b--\n',
    ],
  ])('%s', (_, text) => {
    expect(parseDsn(crlf(text))).toMatchObject({ ok: false, error: { code: 'dsn/not-a-report' } });
  });
});

it('reads at most so many recipients, quickly', () => {
  const group = '\nFinal-Recipient: rfc822;a@b\nAction: failed\nStatus: 5.1.1\n';
  const parsed = of({ fields: MESSAGE_FIELDS + group.repeat(20_000) });
  expect(parsed.recipients).toHaveLength(10_000);
  expect(codes(parsed)).toContain('too-many-recipients');
});
