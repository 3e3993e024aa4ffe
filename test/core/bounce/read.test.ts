import { describe, expect, it } from 'vitest';
import { readBounce } from '../../../src/core/bounce/index.ts';
import { crlf, report } from '../../support/reports-of-delivery.ts';
import { SAMPLES } from './samples.ts';

const brief = ({ recipients }: ReturnType<typeof readBounce>): readonly string[] =>
  recipients.map(({ address, status, replyCode, remoteHost }) =>
    [address, status ?? replyCode, remoteHost].filter((part) => part !== undefined).join(' '),
  );

describe('messages in the manner of', () => {
  it.each(SAMPLES.map((sample) => [sample.name, sample] as const))(
    '%s',
    (_, { mail, kind, family, recipients = [] }) => {
      const read = readBounce(crlf(mail));
      expect({ kind: read.kind, family: read.family }).toEqual({ kind, family });
      expect(brief(read)).toEqual(
        recipients.map((each) => expect.stringMatching(new RegExp(`^${each.replace(/[.*+?^$()[\]]/g, '\\$&')}`))),
      );
      expect(read.confidence > 0).toBe(family !== 'none');
      if (kind === 'delayed')
        expect(read.recipients.every((one) => one.kind === 'delayed' && one.action === 'delayed')).toBe(true);
    },
  );

  it.each(SAMPLES.map((sample) => [sample.name, sample] as const))(
    '%s, with LF and in an alternative',
    (_, { mail, kind }) => {
      if (mail.includes('multipart/report')) return expect(readBounce(Buffer.from(mail)).kind).toBe(kind);
      const at = mail.indexOf('\n\n');
      const html = '<p>Something else</p>';
      const wrapped = `${mail.slice(0, at)}\nContent-Type: multipart/alternative; boundary=alt\n\n--alt\nContent-Type: text/plain; charset=utf-8\n\n${mail.slice(at + 2)}\n--alt\nContent-Type: text/html\n\n${html}\n--alt--\n`;
      expect(readBounce(Buffer.from(wrapped)).kind).toBe(kind);
    },
  );
});

describe('reports by the standard (RFC 3464)', () => {
  it('are certain', () => {
    expect(readBounce(report())).toMatchObject({
      kind: 'hard',
      family: 'dsn',
      confidence: 1,
      recipients: [
        {
          address: 'Bob@example.net',
          kind: 'hard',
          action: 'failed',
          status: '5.1.1',
          replyCode: 550,
          remoteHost: 'mx.example.net',
        },
      ],
      originalMessageId: '<1@example.org>',
    });
  });
  it.each([
    ['delivered', '2.0.0', 'unknown'],
    ['relayed', '2.0.0', 'unknown'],
    ['delayed', '4.4.1', 'delayed'],
    ['failed', '4.4.7', 'soft'],
    ['failed', '5.2.2', 'soft'],
  ])('%s %s is %s', (action, status, kind) => {
    const fields = `Reporting-MTA: dns;x\n\nFinal-Recipient: rfc822;a@b\nAction: ${action}\nStatus: ${status}\n`;
    expect(readBounce(report({ fields })).kind).toBe(kind);
  });
  it('that say 5.0.0 and no more are read with their words, as of a full mailbox', () => {
    const header =
      'From: MAILER-DAEMON@x\nX-Failed-Recipients: bob@x.org\nContent-Type: multipart/report; report-type=delivery-status; boundary=b';
    const words =
      'This message was created automatically by mail delivery software.\n\nThe following address(es) failed:\n\n  bob@x.org\n    mailbox is full (MTA-imposed quota exceeded while writing to file)\n';
    const fields = 'Reporting-MTA: dns; x\n\nAction: failed\nFinal-Recipient: rfc822;bob@x.org\nStatus: 5.0.0\n';
    const read = readBounce(
      crlf(`${header}\n\n--b\n\n${words}\n--b\nContent-Type: message/delivery-status\n\n${fields}\n--b--\n`),
    );
    expect(read).toMatchObject({
      kind: 'soft',
      family: 'dsn',
      recipients: [{ address: 'bob@x.org', kind: 'soft', status: '5.0.0' }],
    });
    expect(read.recipients[0]!.text).toContain('mailbox is full');
  });
  it('tell the code that says most', () => {
    const fields =
      'Reporting-MTA: dns;x\n\nFinal-Recipient: rfc822;a@b\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552 5.2.2 full\n';
    expect(readBounce(report({ fields })).recipients[0]).toMatchObject({
      status: '5.0.0',
      enhancedCode: '5.2.2',
      kind: 'soft',
    });
  });
  it('that lost their fields are read by their words', () => {
    const header = 'From: MAILER-DAEMON@x\nContent-Type: multipart/report; report-type=delivery-status; boundary=b';
    const words =
      'This is the mail system at host x.\n\n<bob@example.net>: host mx.example.net[192.0.2.1] said: 550 no';
    expect(readBounce(crlf(`${header}\n\n--b\n\n${words}\n--b--\n`))).toMatchObject({
      kind: 'hard',
      family: 'postfix',
    });
  });
});

it('a mailer that nobody knows is one though it says Auto-Submitted, and an absence is none though its sender is null', () => {
  const auto = 'Auto-Submitted: auto-replied';
  const bounce = `From: MAILER-DAEMON@x\n${auto}\nSubject: returned mail\n\nUndeliverable: <bob@example.net>: user unknown`;
  expect(readBounce(crlf(bounce))).toMatchObject({ kind: 'hard', family: 'mailer' });
  const absence = `Return-Path: <>\nFrom: bob@example.net\n${auto}\nSubject: Re: hello\n\nMail to me is not delivered before Monday; write to eve@example.net.`;
  expect(readBounce(crlf(absence))).toMatchObject({ kind: 'auto-reply', recipients: [] });
});

it('what is not known is unknown, with no confidence and nobody named', () => {
  expect(readBounce(crlf('Subject: 550 5.1.1 user unknown\n\nbob@example.net 550 5.1.1'))).toMatchObject({
    kind: 'unknown',
    confidence: 0,
    recipients: [],
  });
});
