/** `mxray dkim verify` as a process of its own: files, standard input, batches, statuses. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mxray } from '../../support/cli.ts';
import { KEY_NAME, RSA_RECORD, signed } from '../../support/dkim.ts';

const AT = ['--at', '2026-06-01T12:00:00Z'];
const KEY = ['--key-record', `${KEY_NAME}=${RSA_RECORD}`];
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

let folder: string;
let message: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-dkim-'));
  message = await signed();
  writeFileSync(join(folder, 'good.eml'), message, 'latin1');
  writeFileSync(join(folder, 'bad.eml'), message.replace('hungry', 'thirsty'), 'latin1');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('dkim verify', () => {
  it('a good signature is status 0, from a file and from standard input', async () => {
    const file = await mxray(['dkim', 'verify', join(folder, 'good.eml'), ...KEY, ...AT]);
    expect(file).toMatchObject({ status: 0, complaint: '' });
    expect(file.out).toContain('Signature of example.org: pass (good)');
    const stdin = await mxray(['dkim', 'verify', '-', '--json', ...KEY, ...AT], {}, message);
    expect(JSON.parse(stdin.out)).toMatchObject({
      exit: 0,
      data: { signatures: [{ domain: 'example.org', selector: 's1', result: 'pass', reason: 'good' }] },
    });
  });

  it('a body that was changed is status 1, and --original shows where', async () => {
    const words = ['dkim', 'verify', join(folder, 'bad.eml'), '--original', join(folder, 'good.eml'), '--json'];
    const ran = await mxray([...words, ...KEY, ...AT]);
    expect(ran.status).toBe(1);
    expect(JSON.parse(ran.out).data).toMatchObject({
      result: 'fail',
      signatures: [{ reason: 'body-hash-mismatch' }],
      differences: [{ line: 3, original: 'are you hungry?', message: 'are you thirsty?' }],
    });
  });

  it('a header field that was changed is shown beside the original', async () => {
    writeFileSync(join(folder, 'header.eml'), message.replace('Dinner', 'Supper'), 'latin1');
    const words = ['dkim', 'verify', join(folder, 'header.eml'), '--original', join(folder, 'good.eml')];
    const { data } = JSON.parse((await mxray([...words, '--json', ...KEY, ...AT])).out);
    expect(data.fieldDifferences).toMatchObject([{ name: 'subject', message: expect.stringContaining('Supper') }]);
    expect(data).not.toHaveProperty('differences');
    const { out } = await mxray([...words, ...KEY, ...AT]);
    expect(out).toContain('Header fields not as in the original (canonical form):');
  });

  it('a batch: pass, fail, none, no key server, no base64', async () => {
    const elsewhere = message.replace('s=s1', 's=s2');
    const lines = [
      { id: 1, message: base64(message) },
      { id: 2, message: base64(message.replace('Dinner', 'Supper')) },
      { id: 3, message: base64('From: a@b\r\n\r\nhello\r\n') },
      { id: 4, message: base64(elsewhere) },
      { id: 5, message: '%' },
      { id: 6, message: '' },
    ];
    const input = lines.map((line) => JSON.stringify(line)).join('\n');
    const words = ['dkim', 'verify', '--batch', '-', '--resolver', '127.0.0.1:1', '--timeout', '1'];
    const ran = await mxray([...words, ...KEY, ...AT], {}, input);
    const results = ran.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const shown = results.map(({ id, exit, data }) => `${id} ${exit} ${data?.result} ${data?.signatures[0]?.reason}`);
    expect(shown).toEqual([
      '1 0 pass good',
      '2 1 fail signature-mismatch',
      '3 0 none undefined',
      '4 3 temperror key-unavailable',
      '5 2 undefined undefined',
      '6 0 none undefined',
    ]);
    expect(results[4].error.message).toContain('"message" must be a mail in base64');
    expect(ran.status).toBe(2);
  });

  it('what cannot be read is status 2', async () => {
    const missing = await mxray(['dkim', 'verify', join(folder, 'none.eml'), ...KEY]);
    expect(missing).toMatchObject({ status: 2, out: '' });
    expect(missing.complaint).toContain('no such file');
    expect((await mxray(['dkim', 'verify'])).status).toBe(2);
    expect((await mxray(['dkim', 'verify', folder])).status).toBe(2);
  });
});
