import { linkSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removePidFile, writePidFile } from '../../../src/mta/daemon/pid-file.ts';

/** Root writes it where somebody else may have put anything. */
describe('the file with the daemon’s number', () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mxray-pid-'));
    writeFileSync(at('precious'), 'precious\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made, and written anew over a longer one', () => {
    writeFileSync(at('pid'), '123456789012345\n');
    expect(writePidFile(at('pid'))).toBeUndefined();
    expect(readFileSync(at('pid'), 'latin1')).toBe(`${process.pid}\n`);
    removePidFile(at('pid'));
    expect(() => readFileSync(at('pid'))).toThrow('ENOENT');
  });
  it('is left alone where a successor has written it', () => {
    writeFileSync(at('pid'), '1\n');
    removePidFile(at('pid'));
    expect(readFileSync(at('pid'), 'latin1')).toBe('1\n');
  });
  it('is no link, and no second name of a file', () => {
    symlinkSync(at('precious'), at('link'));
    linkSync(at('precious'), at('name'));
    expect(writePidFile(at('link'))).toBe('is a symbolic link, which is not followed');
    expect(writePidFile(at('name'))).toBe('is no plain file with one name');
    expect(readFileSync(at('precious'), 'latin1')).toBe('precious\n');
  });
});
