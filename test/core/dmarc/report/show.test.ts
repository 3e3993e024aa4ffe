import { describe, expect, it } from 'vitest';
import { type AggregateReport, type ReportShowData, showReports } from '../../../../src/core/dmarc/index.ts';
import type { Document } from '../../../../src/core/unpack/index.ts';
import { bytes, gz, METADATA, mail, POLICY, recordXml, reportXml, zip } from '../../../support/reports.ts';

async function show(...files: Uint8Array[]): Promise<ReportShowData> {
  const shown = await showReports(files.map((each, i): Document => ({ source: `file${i}`, bytes: each })));
  if (!shown.ok) throw new Error(`${shown.error.code}: ${shown.error.message}`);
  return shown.value.data;
}
async function one(xml: string): Promise<AggregateReport> {
  return (await show(bytes(xml))).reports[0]!;
}
async function codeOf(file: Uint8Array): Promise<string> {
  const shown = await showReports([{ source: 'file', bytes: file }]);
  return shown.ok ? 'read' : shown.error.code;
}

const XML = bytes(reportXml());

describe('the ways reports come', () => {
  const concat = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
    new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
  const WAYS: readonly (readonly [name: string, file: Uint8Array, source: string, reports?: number])[] = [
    ['XML', XML, 'file0'],
    ['XML with a byte order mark', concat('\ufeff', XML), 'file0'],
    ['UTF-16', new Uint8Array(Buffer.from(`\ufeff${reportXml()}`, 'utf16le')), 'file0'],
    ['gzip', gz(XML), 'file0'],
    ['gzip in two members', concat(gz(XML.subarray(0, 100)), gz(XML.subarray(100))), 'file0'],
    ['gzip of gzip', gz(gz(XML)), 'file0'],
    ['zip', zip({ 'r.xml': XML }), 'file0: r.xml'],
    ['zip with two reports', zip({ 'a.xml': XML, 'b.xml': XML, '__MACOSX/x': bytes('x') }), 'file0: a.xml', 2],
    ['mail with gzip', mail('r.xml.gz', 'application/gzip', gz(XML)), 'file0: r.xml.gz'],
    ['mail with zip of the wrong type', mail('r.zip', 'text/plain', zip({ 'r.xml': XML })), 'file0: r.zip: r.xml'],
    ['mail with XML', mail('r.xml', 'text/xml', XML), 'file0: r.xml'],
    ['mail that is the report', concat('Subject: x\r\nContent-Type: text/xml\r\n\r\n', XML), 'file0: attachment'],
    [
      'mailbox',
      concat(
        'From a@b Thu Jan  1 00:00:00 2026\n',
        mail('r.gz', 'application/gzip', gz(XML)),
        '\r\n\r\nFrom c@d Thu\n',
        mail('s.gz', 'application/gzip', gz(XML)),
      ),
      'file0: message 1: r.gz',
      2,
    ],
  ];
  it.each(WAYS.map((row) => ({ name: row[0], row })))('$name', async ({ row: [, file, source, reports = 1] }) => {
    const data = await show(file);
    expect(data.reports).toHaveLength(reports);
    expect(data.reports[0]).toMatchObject({ source, organization: 'Receiver & Co', reportId: 'abc-1' });
    expect(data.totals).toEqual({ messages: 2 * reports, passed: 2 * reports, failed: 0 });
  });
});

describe('what is read', () => {
  it('the form of RFC 7489', async () => {
    expect(await one(reportXml())).toEqual({
      source: 'file0',
      form: 'rfc7489',
      organization: 'Receiver & Co',
      email: 'dmarc@receiver.example',
      reportId: 'abc-1',
      begin: '2023-11-14T22:13:20.000Z',
      end: '2023-11-15T22:13:19.000Z',
      errors: [],
      faults: [],
      policy: { domain: 'example.org', p: 'reject', sp: 'none', adkim: 'r', aspf: 'r', pct: '100' },
      records: [
        {
          sourceIp: '192.0.2.1',
          count: 2,
          disposition: 'none',
          dkim: true,
          spf: false,
          reasons: [],
          headerFrom: 'example.org',
          dkimResults: [{ domain: 'example.org', selector: 's1', result: 'pass' }],
          spfResults: [{ domain: 'bounce.example.net', scope: 'mfrom', result: 'pass' }],
        },
      ],
    });
  });
  it('the form of RFC 9990, with prefixes or without', async () => {
    const policy = POLICY.replace(
      '<pct>100</pct>',
      '<np>reject</np><testing>y</testing><discovery_method>treewalk</discovery_method>',
    );
    const report = await one(
      reportXml(recordXml(), METADATA, policy, '<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">'),
    );
    expect(report).toMatchObject({
      form: 'rfc9990',
      policy: { np: 'reject', testing: 'y', discoveryMethod: 'treewalk' },
    });
    const prefixed = reportXml(recordXml(), METADATA, policy)
      .replace(/<(\/?)([a-z])/g, '<$1d:$2')
      .replace('<d:feedback', '<d:feedback xmlns:d="x"');
    expect(await one(prefixed)).toMatchObject({ form: 'rfc9990', records: [{ count: 2 }] });
  });
  it('reasons, several signatures, times in milliseconds, addresses in capitals', async () => {
    const record = recordXml({
      ip: '2001:DB8::1',
      more: '<reason><type>forwarded</type><comment>list</comment></reason><reason><type>other</type></reason>',
    }).replace('<spf><domain>', '<dkim><domain>example.net</domain><result>fail</result></dkim><spf><domain>');
    const report = await one(reportXml(record, METADATA.replace('1700000000', '1700000000000')));
    expect(report.begin).toBe('2023-11-14T22:13:20.000Z');
    expect(report.records[0]).toMatchObject({
      sourceIp: '2001:db8::1',
      reasons: [{ type: 'forwarded', comment: 'list' }, { type: 'other' }],
      dkimResults: [{ result: 'pass' }, { domain: 'example.net', result: 'fail' }],
    });
  });
  it('what is missing is told, and the rest read', async () => {
    const report = await one(
      '<feedback><record><row><source_ip>192.0.2.1</source_ip><count>many</count></row></record><record/><record><row/></record></feedback>',
    );
    expect(report.records).toEqual([
      { sourceIp: '192.0.2.1', count: 1, dkim: false, spf: false, reasons: [], dkimResults: [], spfResults: [] },
    ]);
    expect(report.faults).toEqual([
      'there is no report_metadata',
      'there is no policy_published',
      'record 1 has no count and is taken for one message',
      'record 2 has no source_ip',
    ]);
  });
});

describe('by source', () => {
  it('counts, failing mail first', async () => {
    const records = [
      recordXml({ ip: '192.0.2.1', count: 5 }),
      recordXml({ ip: '192.0.2.2', count: 1, dkim: 'fail', disposition: 'reject', from: 'a.example.org' }),
      recordXml({ ip: '192.0.2.1', count: 3, dkim: 'fail', spf: 'pass' }),
      recordXml({ ip: '192.0.2.1', count: 4, dkim: 'fail', disposition: 'quarantine' }),
    ];
    const data = await show(bytes(reportXml(records.join(''))));
    expect(data.totals).toEqual({ messages: 13, passed: 8, failed: 5 });
    expect(
      data.sources.map(({ ip, messages, passed, failed, dkimAligned, spfAligned, dispositions }) => [
        ip,
        messages,
        passed,
        failed,
        dkimAligned,
        spfAligned,
        dispositions,
      ]),
    ).toEqual([
      ['192.0.2.1', 12, 8, 4, 5, 3, { none: 8, quarantine: 4 }],
      ['192.0.2.2', 1, 0, 1, 0, 0, { reject: 1 }],
    ]);
  });
  it('failing mail is a warning for each source, passing mail is well', async () => {
    const ids = async (xml: string): Promise<readonly string[]> => {
      const shown = await showReports([{ source: 'f', bytes: bytes(xml) }]);
      return shown.ok ? shown.value.findings.map(({ id, severity }) => `${severity} ${id}`) : [];
    };
    expect(await ids(reportXml(recordXml({ dkim: 'fail' })))).toEqual(['warn dmarc.report.failing']);
    expect(await ids(reportXml())).toEqual(['ok dmarc.report.passing']);
  });
  it('names where they are asked for', async () => {
    const shown = await showReports([{ source: 'f', bytes: XML }], async (ip) => `host-of-${ip}`);
    expect(shown.ok && shown.value.data.sources[0]?.hostname).toBe('host-of-192.0.2.1');
  });
});

describe('what is refused', () => {
  const bomb = (octets: number): Uint8Array => gz(new Uint8Array(octets).fill(0x20));
  const LAUGHS =
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><feedback>&b;</feedback>';
  const ROWS: readonly (readonly [name: string, code: string, file: () => Uint8Array])[] = [
    ['a gzip bomb', 'dmarc/too-large', () => bomb(64 * 1024 * 1024)],
    ['one that only grows beyond the ratio', 'dmarc/too-large', () => bomb(2 * 1024 * 1024)],
    ['a zip bomb', 'dmarc/too-large', () => zip({ 'r.xml': new Uint8Array(40 * 1024 * 1024) })],
    [
      'a zip of many',
      'dmarc/too-large',
      () => zip(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i}`, new Uint8Array(0)]))),
    ],
    ['gzip in gzip in gzip …', 'dmarc/too-deep', () => gz(gz(gz(gz(gz(gz(XML))))))],
    ['a billion laughs', 'dmarc/doctype', () => bytes(LAUGHS)],
    ['an external entity', 'dmarc/doctype', () => bytes('<!DOCTYPE f SYSTEM "file:///etc/passwd"><feedback/>')],
    ['elements in elements without end', 'dmarc/not-xml', () => bytes('<feedback>'.repeat(100_000))],
    ['XML cut off in the middle', 'dmarc/not-xml', () => bytes('<feedback><record><row')],
    ['gzip cut off', 'dmarc/damaged', () => gz(XML).subarray(0, 100)],
    ['zip cut off', 'dmarc/damaged', () => zip({ 'r.xml': XML }).subarray(0, 100)],
    ['XML of another kind', 'dmarc/not-aggregate', () => bytes('<html><body/></html>')],
    ['a mail without a report', 'dmarc/no-report', () => bytes('Subject: hello\r\n\r\nHow are you?\r\n')],
    ['nothing', 'dmarc/no-report', () => new Uint8Array()],
    ['anything', 'dmarc/no-report', () => Uint8Array.from({ length: 1000 }, (_, i) => (i * 7919) & 0xff)],
  ];
  it.each(ROWS)('%s: %s', async (_, code, file) => expect(await codeOf(file())).toBe(code));

  it('a bad file beside a good one is an error, and the good one is shown', async () => {
    const shown = await showReports([
      { source: 'good', bytes: XML },
      { source: 'bad', bytes: bytes('nothing') },
    ]);
    expect(shown).toMatchObject({
      ok: true,
      value: { data: { reports: [{ source: 'good' }], problems: [{ code: 'dmarc/no-report' }] } },
    });
  });
});
