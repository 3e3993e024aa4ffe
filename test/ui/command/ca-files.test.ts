import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificates } from '../../../src/core/pki/index.ts';
import { readCaPem } from '../../../src/ui/command/ca-files.ts';

const [one, other] = rootCertificates as [string, string];
const der = Buffer.from(one.split('\n').slice(1, -1).join(''), 'base64');
const folder = mkdtempSync(join(tmpdir(), 'mxray-test-'));
const path = (name: string): string => join(folder, name);
beforeAll(() => {
  writeFileSync(path('root.der'), der);
  writeFileSync(path('marked.pem'), `\ufeff${one}`);
  writeFileSync(path('words'), 'not PEM');
  for (const name of ['roots', 'none']) mkdirSync(path(name));
  writeFileSync(path('roots/3513523f.1'), other);
  writeFileSync(path('roots/root'), der);
  writeFileSync(path('roots/README'), 'not PEM');
  mkdirSync(path('roots/folder.pem'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(named: Parameters<typeof readCaPem>[0]): Promise<number | string | undefined> {
  const pem = await readCaPem(named);
  if (!pem.ok) return pem.error.message.replace(folder, '');
  if (pem.value === undefined) return undefined;
  const roots = parseCertificates(pem.value, 'roots');
  return roots.ok ? roots.value.length : roots.error.message;
}

describe('trust roots of a file and of a directory', () => {
  it('are the system’s where neither is named', async () => {
    expect(await read({})).toBeUndefined();
  });
  it('are DER as well as PEM, a byte order mark before it or not', async () => {
    expect(await read({ caFile: path('root.der') })).toBe(1);
    expect(await read({ caFile: path('marked.pem') })).toBe(1);
  });
  it('are those of every file of the directory that has one, whatever its name', async () => {
    expect(await read({ caPath: path('roots') })).toBe(2);
    expect(await read({ caFile: path('root.der'), caPath: path('roots') })).toBe(3);
  });
  it('are complained of by the flag and the name', async () => {
    expect(await read({ caFile: path('words') })).toBe('--ca-file /words: no certificate in it');
    expect(await read({ caPath: path('none') })).toBe('--ca-path: no file of /none has a certificate in it');
    expect(await read({ caPath: path('nowhere') })).toBe('--ca-path: /nowhere cannot be listed: ENOENT');
  });
});
