import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mxray } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-log-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LINES = [
  '2026-11-25 10:00:00 1xWL13-0003Yx-1P <= sue@example.com H=(cli.example.com) [192.0.2.1] P=esmtp S=1000',
  '2026-11-25 10:00:01 1xWL13-0003Yx-1P => ann <ann@example.org> R=loc T=mb',
  '2026-11-25 10:00:02 1xWL13-0003Yx-1P Completed',
  '2026-11-25 10:00:03 1xWL14-0003Yx-1P <= bob@example.com U=bob P=local S=7',
];
const LOG = `${LINES.join('\n')}\n`;
const file = join(folder, 'mainlog');
writeFileSync(file, LOG);

describe('mxray log grep', () => {
  it('shows messages as exigrep does', async () => {
    expect(await mxray(['log', 'grep', 'ANN@', file])).toEqual({
      out: `${LINES.slice(0, 3).join('\n')}\n\n`,
      complaint: '',
      status: 0,
    });
    const { out } = await mxray(['log', 'grep', 'bob', '-'], {}, LOG);
    expect(out).toBe(`+++ 1xWL14-0003Yx-1P has not completed +++\n${LINES[3]}\n\n`);
  });

  it('knows exigrep’s letters', async () => {
    expect(await mxray(['log', 'grep', '-I', 'ANN@', file])).toEqual({ out: '', complaint: '', status: 1 });
    expect((await mxray(['log', 'grep', '-l', 'a.n', file])).status).toBe(1);
    expect((await mxray(['log', 'grep', '-v', 'ann', file])).out).toContain('bob@example.com');
    expect((await mxray(['log', 'grep', '-t', '60', 'ann', file])).status).toBe(1);
    expect((await mxray(['log', 'grep', '-lM', '1xWL13', file])).status).toBe(0);
  });

  it('takes lines of a batch', async () => {
    const line = JSON.stringify({ id: 7, pattern: 'ann', files: [file] });
    const { out, status } = await mxray(['log', 'grep', '--batch', '-'], {}, `${line}\n`);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      id: 7,
      data: { messages: 1, groups: [{ id: '1xWL13-0003Yx-1P', completed: true, lines: LINES.slice(0, 3) }] },
    });
  });

  it('says what is wrong with a pattern or a file', async () => {
    const bad = await mxray(['log', 'grep', '(', file]);
    expect(bad).toMatchObject({ status: 2, out: '' });
    expect(bad.complaint).toContain('"pattern": ');
    expect((await mxray(['log', 'grep', 'x', join(folder, 'none')])).status).toBe(2);
    expect((await mxray(['log', 'grep'])).complaint).toContain('pattern');
  });
});

describe('mxray log stats', () => {
  it('shows figures, and gives them as JSON', async () => {
    const shown = await mxray(['log', 'stats', file]);
    expect(shown.status).toBe(0);
    expect(shown.out).toContain('Mail 2026-11-25 10:00:00 to 2026-11-25 10:00:03');
    const { out } = await mxray(['log', 'stats', '--json', '--top', '1', file]);
    expect(JSON.parse(out).data).toMatchObject({
      received: { messages: 2, bytes: 1007 },
      delivered: { messages: 1 },
      senders: { addresses: [{ name: 'sue@example.com' }] },
    });
  });
});
