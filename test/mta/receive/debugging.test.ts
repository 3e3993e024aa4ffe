import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDebugFile, readLogSettings } from '../../../src/mta/log/index.ts';
import { Debugging } from '../../../src/mta/receive/debugging.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-debug-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(tag: string) {
  const given: Readonly<Record<string, string>> = { log_file_path: `${folder}/%slog`, spool_directory: folder };
  const settings = readLogSettings((name) => given[name]);
  if (!settings.ok) throw new Error(settings.error.message);
  const file = openDebugFile(settings.value, tag);
  if (file === undefined) throw new Error('there is no file');
  return file;
}

/** Without time and process. */
const lines = (tag: string): readonly string[] => {
  const path = join(folder, `debuglog${tag}`);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'latin1')
    .split('\n')
    .map((line) => line.replace(/^[\d:]{8} \d+ /, ''));
};

const CONTROL = { stop: false, kill: false };

describe('control = debug', () => {
  it('writes commands, replies and lines of the log into a file with the tag', () => {
    const debugging = new Debugging(open('.one'), '.one', CONTROL);
    debugging.said('EHLO x');
    debugging.replied('250-a\r\n250 b\r\n');
    debugging.logged({ event: 'x', facts: {}, text: 'something', to: ['main'] });
    debugging.close();
    expect(lines('.one')).toEqual([
      'debugging began by an ACL',
      ...['SMTP<< EHLO x', 'SMTP>> 250-a', 'SMTP>> 250 b', 'LOG: MAIN', '  something', ''],
    ]);
  });

  it('writes what opts asks for', () => {
    const debugging = new Debugging(open(''), '', { ...CONTROL, options: '+acl' });
    debugging.said('EHLO x');
    debugging.decided({ phase: 'rcpt', acl: 'check', verdict: { outcome: 'accept', effects: [], trail: [] } });
    expect(lines('')).toEqual(['using ACL "check" (rcpt)', 'end of ACL "check": ACCEPT', '']);
  });

  it('waits for its trigger, and keeps the end of what came before it', () => {
    const debugging = new Debugging(open(''), '', { ...CONTROL, pretriggerBytes: 30, trigger: 'paniclog' });
    debugging.said('EHLO x');
    debugging.said('MAIL FROM:<>');
    expect(lines('')).toEqual([]);
    debugging.change({ ...CONTROL, trigger: 'now' });
    debugging.said('QUIT');
    expect(lines('')).toEqual(['SMTP<< MAIL FROM:<>', 'SMTP<< QUIT', '']);
  });

  it('leaves nothing behind a kill, and no folder by a tag', () => {
    const debugging = new Debugging(open('/../x'), '/../x', CONTROL);
    expect(lines('_.._x').length).toBe(2);
    debugging.remove();
    expect(lines('_.._x')).toEqual([]);
  });
});
