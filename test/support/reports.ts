/** Reports for tests: XML by parts and the ways it is packed, and mails that report the failure of one message. */
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';

export interface RecordParts {
  readonly ip?: string;
  readonly count?: number;
  readonly dkim?: string;
  readonly spf?: string;
  readonly disposition?: string;
  readonly from?: string;
  readonly more?: string;
}

export const recordXml = ({
  ip = '192.0.2.1',
  count = 2,
  dkim = 'pass',
  spf = 'fail',
  disposition = 'none',
  from = 'example.org',
  more = '',
}: RecordParts = {}): string =>
  `<record><row><source_ip>${ip}</source_ip><count>${count}</count><policy_evaluated><disposition>${disposition}</disposition>` +
  `<dkim>${dkim}</dkim><spf>${spf}</spf>${more}</policy_evaluated></row><identifiers><header_from>${from}</header_from></identifiers>` +
  `<auth_results><dkim><domain>example.org</domain><selector>s1</selector><result>pass</result></dkim>` +
  `<spf><domain>bounce.example.net</domain><scope>mfrom</scope><result>pass</result></spf></auth_results></record>`;

export const METADATA =
  '<report_metadata><org_name>Receiver &amp; Co</org_name><email>dmarc@receiver.example</email><report_id>abc-1</report_id>' +
  '<date_range><begin>1700000000</begin><end>1700086399</end></date_range></report_metadata>';
export const POLICY =
  '<policy_published><domain>example.org</domain><adkim>r</adkim><aspf>r</aspf><p>reject</p><sp>none</sp><pct>100</pct></policy_published>';

export const reportXml = (records = recordXml(), metadata = METADATA, policy = POLICY, root = '<feedback>'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${root}<version>1.0</version>${metadata}${policy}${records}</feedback>\n`;

export const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
export const gz = (data: Uint8Array): Uint8Array => new Uint8Array(gzipSync(data));
export const zip = (files: Readonly<Record<string, Uint8Array>>): Uint8Array => zipSync({ ...files });

export function mail(name: string, type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.from(data).toString('base64').replace(/.{76}/g, '$&\r\n');
  return bytes(
    `From: dmarc@receiver.example\r\nTo: r@example.org\r\nSubject: Report Domain: example.org\r\nMIME-Version: 1.0\r\n` +
      `Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nA report.\r\n--b\r\n` +
      `Content-Type: ${type}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${body}\r\n--b--\r\n`,
  );
}

export const FEEDBACK = [
  'Feedback-Type: auth-failure',
  'User-Agent: Receiver/1.0',
  'Version: 1',
  'Original-Mail-From: <bounce@sender.example>',
  'Original-Rcpt-To: <user@receiver.example>',
  'Arrival-Date: Wed, 25 Nov 2026 10:11:12 +0100 (CET)',
  'Source-IP: 192.0.2.9',
  'Reported-Domain: Example.org',
  'Auth-Failure: dmarc',
  'Identity-Alignment: none',
  'Delivery-Result: reject',
  'Authentication-Results: mx.receiver.example;',
  ' dmarc=fail header.from=example.org',
].join('\r\n');

const ORIGINAL = 'From: "Some One" <someone@example.org>\r\nSubject: caf\u00e9\r\nMessage-ID: <1@example.org>\r\n';

/** A failure report as mail: the words, the fields, and the message or its header. */
export function failureMail({ feedback = FEEDBACK, type = 'message/rfc822', original = ORIGINAL } = {}): Uint8Array {
  const part = (kind: string, body: string): string => `--b\r\nContent-Type: ${kind}\r\n\r\n${body}\r\n`;
  const last = original === '' ? '' : part(type, `${original}\r\nA body.\r\n`);
  return bytes(
    `From: dmarc@receiver.example\r\nTo: ruf@example.org\r\nSubject: FW: caf\u00e9\r\nMIME-Version: 1.0\r\n` +
      `Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n` +
      `${part('text/plain', 'A message failed.')}${part('message/feedback-report', `${feedback}\r\n`)}${last}--b--\r\n`,
  );
}
