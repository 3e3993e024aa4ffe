/** Words and files that cannot be right: status 2, one sentence that names what was wrong, nothing on standard output. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { mxray, RUN } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('wrong words', () => {
  it.each<[string[], string]>([
    [['--verison'], 'there is no command in "--verison"\n  did you mean --version?'],
    [['-v', 'dns', 'query', 'a.test'], '"-v" stands before the command\n  write: mxray dns query a.test -v'],
    [[''], 'there is no command ""'],
    [['dane', 'check', ''], '"target" is missing: give a mail domain such as example.org, or HOST:PORT'],
    [['dane', 'check', 'a..b'], '"a..b" is not a domain name'],
    [['dane', 'check', '192.0.2.1'], '"192.0.2.1" is an address'],
    [['dane', 'check', 'user@example.org'], '"user@example.org" is a mail address'],
    [['dns', 'query', 'a.test', 'NONSENSE'], 'NONSENSE'],
    [['dns', 'query', 'a.test', '--timeout', '0'], '--timeout must be a number of seconds'],
    [['dns', 'query', 'a.test', '--jobs', '1e9'], '"jobs" must be a whole number from 1 to 1024'],
    [['dns', 'query', 'a.test', '--source', '300.1.1.1'], '--source must be an address of this host'],
    [['dns', 'query', 'a.test', '--resolver', 'http://x/'], '"http://x/" is not a resolver'],
    [['dns', 'query', 'a.test', '--connect', 'x'], '--connect: "x" needs exactly one "="'],
    [['dns', 'query', 'a.test', '--ehlo', 'a\r\nb'], '--ehlo must be a host name'],
    [['dns', 'query', 'a.test', '--at', 'tomorrow'], '"at" must be a time such as'],
    [['dns', 'query', 'a.test', '-4', '-6'], '-4 and -6 exclude each other'],
    [['explain', 'dane.tlsa.no-mach'], 'there is no finding "dane.tlsa.no-mach": did you mean dane.tlsa.no-match?'],
  ])('%j', async (words, complaint) => {
    const ran = await mxray(words);
    expect({ out: ran.out, status: ran.status }).toEqual({ out: '', status: 2 });
    expect(ran.complaint).toContain(`mxray: `);
    expect(ran.complaint).toContain(complaint);
    expect(ran.complaint).not.toMatch(/\bat .*:\d+:\d+/);
  });
});

it.each(['-o nagios', '--output=nagios'])('%s says UNKNOWN, with status 3, of wrong words as well', async (words) => {
  const ran = await mxray(['dns', 'query', ...words.split(' '), '--bogus']);
  expect([ran.out, ran.status]).toEqual(['UNKNOWN - mxray: there is no flag --bogus\n', 3]);
});

describe('files', () => {
  it.each<[string[], string]>([
    [['--ca-file', '/nonexistent/ca'], '--ca-file: /nonexistent/ca: no such file or directory'],
    [['--ca-path', '/nonexistent'], '--ca-path: /nonexistent cannot be listed: ENOENT'],
    [['--trust-anchor', '/nonexistent/anchor'], '--trust-anchor: /nonexistent/anchor: no such file'],
    [['--connect-file', '/'], '--connect-file: / is a directory'],
    [['--trust-anchor', RUN], `${RUN}, line 1`],
    [['-o', 'json=/nonexistent/out.json'], '--output json=/nonexistent/out.json: there is no directory /nonexistent'],
    [['-o', 'json=/'], '--output json=/: is a directory'],
    [['--trace-file', '/nonexistent/trace'], '--trace-file /nonexistent/trace: there is no directory /nonexistent'],
  ])('%j is refused before anything is tried', async (words, complaint) => {
    const ran = await mxray(['dns', 'query', 'a.test', '--resolver', '127.0.0.1:9', ...words]);
    expect({ out: ran.out, status: ran.status }).toEqual({ out: '', status: 2 });
    expect(ran.complaint).toContain(complaint);
  });
  it('a report goes into its file whole or not at all, and leaves nothing beside it', async () => {
    const file = join(folder, 'out.json');
    expect((await mxray(['explain', 'dane.tlsa.no-match', '-o', `json=${file}`])).status).toBe(0);
    expect(readdirSync(folder)).toEqual(['out.json']);
    rmSync(file);
  });
  it.skipIf(process.getuid?.() === 0)(
    'a folder one may not write to is named (not tried as root, who may write anywhere)',
    async () => {
      chmodSync(folder, 0o500);
      const file = join(folder, 'out.json');
      const ran = await mxray(['explain', '-o', `json=${file}`]);
      chmodSync(folder, 0o700);
      expect([ran.status, ran.complaint]).toEqual([2, expect.stringContaining(`not permitted to write in ${folder}`)]);
    },
  );
});

describe('standard output', () => {
  it.skipIf(!existsSync('/dev/full'))('that is full is one sentence and status 2', async () => {
    const child = spawn(process.execPath, [RUN, 'explain'], { stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'] });
    const [complaint, status] = await Promise.all([textOf(child.stderr!), exitOf(child)]);
    expect([complaint, status]).toEqual(['mxray: standard output cannot be written: ENOSPC\n', 2]);
  });
  it('whose reader goes away half-way ends a run with the status reached', async () => {
    const lines = '{"name":"a..b"}\n'.repeat(20_000); // each is an error of 2, and all are more than a pipe holds
    const child = spawn(process.execPath, [RUN, 'dns', 'query', '--batch', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => {});
    child.stdin.end(lines);
    child.stdout.once('data', () => child.stdout.destroy());
    const [complaint, status] = await Promise.all([textOf(child.stderr), exitOf(child)]);
    expect([complaint, status]).toEqual(['', 2]);
  });
});

describe('batch', () => {
  it('answers a line before the next one comes', async () => {
    const child = spawn(process.execPath, [RUN, 'dns', 'query', '--batch', '-', '--resolver', '127.0.0.1:9']);
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const id of [1, 2]) {
      child.stdin.write(`{"id":${id},"name":"a..b"}\n`);
      expect(JSON.parse((await answers.next()).value)).toMatchObject({ id, exit: 2 });
    }
    child.stdin.end();
    expect(await exitOf(child)).toBe(2);
  });
});

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += Buffer.from(chunk).toString();
  return text;
}

const exitOf = (child: ReturnType<typeof spawn>): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', resolve));
