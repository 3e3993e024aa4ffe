/** `dmarc report show` through the built program: files, standard input, a batch, and the status. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mxray } from '../../support/cli.ts';
import { bytes, gz, mail, recordXml, reportXml } from '../../support/reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, data: Uint8Array): string {
  writeFileSync(join(folder, name), data);
  return join(folder, name);
}

const show = (words: readonly string[], input = '') =>
  mxray(['dmarc', 'report', 'show', ...words, '--resolver=127.0.0.1:1'], {}, input);

describe('dmarc report show', () => {
  const good = file('good.xml.gz', gz(bytes(reportXml())));
  const failing = file(
    'failing.eml',
    mail('r.xml', 'text/xml', bytes(reportXml(recordXml({ dkim: 'fail', ip: '192.0.2.9' })))),
  );

  it('is a table by source', async () => {
    const { out, status } = await show([good, failing]);
    expect(status).toBe(0);
    expect(out).toContain('4 messages of 2 sources: 2 pass, 2 fail');
    expect(out.split('\n').find((line) => line.trim().startsWith('192.0.2.9'))).toMatch(
      /192\.0\.2\.9 +2 +0 +2 +0 +0 +none 2/,
    );
  });
  it('failing mail is a warning', async () => {
    const { out, status } = await show([failing, '--json', '--fail-on', 'warn']);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'warn', data: { totals: { messages: 2, failed: 2 } } });
  });
  it('reads standard input, and base64 on a line', async () => {
    expect((await show(['-'], reportXml())).out).toContain('2 messages of 1 sources: 2 pass');
    const line = JSON.stringify({ id: 7, report: Buffer.from(gz(bytes(reportXml()))).toString('base64') });
    expect(JSON.parse((await show(['--batch', '-'], line)).out)).toMatchObject({
      id: 7,
      verdict: 'pass',
      data: { totals: { passed: 2 } },
    });
  });
  it('says what is wrong, with status 2', async () => {
    expect(await show([])).toMatchObject({ status: 2, complaint: expect.stringContaining('"files" is missing') });
    expect(await show([join(folder, 'missing')])).toMatchObject({
      status: 2,
      complaint: expect.stringContaining('no such file'),
    });
    expect(await show(['-'], '<!DOCTYPE x><feedback/>')).toMatchObject({
      status: 2,
      complaint: expect.stringContaining('document type'),
    });
  });
  it('lets no stranger speak to the terminal', async () => {
    const { out } = await show(
      ['-'],
      reportXml(recordXml(), '<report_metadata><org_name>a&#27;[31mb</org_name></report_metadata>'),
    );
    expect(out).not.toContain('\u001b');
  });
});
