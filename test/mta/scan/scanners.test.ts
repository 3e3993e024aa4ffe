import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockAt, systemRandom } from '../../../src/base/index.ts';
import { createNet } from '../../../src/core/net/index.ts';
import { createScanners, type ScanCopy } from '../../../src/mta/scan/index.ts';

const net = createNet();
const folder = mkdtempSync(join(tmpdir(), 'scan-'));
const servers: Server[] = [];

const scanners = createScanners({
  net,
  clock: clockAt(new Date('2026-11-25T12:00:00Z')),
  random: systemRandom,
  addressesOf: () => ['127.0.0.1'],
  wait: () => undefined,
});

/** A daemon over loopback; @returns `host port` */
async function daemon(talk: (socket: Socket, heard: () => string) => void): Promise<string> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let heard = '';
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      heard += part.toString('latin1');
      talk(socket, () => heard);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `127.0.0.1 ${typeof address === 'object' && address !== null ? address.port : 0}`;
}

function copyOf(text: string): ScanCopy {
  const path = join(folder, 'x.eml');
  writeFileSync(path, text, 'latin1');
  return { path, folder, octets: text.length };
}

const malware = (scanner: string, text = 'hello\n', timeoutSeconds = 5) =>
  scanners.malware({ scanner, timeoutSeconds }, copyOf(text));

const spam = (list: string) =>
  scanners.spam(
    { user: 'ann', servers: list, messageId: 'ID', sender: 's@a.example', recipients: ['r@b.example\r\nIP: 1'] },
    copyOf('hello\n'),
  );

let clamd = '';
beforeAll(async () => {
  clamd = await daemon((socket, heard) => {
    if (!heard().endsWith('\0\0\0\0')) return;
    socket.end(heard().includes('EICAR') ? 'stream: Eicar-Test(44d8:68) FOUND\0' : 'stream: OK\0');
  });
});

afterAll(async () => {
  for (const server of servers) server.close();
  await net.close();
  rmSync(folder, { recursive: true });
});

describe('malware', () => {
  it('gives clamd the message, and reads the name', async () => {
    expect(await malware(`clamd:${clamd}`, 'EICAR\n')).toEqual({ kind: 'found', name: 'Eicar-Test' });
    expect(await malware(`clamd:${clamd}`)).toEqual({ kind: 'clean' });
  });

  it('says why nobody could be asked, in the words of Exim', async () => {
    expect(await malware('clamd:/nonexistent/socket')).toEqual({
      kind: 'defer',
      message:
        'clamd /nonexistent/socket : unable to connect to UNIX socket (/nonexistent/socket): No such file or directory',
    });
    expect(await malware('foo:x')).toEqual({ kind: 'defer', message: "unknown scanner type 'foo'" });
    expect(await malware('clamd:127.0.0.1')).toMatchObject({
      message: 'clamd  : no useable server addresses in malware configuration option.',
      warnings: ["clamd  : missing port: '127.0.0.1'"],
    });
  });

  it('does not wait longer than it may', async () => {
    const silent = await daemon(() => undefined);
    expect(await malware(`clamd:${silent}`, 'x', 0.2)).toMatchObject({ kind: 'defer' });
  });

  it('runs a program without a shell', async () => {
    expect(await malware('cmdline:/bin/echo "virus  one" %s:virus:virus  (\\w+)')).toEqual({
      kind: 'found',
      name: 'one',
    });
    expect(await malware('cmdline:/bin/echo fine %s:virus:virus (.*)')).toEqual({ kind: 'clean' });
    expect(await malware('cmdline:/bin/false %s:x:y')).toMatchObject({
      message: 'cmdline  : scanner returned error code: 256',
    });
    expect(await malware('cmdline:/bin/cat %s | grep x:x:y')).toMatchObject({
      message: expect.stringContaining('no shell runs the command') as string,
    });
  });
});

describe('spam', () => {
  it('asks spamd, and tells score, bar and report', async () => {
    const spamd = await daemon((socket, heard) => {
      if (!heard().endsWith('hello\n')) return;
      expect(heard()).toMatch(/^REPORT SPAMC\/1\.2\r\nUser: ann\r\nContent-length: 6\r\n\r\n/);
      socket.end('SPAMD/1.1 0 EX_OK\r\nContent-length: 24\r\n\r\n6.5/5.0\r\nreport\r\nmore\n\n');
    });
    expect(await spam(`127.0.0.1 1 pri=2 : ${spamd} weight=3`)).toMatchObject({
      kind: 'scored',
      isSpam: true,
      warnings: ['spamd: failed to connect to any address for 127.0.0.1: Connection refused'],
      variables: {
        spam_score: '6.5',
        spam_score_int: '65',
        spam_bar: '++++++',
        spam_report: 'report\n more',
        spam_action: 'reject',
      },
    });
  });

  it('tells rspamd of the envelope, a line a field', async () => {
    let asked = '';
    const rspamd = await daemon((socket, heard) => {
      asked = heard();
      if (asked.endsWith('hello\n'))
        socket.end('RSPAMD/1.3 0 EX_OK\r\nMetric: default; False; 1.5 / 15.0 / 20.0\r\nAction: no action\r\n');
    });
    const answer = await spam(`${rspamd} variant=rspamd`);
    expect(answer).toMatchObject({ kind: 'scored', isSpam: false, variables: { spam_action: 'no action' } });
    expect(asked).toContain('Rcpt: <r@b.example  IP: 1>\r\n');
  });

  it('says which words of the list are none', async () => {
    expect(await spam('oops : 127.0.0.1 1 foo=1 tmo=x')).toMatchObject({
      kind: 'defer',
      message: 'all spamd servers failed',
      warnings: [
        "warning - invalid spamd address: 'oops'",
        "warning - invalid spamd parameter: 'foo=1'",
        "warning - invalid spamd timeout value: 'x'",
        'spamd: failed to connect to any address for 127.0.0.1: Connection refused',
      ],
    });
  });
});
