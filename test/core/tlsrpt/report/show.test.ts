import { describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/base/index.ts';
import { showTlsReports, type TlsReportShowData } from '../../../../src/core/tlsrpt/index.ts';
import { gz, zip } from '../../../support/reports.ts';
import { detail, json, LARGE_SENDER, OFFICE_SENDER, policy, report, tlsMail } from '../../../support/tls-reports.ts';

async function show(...files: Uint8Array[]): Promise<Report<TlsReportShowData>> {
  const shown = await showTlsReports(files.map((bytes, i) => ({ source: `file${i}`, bytes })));
  if (!shown.ok) throw new Error(`${shown.error.code}: ${shown.error.message}`);
  return shown.value;
}

async function codeOf(file: Uint8Array): Promise<string> {
  const shown = await showTlsReports([{ source: 'file', bytes: file }]);
  return shown.ok ? 'read' : shown.error.code;
}

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));
const concat = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));

const JSON_TEXT = json(report());

describe('the ways reports come (RFC 8460 §5)', () => {
  const WAYS: readonly (readonly [name: string, file: Uint8Array, reports?: number])[] = [
    ['JSON', JSON_TEXT],
    ['JSON with a byte order mark', concat('\ufeff', JSON_TEXT)],
    ['UTF-16', new Uint8Array(Buffer.from(`\ufeff${Buffer.from(JSON_TEXT).toString()}`, 'utf16le'))],
    ['blanks before it', concat(' \r\n\t', JSON_TEXT)],
    ['a list of reports', json([report(), report()]), 2],
    ['gzip', gz(JSON_TEXT)],
    ['zip', zip({ 'r.json': JSON_TEXT })],
    ['mail with gzip', tlsMail(gz(JSON_TEXT))],
    ['mail with JSON', tlsMail(JSON_TEXT, 'application/tlsrpt+json', 'r.json')],
    ['mail with gzip of the wrong type', tlsMail(gz(JSON_TEXT), 'application/octet-stream', 'r')],
    ['mail whose body it is', concat('Subject: x\r\nContent-Type: application/json\r\n\r\n', JSON_TEXT)],
    ['mailbox', concat('From a@b Thu\n', tlsMail(gz(JSON_TEXT)), '\r\n\r\nFrom c@d Thu\n', tlsMail(gz(JSON_TEXT))), 2],
  ];
  it.each(WAYS.map((row) => ({ name: row[0], row })))('$name', async ({ row: [, file, count = 1] }) => {
    const { data } = await show(file);
    expect(data.reports).toHaveLength(count);
    expect(data.reports[0]).toMatchObject({
      organization: 'Sender Ltd.',
      reportId: 'r-1',
      begin: '2026-11-24T00:00:00.000Z',
    });
    expect(data.totals).toEqual({ successful: 10 * count, failed: 0 });
  });
});

describe('what a report says', () => {
  it('sessions by policy and failures by type, put together over reports', async () => {
    const failing = report([policy([detail(), detail({ type: 'starttls-not-supported', count: 1 })], 4)]);
    const other = report([policy([detail({ more: { 'sending-mta-ip': '2001:db8::7' } })], 3)], {
      'organization-name': 'Other',
    });
    const { data, findings } = await show(json(failing), json(other));
    expect(data.policies).toEqual([
      { type: 'sts', domain: 'example.org', successful: 20, failed: 7, reporters: ['Sender Ltd.', 'Other'] },
    ]);
    expect(
      data.failures.map(({ resultType, sessions, sendingMtaIps }) => ({ resultType, sessions, sendingMtaIps })),
    ).toEqual([
      { resultType: 'certificate-expired', sessions: 6, sendingMtaIps: ['198.51.100.7', '2001:db8::7'] },
      { resultType: 'starttls-not-supported', sessions: 1, sendingMtaIps: ['198.51.100.7'] },
    ]);
    expect(findings.map(({ id, severity }) => `${id} ${severity}`)).toEqual([
      'tlsrpt.result.certificate-expired error',
      'tlsrpt.result.starttls-not-supported error',
    ]);
  });

  it.each([
    'starttls-not-supported',
    'certificate-host-mismatch',
    'certificate-expired',
    'certificate-not-trusted',
    'validation-failure',
    'tlsa-invalid',
    'dnssec-invalid',
    'dane-required',
    'sts-policy-fetch-error',
    'sts-policy-invalid',
    'sts-webpki-invalid',
  ])('%s has words of its own (RFC 8460 §4.3)', async (type) => {
    const { findings } = await show(json(report([policy([detail({ type })], 3)])));
    expect(findings.map(({ id }) => id)).toEqual([`tlsrpt.result.${type}`]);
    expect(findings[0]!.fix).toBeDefined();
  });

  it.each<[string, unknown, Partial<TlsReportShowData['totals']>, string]>([
    ['the shape of a large sender', LARGE_SENDER, { successful: 118, failed: 2 }, 'validation-failure'],
    ['the shape of an office suite', OFFICE_SENDER, { successful: 12, failed: 1 }, 'tlsa-invalid'],
    ['a word of its own', report([policy([detail({ type: 'something-new' })], 3)]), { failed: 3 }, 'something-new'],
    ['failures without details', report([policy([], 4)]), { failed: 4 }, 'not-told'],
    ['more failures than details', report([policy([detail({ count: 1 })], 4)]), { failed: 4 }, 'not-told'],
    [
      'counts as texts',
      report([policy([detail({ count: '2' })], '2', '5')]),
      { successful: 5, failed: 2 },
      'certificate-expired',
    ],
    ['a count left out', report([policy([detail({ count: 'some' })], 1)]), { failed: 1 }, 'certificate-expired'],
    ['one policy, not in a list', report(policy([detail()], 3) as never), { failed: 3 }, 'certificate-expired'],
    [
      'one detail, not in a list',
      report([{ ...policy([], 3), 'failure-details': detail() }]),
      { failed: 3 },
      'certificate-expired',
    ],
    [
      'keys with underscores',
      JSON.parse(JSON.stringify(report([policy([detail()], 3)])).replaceAll(/(?<=[a-z])-(?=[a-z]+[^"]*":)/g, '_')),
      { failed: 3 },
      'certificate-expired',
    ],
    [
      'no layer of policy and summary',
      report([{ ...policy().policy, ...policy().summary, 'failure-details': [detail()] }]),
      { failed: 3 },
      'certificate-expired',
    ],
  ])('%s', async (_, value, totals, first) => {
    const { data } = await show(json(value));
    expect(data.totals).toMatchObject(totals);
    expect(data.failures[0]?.resultType).toBe(first);
  });

  it.each<[unknown, string | undefined]>([
    ['2026-11-24T00:00:00Z', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24T02:00:00+02:00', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24 00:00:00', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24', '2026-11-24T00:00:00.000Z'],
    [1_795_478_400, '2026-11-24T00:00:00.000Z'],
    ['1795478400', '2026-11-24T00:00:00.000Z'],
    [1_795_478_400_000, '2026-11-24T00:00:00.000Z'],
    ['yesterday', undefined],
    [{}, undefined],
    [null, undefined],
  ])('the date %j', async (start, expected) => {
    const { data } = await show(json(report(undefined, { 'date-range': { 'start-datetime': start } })));
    expect(data.reports[0]!.begin).toBe(expected);
    expect(data.reports[0]!.faults.length > 1).toBe(expected === undefined);
  });

  it('what is missing is told, and nothing is made of it', async () => {
    const { data, findings } = await show(json({ policies: [{}] }));
    expect(data.reports[0]).toMatchObject({ policies: [{ type: 'unknown', successful: 0, failed: 0, failures: [] }] });
    expect(findings.map(({ id }) => id)).toEqual(['tlsrpt.report.clean', 'tlsrpt.report.odd']);
  });

  it('a file beside that cannot be read is told, and the others count', async () => {
    const { data, findings } = await show(JSON_TEXT, text('{'));
    expect(data.problems.map(({ code }) => code)).toEqual(['tlsrpt/not-json']);
    expect(findings.map(({ id }) => id)).toContain('tlsrpt.report.unreadable');
  });
});

describe('what is refused', () => {
  const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  it.each<[string, Uint8Array, string]>([
    ['nothing', text(''), 'tlsrpt/no-report'],
    ['a text', text('hello'), 'tlsrpt/no-report'],
    ['a mail without one', text('Subject: x\r\n\r\nhello\r\n'), 'tlsrpt/no-report'],
    ['no JSON', text('{"policies": ['), 'tlsrpt/not-json'],
    ['JSON of something else', text('{"a": 1}'), 'tlsrpt/not-tls-report'],
    ['a list of nothing', text('[]'), 'tlsrpt/not-tls-report'],
    ['too deep', text(`{"policies": ${nested(40)}}`), 'tlsrpt/too-deep'],
    ['a million brackets', text(nested(1_000_000)), 'tlsrpt/too-deep'],
    ['cut gzip', gz(JSON_TEXT).subarray(0, 20), 'tlsrpt/damaged'],
    ['a gzip bomb', gz(new Uint8Array(40 * 1024 * 1024).fill(0x20)), 'tlsrpt/too-large'],
    ['gzip in gzip in gzip …', [1, 2, 3, 4, 5].reduce<Uint8Array>((inner) => gz(inner), JSON_TEXT), 'tlsrpt/too-deep'],
  ])('%s', async (_, file, code) => expect(await codeOf(file)).toBe(code));

  it('brackets in texts are no depth', async () => {
    expect(await codeOf(json(report(undefined, { note: `\\"${'['.repeat(100)}` })))).toBe('read');
  });
});
