/** Delivery reports to be read in tests, put together from their parts. */

export const crlf = (text: string): Uint8Array => Buffer.from(text.replaceAll('\n', '\r\n'), 'utf8');

export const MESSAGE_FIELDS = `Reporting-MTA: dns; mx.example.org
Original-Envelope-Id: QQ314159
Arrival-Date: Wed, 25 Nov 2026 10:00:00 +0100
`;

export const RECIPIENT_FIELDS = `Original-Recipient: rfc822; Bob@example.net
Final-Recipient: rfc822; bob+in@store.example.net
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; 550 5.1.1 <bob@example.net>: no such user
Last-Attempt-Date: Wed, 25 Nov 2026 10:00:03 +0100
`;

export const ORIGINAL = `From: alice@example.org
To: bob@example.net
Subject: =?utf-8?Q?caf=C3=A9?=
Message-ID: <1@example.org>

hello
`;

export interface ReportParts {
  readonly fields?: string;
  readonly statusType?: string;
  readonly header?: string;
  readonly original?: string;
  readonly originalType?: string;
  readonly boundary?: string;
}

export function reportText(parts: ReportParts = {}): string {
  const boundary = parts.boundary ?? 'b1';
  const fields = parts.fields ?? `${MESSAGE_FIELDS}\n${RECIPIENT_FIELDS}`;
  const header = parts.header ?? `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`;
  return `From: MAILER-DAEMON@mx.example.org
To: alice@example.org
Subject: returned
MIME-Version: 1.0
${header}

--${boundary}
Content-Type: text/plain

It did not arrive.

--${boundary}
Content-Type: ${parts.statusType ?? 'message/delivery-status'}

${fields}
--${boundary}
Content-Type: ${parts.originalType ?? 'message/rfc822'}

${parts.original ?? ORIGINAL}
--${boundary}--
`;
}

export const report = (parts: ReportParts = {}): Uint8Array => crlf(reportText(parts));
