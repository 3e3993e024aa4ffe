/** `mxray dkim keygen`, `sign`, `query` as processes of their own. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mxray } from '../../support/cli.ts';
import { PLAIN } from '../../support/dkim.ts';

const OWN = ['--domain', 'example.org', '--selector', 's1'];

let folder: string;
const path = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-dkim-'));
  writeFileSync(path('plain.eml'), `${PLAIN}caf\xe9\r\n`, 'latin1');
  writeFileSync(path('lf.eml'), PLAIN.replaceAll('\r\n', '\n'), 'latin1');
  writeFileSync(path('no-from.eml'), 'To: a@example.org\r\n\r\nhello\r\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['rsa', 'ed25519'])('a key of type %s', (type) => {
  it('is made, signs, and verifies with its record', async () => {
    const file = path(`${type}.pem`);
    const made = await mxray(['dkim', 'keygen', ...OWN, '--type', type, '--out', file, '--json']);
    expect(made.status).toBe(0);
    const { name, record, strings } = JSON.parse(made.out).data;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(strings.join('')).toBe(record);
    for (const mail of ['plain.eml', 'lf.eml']) {
      const signed = path(`${type}-${mail}`);
      const ran = await mxray(['dkim', 'sign', path(mail), '--key', file, ...OWN, '-o', `text=${signed}`]);
      expect(ran).toMatchObject({ status: 0, complaint: '' });
      const [before, after] = [readFileSync(path(mail)), readFileSync(signed)];
      expect(after.subarray(after.length - before.length).equals(before)).toBe(true);
      expect(after.includes('\r\n')).toBe(mail === 'plain.eml');
      const verified = await mxray(['dkim', 'verify', signed, '--key-record', `${name}=${record}`, '--json']);
      expect(JSON.parse(verified.out).data).toMatchObject({ result: 'pass', signatures: [{ selector: 's1' }] });
    }
  });

  it('is not replaced by another', async () => {
    const before = readFileSync(path(`${type}.pem`), 'utf8');
    const again = await mxray(['dkim', 'keygen', ...OWN, '--out', path(`${type}.pem`)]);
    expect(again).toMatchObject({ status: 2, out: '' });
    expect(again.complaint).toContain('is there already');
    expect(readFileSync(path(`${type}.pem`), 'utf8')).toBe(before);
  });
});

describe('a message of 48 MiB', () => {
  const MIB = 1024 * 1024;
  const signedOver = async (source: string, input: string): Promise<{ signed: string; peakBytes: number }> => {
    const signed = path(`large-${source === '-' ? 'stdin' : 'file'}-signed.eml`);
    const words = ['dkim', 'sign', source, '--key', path('rsa.pem'), ...OWN, '-o', `text=${signed}`];
    const ran = await mxray(words, { NODE_OPTIONS: `--require=${path('peak.cjs')}` }, input);
    expect(ran).toMatchObject({ status: 0, out: '' });
    return { signed, peakBytes: Number(ran.complaint) * 1024 };
  };
  it('is signed without being held, from a file and from standard input', async () => {
    // What getrusage says begins with the size of the parent; the kernel's own mark does not.
    const peak = "require('node:fs').readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\\s*(\\d+)/)[1]";
    writeFileSync(path('peak.cjs'), `process.on('exit', () => process.stderr.write(${peak}));`);
    writeFileSync(path('large.eml'), PLAIN + `${'x'.repeat(70)}\r\n`.repeat((48 * MIB) / 72), 'latin1');
    for (const [source, input] of [
      [path('large.eml'), ''],
      ['-', readFileSync(path('large.eml'), 'latin1')],
    ] as const) {
      const { signed, peakBytes } = await signedOver(source, input);
      expect(peakBytes).toBeLessThan(160 * MIB);
      const size = statSync(path('large.eml')).size;
      expect(
        readFileSync(signed)
          .subarray(-size)
          .equals(readFileSync(path('large.eml'))),
      ).toBe(true);
    }
    const small = await mxray(['dkim', 'sign', path('plain.eml'), '--key', path('rsa.pem'), ...OWN, '--json']);
    expect(JSON.parse(small.out).data.message).toBeDefined();
    const large = await mxray(['dkim', 'sign', path('large.eml'), '--key', path('rsa.pem'), ...OWN, '--json']);
    expect(Object.keys(JSON.parse(large.out).data)).not.toContain('message');
  });
});

describe('dkim sign', () => {
  const sign = (...words: readonly string[]) =>
    mxray(['dkim', 'sign', path('plain.eml'), '--key', path('rsa.pem'), ...OWN, ...words]);

  it('takes h=, c=, i=, x= as given', async () => {
    const words = ['--headers', 'from:to', '--oversign', 'from:reply-to', '--canon', 'simple/simple'];
    const ran = await sign(...words, '--identity', 'joe@mail.example.org', '--expire', '60', '--at', '2026-06-01');
    expect(ran.status).toBe(0);
    expect(ran.out).toContain('h=from:to:from:reply-to;');
    expect(ran.out).toContain('c=simple/simple;');
    expect(ran.out.replace(/\r\n\t/g, ' ')).toContain('i=joe@mail.example.org; t=1780272000; x=1780272060;');
  });

  const refused: readonly (readonly [string, readonly string[], string])[] = [
    ['h= without From', ['--headers', 'to'], '--headers must have from'],
    ['an identity elsewhere', ['--identity', 'a@example.com'], 'is not [LOCAL-PART]@example.org'],
    ['an algorithm the key does not have', ['--algorithm', 'ed25519-sha256'], 'does not fit the key'],
    ['a time that is none', ['--expire', 'soon'], '"expire" must be a whole number'],
  ];
  it.each(refused)('refuses %s', async (_, words, complaint) => {
    const ran = await sign(...words);
    expect(ran).toMatchObject({ status: 2, out: '' });
    expect(ran.complaint).toContain(complaint);
  });

  it('refuses a message without From, a key that is none', async () => {
    const without = await mxray(['dkim', 'sign', path('no-from.eml'), '--key', path('rsa.pem'), ...OWN]);
    expect(without).toMatchObject({ status: 2, out: '' });
    expect(without.complaint).toContain('no From field');
    const keyless = await mxray(['dkim', 'sign', path('plain.eml'), '--key', path('plain.eml'), ...OWN]);
    expect(keyless.complaint).toContain('holds no private key');
  });

  it('signs in a batch', async () => {
    const line = { message: Buffer.from(PLAIN).toString('base64'), key: readFileSync(path('ed25519.pem'), 'utf8') };
    const ran = await mxray(['dkim', 'sign', '--batch', '-', ...OWN], {}, JSON.stringify(line));
    const { data } = JSON.parse(ran.out);
    expect(Buffer.from(data.message, 'base64').toString()).toBe(`${data.field}\r\n${PLAIN}`);
  });
});

describe('dkim query', () => {
  it('a server that does not answer is status 3', async () => {
    const ran = await mxray(['dkim', 'query', ...OWN, '--resolver', '127.0.0.1:1', '--timeout', '1', '--json']);
    expect(ran.status).toBe(3);
    expect(JSON.parse(ran.out).data).toMatchObject({ name: 's1._domainkey.example.org', status: 'unknown' });
  });

  it('a name where no keys stand is wrong usage', async () => {
    const ran = await mxray(['dkim', 'query', 'example.org']);
    expect(ran.status).toBe(2);
    expect(ran.complaint).toContain('SELECTOR._domainkey.DOMAIN');
    expect(existsSync(path('s1.example.org.pem'))).toBe(false);
  });
});
