import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type GrepOptions, grepReport, type LogStatsData, statsReport } from '../../../src/mta/log/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function write(text: string | Uint8Array, ending = ''): string {
  files += 1;
  const path = join(folder, `log${files}${ending}`);
  writeFileSync(path, typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
  return path;
}

const LOG = `2026-11-25 10:00:00 1xWL13-0003Yx-1P <= sue@example.com H=(cli.example.com) [192.0.2.1] P=esmtp S=1000 id=x1@example.com
2026-11-25 10:00:01 1xWL13-0003Yx-1P => ann <ann@example.org> R=loc T=mb
2026-11-25 10:00:02 H=[192.0.2.9] F=<a@b> rejected RCPT <deny@example.org>: denied here: really
2026-11-25 10:02:05 1xWL13-0003Yx-1P Completed
2026-11-25 11:00:00 1xWL14-00000003Yx1-ab0P <= <> R=1xWL13-0003Yx-1P U=mail P=local S=500
2026-11-25 11:00:00 1xWL14-00000003Yx1-ab0P => sue@example.com R=r T=smtp H=mx.example.com [192.0.2.7] C="250 OK"
2026-11-25 11:00:01 1xWL14-00000003Yx1-ab0P Completed
2026-11-25 12:00:00 1xWL15-0003Yx-1P <= bob@example.org U=bob P=local S=70
2026-11-25 12:00:01 1xWL15-0003Yx-1P == far@example.net R=r T=smtp defer (111): Connection refused
`;

async function grep(pattern: RegExp, options: Partial<GrepOptions> = {}, text = LOG): Promise<readonly string[]> {
  const report = await grepReport([write(text)], { matches: (line) => pattern.test(line), ...options });
  if (!report.ok) throw new Error(report.error.message);
  return report.value.data.groups.map(
    ({ id, lines, completed }) => `${id ?? '-'} ${lines.length}${completed ? '' : ' open'}`,
  );
}

describe('log grep', () => {
  it('gives every line of a message one of whose lines matches, and lines about none', async () => {
    expect(await grep(/ann@/)).toEqual(['1xWL13-0003Yx-1P 3']);
    expect(await grep(/192\.0\.2/)).toEqual(['- 1', '1xWL13-0003Yx-1P 3', '1xWL14-00000003Yx1-ab0P 3']);
    expect(await grep(/far@/)).toEqual(['1xWL15-0003Yx-1P 2 open']);
    expect(await grep(/nothing/)).toEqual([]);
  });

  it('inverts, follows relatives, and asks for time in the queue', async () => {
    expect(await grep(/example\.com/, { invert: true })).toEqual(['- 1', '1xWL15-0003Yx-1P 2 open']);
    expect(await grep(/ann@/, { related: true })).toEqual(['1xWL13-0003Yx-1P 3', '1xWL14-00000003Yx1-ab0P 3']);
    expect(await grep(/=>/, { queuedSeconds: 60 })).toEqual(['1xWL13-0003Yx-1P 3']);
    expect(await grep(/=>/, { queuedSeconds: 125 })).toEqual([]);
  });

  it('reads times with thousandths, time zone and process, and what came through syslog', async () => {
    const odd = LOG.replace(/^(\S+ \S+)/gm, '$1.123 +0100 [77]');
    expect(await grep(/ann@/, {}, odd)).toEqual(['1xWL13-0003Yx-1P 3']);
    expect(await grep(/=>/, { queuedSeconds: 60 }, odd)).toEqual(['1xWL13-0003Yx-1P 3']);
    const syslog = LOG.replace(/^/gm, 'Nov 25 10:00:00 mail exim[77]: ').replace(/mail exim\[77\]: $/, '');
    expect(await grep(/ann@/, {}, syslog)).toEqual(['1xWL13-0003Yx-1P 3']);
  });

  it('ends a message where it was refused after its data, too', async () => {
    const text = '2026-11-25 10:00:00 1xWL13-0003Yx-1P rejected from <a@b> H=x [192.0.2.1]: message too big\n';
    expect(await grep(/too big/, {}, text + text)).toEqual(['1xWL13-0003Yx-1P 1', '1xWL13-0003Yx-1P 1']);
  });

  it('passes over what is no line of a log', async () => {
    expect(await grep(/./, {}, 'Envelope-from: <a@b>\n\n\0\xff\n2026-13\n')).toEqual([]);
  });
});

async function stats(...names: readonly string[]): Promise<LogStatsData> {
  const report = await statsReport(names, 50);
  if (!report.ok) throw new Error(report.error.message);
  return report.value.data;
}

describe('log stats', () => {
  it('counts mail in and out, who sent it, and where it went', async () => {
    const data = await stats(write(LOG));
    expect(data).toMatchObject({
      from: '2026-11-25 10:00:00',
      to: '2026-11-25 12:00:01',
      received: { messages: 3, bytes: 1570, hosts: 2, domains: 3, addresses: 3 },
      delivered: { messages: 2, recipients: 2, bytes: 1500 },
      delayed: 1,
      failed: 0,
      rejected: 1,
      temporarilyRejected: 0,
      transports: [
        { name: 'mb', messages: 1, bytes: 1000, addresses: 1 },
        { name: 'smtp', messages: 1, bytes: 500, addresses: 1 },
      ],
      rejections: [{ reason: 'Rejected RCPT: denied here', count: 1 }],
      rejectedHosts: [{ host: '[192.0.2.9]', count: 1 }],
      relayed: [],
      linesRead: 9,
    });
    expect(data.senders.localUsers.map(({ name }) => name)).toEqual(['mail', 'bob']);
    expect(data.hours[11]).toEqual({ hour: 11, received: 1, delivered: 1 });
    expect(data.queueTimes.filter(({ all }) => all > 0)).toEqual([
      { underSeconds: 60, all: 1, remote: 1 },
      { underSeconds: 300, all: 1, remote: 0 },
    ]);
  });

  it('is the same for a log that is packed, in two, or has every option', async () => {
    const plain = await stats(write(LOG));
    expect(await stats(write(gzipSync(LOG), '.gz'))).toEqual(plain);
    const half = LOG.indexOf('2026-11-25 11');
    expect(await stats(write(LOG.slice(0, half)), write(LOG.slice(half).trimEnd()))).toEqual(plain);
    const odd = await stats(write(LOG.replace(/^(\S+ \S+)/gm, '$1.123 [77]')));
    expect(odd).toEqual(plain);
    const zstd = spawnSync('zstd', ['-c'], { input: LOG });
    if (zstd.status === 0) expect(await stats(write(zstd.stdout, '.zst'))).toEqual(plain);
  });

  it('names what was relayed, and what failed', async () => {
    const data = await stats(
      write(
        LOG.replace('=> ann <ann@example.org> R=loc T=mb', '=> far@example.net R=r T=smtp H=mx [192.0.2.8]').replace(
          '== far@example.net R=r T=smtp defer (111): Connection refused',
          '** far@example.net: Unrouteable address',
        ),
      ),
    );
    expect(data.relayed).toEqual([
      { from: '(cli.example.com)[192.0.2.1] sue@example.com', to: 'mx[192.0.2.8] far@example.net', messages: 1 },
    ]);
    expect(data).toMatchObject({ failed: 1, errors: [{ text: 'far@example.net: Unrouteable address', count: 1 }] });
  });

  it('says where there is no log', async () => {
    const report = await statsReport([write('nothing\nof a log\n')], 50);
    expect(report).toMatchObject({ value: { findings: [{ id: 'log.no-lines', severity: 'error' }] } });
    expect(await statsReport([write('')], 50)).toMatchObject({ value: { findings: [{ id: 'log.counted' }] } });
  });
});

describe('files that cannot be read', () => {
  const message = async (file: string): Promise<string> => {
    const report = await statsReport([file], 50);
    return report.ok ? 'read' : report.error.message;
  };

  it('are named with what is wrong', async () => {
    expect(await message(join(folder, 'none'))).toBe(`${folder}/none: there is no such file`);
    expect(await message(folder)).toBe(`${folder}: it is a directory`);
    const notPacked = write('plain', '.gz');
    expect(await message(notPacked)).toBe(`${notPacked}: it is no gzip file`);
    const torn = write(gzipSync(LOG).subarray(0, 100), '.gz');
    expect(await message(torn)).toBe(`${torn}: it is a gzip file that has no end`);
    expect(await message(join(folder, 'none.gz'))).toBe(`${folder}/none.gz: there is no such file`);
    const notZstd = write('plain', '.zst');
    expect(await message(notZstd)).toMatch(/\.zst: /);
  });
});
