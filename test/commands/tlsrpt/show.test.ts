import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { mxray } from '../../support/cli.ts';
import { gz } from '../../support/reports.ts';
import { detail, json, LARGE_SENDER, OFFICE_SENDER, policy, report, tlsMail } from '../../support/tls-reports.ts';

const FAILING = report([policy([detail()], 3)]);

describe('tlsrpt show', () => {
  it('a mail on standard input, as a table, with status 1 for failures', async () => {
    const input = Buffer.from(tlsMail(gz(json(FAILING)))).toString('latin1');
    const { out, status } = await mxray(['tlsrpt', 'show', '-', '--plain'], {}, input);
    expect(status).toBe(1);
    expect(out).toMatch(/^Sender Ltd\., 2026-11-24 00:00 to 2026-11-24 23:59 \(tls@sender\.example; r-1\)$/m);
    expect(out).toMatch(/13 sessions: 10 came to TLS, 3 failed/);
    expect(out).toMatch(/^ {2}sts +example\.org +13 +10 +3 +Sender Ltd\.$/m);
    expect(out).toMatch(/^ {2}certificate-expired +sts +example\.org +3 +mx1\.example\.org +198\.51\.100\.7/m);
    expect(out).toContain('Renew it');
  });

  it('no failure is status 0', async () => {
    const { status, out } = await mxray(['tlsrpt', 'show', '-', '--plain'], {}, JSON.stringify(report()));
    expect([status, out]).toEqual([0, expect.stringContaining('10 sessions: 10 came to TLS, 0 failed')]);
  });

  it('lines of a batch, in base64 or as text, follow the schema', async () => {
    const ajv = new Ajv2020({ strict: false });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    const validate = ajv.compile(schemaFor('tlsrpt-show')!);
    const lines = [
      { report: JSON.stringify(FAILING) },
      { report: FAILING },
      { report: [FAILING, FAILING] },
      { report: Buffer.from(gz(json(LARGE_SENDER))).toString('base64') },
      { report: Buffer.from(tlsMail(json(OFFICE_SENDER))).toString('latin1') },
    ].map((line) => JSON.stringify(line));
    const { out, status } = await mxray(['tlsrpt', 'show', '--batch', '-'], {}, lines.join('\n'));
    const results = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const result of results) expect(validate(result) ? [] : validate.errors).toEqual([]);
    expect([status, results.map(({ data }) => data.totals.failed)]).toEqual([1, [3, 3, 6, 2, 1]]);
  });

  it.each([
    [[], '', '"files" is missing'],
    [['/nowhere'], '', 'no such file'],
    [['-'], 'hello', 'has no TLS report in it'],
    [['-'], '{"a":1}', 'neither policies nor a report-id'],
  ])('%j %s: status 2', async (words, input, complaint) => {
    const ran = await mxray(['tlsrpt', 'show', ...words], {}, input);
    expect([ran.status, ran.complaint]).toEqual([2, expect.stringContaining(complaint)]);
  });

  it('lets no stranger speak to the terminal', async () => {
    const hostile = report(
      [policy([detail({ type: '\u001b[2J', more: { 'receiving-mx-hostname': '\u009b31m' } })], 3)],
      {
        'organization-name': '\u001b]0;title\u0007',
      },
    );
    const { out } = await mxray(['tlsrpt', 'show', '-', '--plain', '-v'], {}, JSON.stringify(hostile));
    expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });
});

describe('tlsrpt query', () => {
  it('a record that is given', async () => {
    const words = ['tlsrpt', 'query', 'example.org', '--plain', '--record', 'v=TLSRPTv1; rua=mailto:a@example.net'];
    const { out, status } = await mxray(words);
    expect([status, out]).toEqual([0, expect.stringContaining('mailto:a@example.net (another domain)')]);
  });

  it('a line of a batch follows the schema', async () => {
    const ajv = new Ajv2020({ strict: false });
    const validate = ajv.compile(schemaFor('tlsrpt-query')!);
    const line = { domain: 'example.org', record: ['v=TLSRPTv1; rua=mailto:x, https://example.org/'] };
    const { out } = await mxray(['tlsrpt', 'query', '--batch', '-'], {}, JSON.stringify(line));
    const result = JSON.parse(out);
    expect([validate(result), result.data.outcome, result.verdict]).toEqual([true, 'valid', 'warn']);
  });
});
