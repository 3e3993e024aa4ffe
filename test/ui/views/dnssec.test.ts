/** `dns query` and `dnssec trace` as text. */
import { describe, expect, it } from 'vitest';
import { type Report, verdictOf } from '../../../src/base/index.ts';
import { queryReport, traceReport } from '../../../src/core/dns/index.ts';
import type { Envelope, Paint, Verbosity, View } from '../../../src/ui/types.ts';
import { dnsQueryView } from '../../../src/ui/views/dns-query.ts';
import { dnssecTraceView } from '../../../src/ui/views/dnssec-trace.ts';
import { SERVER, type TestZone, type ZoneContent, zone } from '../../support/dns.ts';
import { setting } from '../../support/resolving.ts';
import { dsRdata, makeKey, NOW, T } from '../../support/zone-signer.ts';

const same = (text: string): string => text;
const marks = { ok: '✓', info: 'i', warn: '!', error: '✗', unknown: '?' };
const plain: Paint = {
  good: same,
  bad: same,
  warn: same,
  dim: same,
  strong: same,
  mark: (severity) => marks[severity],
};

function show<Data>(view: View<Data>, { findings, data }: Report<Data>, verbosity: Verbosity = 0): string[] {
  const envelope: Envelope<Data> = {
    schema: 'mxray/test/1',
    tool: { name: 'mxray', version: '0' },
    command: 'test',
    startedAt: '2026-01-15T00:00:00Z',
    durationMs: 0,
    verdict: verdictOf(findings),
    exit: 0,
    summary: { ok: 0, info: 0, warn: 0, error: 0, unknown: 0 },
    findings,
    data,
  };
  return view(envelope, plain, verbosity).split('\n');
}

const key = makeKey();
const content: ZoneContent = {
  'example.org': { MX: ['10 mx.example.org', '20 mx2.example.org'] },
  'www.example.org': { CNAME: ['example.org'] },
};
const sound = zone('example.org', content, { keys: [key] });
const broken = zone('example.org', content, { keys: [key], ds: [dsRdata('example.com', key)] });

async function query(made: TestZone, name: string, verbosity?: Verbosity): Promise<string[]> {
  const report = await queryReport(setting([made]).resolver, { name, type: T.MX });
  if (!report.ok) throw new Error(report.error.message);
  return show(dnsQueryView, report.value, verbosity);
}

async function trace(made: TestZone, verbosity?: Verbosity): Promise<string[]> {
  const at = new Date(NOW * 1000);
  const report = await traceReport(setting([made]).resolver, { name: 'example.org', type: T.MX }, at);
  if (!report.ok) throw new Error(report.error.message);
  return show(dnssecTraceView, report.value, verbosity);
}

describe('dns query', () => {
  it('shows status, response code, server, aliases and records', async () => {
    expect(await query(sound, 'www.example.org')).toEqual([
      `✓ www.example.org MX: secure, NOERROR (by ${SERVER})`,
      '  www.example.org. is an alias of example.org.',
      '  example.org. 3600 IN MX 10 mx.example.org.',
      '  example.org. 3600 IN MX 20 mx2.example.org.',
    ]);
  });
  it('says why when asked', async () => {
    expect((await query(sound, 'example.org', 1)).at(-1)).toMatch(/^ {2}✓ example\.org MX is signed by key \d+/);
  });
  it('says why, and what to do, when the answer is not secure', async () => {
    const lines = await query(broken, 'example.org');
    expect(lines[0]).toBe(`✗ example.org MX: bogus, NOERROR (by ${SERVER})`);
    expect(lines.at(-2)).toMatch(/^ {2}✗ the parent names \d+ .* \[dnssec\.ds-mismatch\]$/);
    expect(lines.at(-1)).toMatch(/^ {4}fix: Publish the DS record/);
  });
  it('is short under -q', async () => {
    expect(await query(sound, 'no.example.org', -1)).toEqual(['✓ no.example.org MX: secure, NXDOMAIN']);
  });
});

describe('dnssec trace', () => {
  it('goes from the anchor to the answer', async () => {
    const lines = await trace(sound);
    expect(lines.filter((line) => !line.startsWith('    '))).toEqual([
      '✓ . secure (trust anchor)',
      '✓ org secure',
      '✓ example.org secure',
      '✓ example.org MX secure, 2 records',
      'example.org MX: secure, NOERROR',
    ]);
    expect(lines).toContain(`    DS     ${key.tag} ECDSAP256SHA256 SHA-256`);
    expect(lines).toContain(`    DNSKEY ${key.tag} ECDSAP256SHA256 256 bits, key-signing, signs the set`);
    expect(lines).toContain(
      `    RRSIG  MX by ${key.tag} ECDSAP256SHA256, 2026-01-01T00:00:00Z to 2026-02-01T00:00:00Z`,
    );
  });
  it('says where trust stops and how to mend it', async () => {
    const lines = await trace(broken);
    expect(lines).toContain(`    DS     ${key.tag} ECDSAP256SHA256 SHA-256 matches no key`);
    const stop = lines.findIndex((line) => line.startsWith('✗ trust stops at example.org: '));
    expect(lines[stop + 1]).toMatch(/^ {4}fix: /);
  });
  it('shows digests under -v, and the end alone under -q', async () => {
    expect((await trace(sound, 1)).some((line) => /DS .* [0-9a-f]{64}$/.test(line))).toBe(true);
    expect(await trace(sound, -1)).toEqual(['example.org MX: secure, NOERROR']);
  });
});
