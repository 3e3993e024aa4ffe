/** `smtp sink` as a program: ready line, events, report, statuses. */
import { type ChildProcess, spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { mxray, RUN } from '../../support/cli.ts';
import { message, sayAll } from '../../support/smtp-dialogue.ts';

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
  readonly ended: Promise<{ readonly out: string; readonly status: number | null }>;
}

function start(words: readonly string[]): Promise<Started> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [RUN, 'smtp', 'sink', ...words], {
    env: { PATH, HOME, MXRAY_NO_CODE_CACHE: '1' },
  });
  let [out, complaint] = ['', ''];
  const ended = new Promise<{ out: string; status: number | null }>((resolve) => {
    child.on('close', (status) => resolve({ out, status }));
  });
  child.stdout.on('data', (bytes) => {
    out += bytes;
  });
  return new Promise((resolve, reject) => {
    child.on('close', () => reject(new Error(complaint)));
    child.stderr.on('data', (bytes) => {
      complaint += bytes;
      const port = /^ready 127\.0\.0\.1:(\d+)$/m.exec(complaint)?.[1];
      if (port !== undefined) resolve({ child, port: Number(port), ended });
    });
  });
}

describe('smtp sink', () => {
  it('says where it listens, takes one message, and reports it', async () => {
    const { port, ended } = await start(['--once', '--json', '--ehlo', 'sink.test']);
    const said = await sayAll(port, message('hello'));
    expect(said).toMatch(/^220 sink\.test ESMTP\r\n250-sink\.test Hello client\.test \[127\.0\.0\.1\]\r\n/);
    const { out, status } = await ended;
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'mxray/smtp-sink/1',
      verdict: 'pass',
      data: { port, messages: 1, recipients: 1, octets: 7, last: [{ from: 'a@b.test', to: ['c@d.test'], octets: 7 }] },
    });
  });
  it('ends on SIGTERM with its totals', async () => {
    const { child, port, ended } = await start(['--reply', 'rcpt=550 no', '--events', '-', '--print-port']);
    expect(await sayAll(port, 'MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nQUIT\r\n')).toContain('550 no\r\n');
    await sayAll(port, 'LHLO x\r\nQUIT\r\n');
    child.kill('SIGTERM');
    const { out, status } = await ended;
    expect(status).toBe(143);
    expect(out).toMatch(new RegExp(`^${port}\n0 messages for 0 recipients, 0 octets, in 2 connections`));
  });
  it.each([
    [['nowhere'], '"nowhere" is no ADDR:PORT'],
    [['--reply', 'rctp=550'], 'does not begin with a stage'],
    [['--rate', '0/minute'], '"rate" must be a number of messages and a time'],
    [['--offer', 'FOO'], 'FOO is no extension here'],
    [['--maildir', 'a', '--mbox', 'b'], '--maildir and --mbox exclude each other'],
    [['--require-auth'], '--require-auth needs --auth-file or --auth-any'],
    [['--cert', 'a'], '--cert and --key go together'],
    [['--script', '/no/such/file'], '/no/such/file: no such file or directory'],
    [['192.0.2.1:0'], '192.0.2.1:0: this host has no such address'],
  ])('%j is a mistake: %s', async (words, says) => {
    const { out, complaint, status } = await mxray(['smtp', 'sink', ...words]);
    expect([out, status]).toEqual(['', 2]);
    expect(complaint).toContain(says);
  });
  it('is one server, and no batch', async () => {
    const { out, status } = await mxray(['smtp', 'sink', '--batch', '-'], {}, '{"id":1}\n');
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      id: 1,
      error: { message: 'smtp sink is one server and takes no --batch' },
    });
  });
});
