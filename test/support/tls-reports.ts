/** TLS reports for tests: by parts, and in the shapes that large senders write. */

export interface Detail {
  readonly type?: string;
  readonly count?: unknown;
  readonly more?: Readonly<Record<string, unknown>>;
}

export const detail = ({ type = 'certificate-expired', count = 3, more = {} }: Detail = {}) => ({
  'result-type': type,
  'sending-mta-ip': '198.51.100.7',
  'receiving-mx-hostname': 'mx1.example.org',
  'receiving-ip': '192.0.2.25',
  'failed-session-count': count,
  ...more,
});

export const policy = (details: readonly unknown[] = [], failed: unknown = 0, successful: unknown = 10) => ({
  policy: {
    'policy-type': 'sts',
    'policy-string': ['version: STSv1', 'mode: enforce', 'mx: *.example.org', 'max_age: 604800'],
    'policy-domain': 'example.org',
    'mx-host': ['*.example.org'],
  },
  summary: { 'total-successful-session-count': successful, 'total-failure-session-count': failed },
  ...(details.length > 0 && { 'failure-details': details }),
});

export const report = (policies: readonly unknown[] = [policy()], more: Readonly<Record<string, unknown>> = {}) => ({
  'organization-name': 'Sender Ltd.',
  'date-range': { 'start-datetime': '2026-11-24T00:00:00Z', 'end-datetime': '2026-11-24T23:59:59Z' },
  'contact-info': 'tls@sender.example',
  'report-id': 'r-1',
  policies,
  ...more,
});

export const json = (value: unknown): Uint8Array => new Uint8Array(Buffer.from(JSON.stringify(value)));

/** As one large sender has it: details without host names at times, zones left out of nothing. */
export const LARGE_SENDER = report(
  [
    {
      policy: {
        'policy-type': 'sts',
        'policy-string': ['version: STSv1', 'mode: enforce'],
        'policy-domain': 'example.org',
        'mx-host': ['mx1.example.org'],
      },
      summary: { 'total-successful-session-count': 118, 'total-failure-session-count': 2 },
      'failure-details': [
        {
          'result-type': 'validation-failure',
          'sending-mta-ip': '198.51.100.7',
          'receiving-ip': '192.0.2.25',
          'receiving-mx-hostname': 'mx1.example.org',
          'failed-session-count': 2,
        },
      ],
    },
  ],
  { 'report-id': '2026-11-24T00:00:00Z_example.org' },
);

/** As another has it: `policy-string` as one text, `mx-host` as well, an empty list of details, DANE beside MTA-STS. */
export const OFFICE_SENDER = report([
  {
    policy: {
      'policy-type': 'tlsa',
      'policy-string': '3 1 1 abcdef',
      'policy-domain': 'example.org',
      'mx-host': 'mx1.example.org',
    },
    summary: { 'total-successful-session-count': 5, 'total-failure-session-count': 1 },
    'failure-details': [
      {
        'result-type': 'tlsa-invalid',
        'failed-session-count': 1,
        'receiving-mx-hostname': 'mx1.example.org',
        'sending-mta-ip': '198.51.100.9',
        'failure-reason-code': 'no match',
      },
    ],
  },
  {
    policy: { 'policy-type': 'no-policy-found', 'policy-domain': 'example.org' },
    summary: { 'total-successful-session-count': 7, 'total-failure-session-count': 0 },
    'failure-details': [],
  },
]);

/** A mail by RFC 8460 §5.3. */
export function tlsMail(
  data: Uint8Array,
  type = 'application/tlsrpt+gzip',
  name = 'sender.example!example.org!1!2!001.json.gz',
): Uint8Array {
  const body = Buffer.from(data).toString('base64').replace(/.{76}/g, '$&\r\n');
  return new Uint8Array(
    Buffer.from(
      'From: tls@sender.example\r\nTo: tls-reports@example.org\r\nSubject: Report Domain: example.org Submitter: sender.example\r\n' +
        'TLS-Report-Domain: example.org\r\nTLS-Report-Submitter: sender.example\r\nMIME-Version: 1.0\r\n' +
        'Content-Type: multipart/report; report-type="tlsrpt"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n' +
        `This is an aggregate TLS report.\r\n--b\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n` +
        `Content-Disposition: attachment; filename="${name}"\r\n\r\n${body}\r\n--b--\r\n`,
    ),
  );
}
