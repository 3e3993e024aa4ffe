/** `verify = recipient/quota`: mailboxes with room and without, as `exim -bh` (4.96) told of the same ones. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, clockAt, err } from '../../../src/base/index.ts';
import type { QuotaOptions, VerifyQuestion } from '../../../src/mta/acl/index.ts';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { textOf } from '../../../src/mta/expand/index.ts';
import { createHost } from '../../../src/mta/host/index.ts';
import { createMemorySpool } from '../../../src/mta/spool/index.ts';
import { createCache, createVerifier, type Verify } from '../../../src/mta/verify/index.ts';
import { storedMessage } from '../../support/transport.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-room-'));
  writeFileSync(join(folder, 'names'), 'full: full\nempty: empty\nnew: new\n');
  const directories = ['counted', 'files', 'exclusive', 'size_file', 'told', 'wrong'];
  writeFileSync(join(folder, 'dirs'), directories.map((name) => `dir_${name}: dir_${name}\n`).join(''));
  writeFileSync(join(folder, 'full'), 'x'.repeat(2000));
  writeFileSync(join(folder, 'empty'), '');
  for (const part of ['new', 'cur', 'tmp', '.sent/new']) mkdirSync(join(folder, 'maildir', part), { recursive: true });
  writeFileSync(join(folder, 'maildir/new/1'), 'x'.repeat(2000));
});
afterAll(() => rmSync(folder, { recursive: true }));

const CONFIGURATION = `primary_hostname = our.example
begin routers
one:
  driver = redirect
  local_parts = one
  data = full@our.example
two:
  driver = redirect
  local_parts = two
  data = full@our.example, empty@our.example
gone:
  driver = redirect
  local_parts = gone
  allow_fail
  data = :fail: gone away
programs:
  driver = accept
  local_parts = program
  transport = pipe
mailboxes:
  driver = accept
  local_parts = full : empty : new
  transport = file
other:
  driver = accept
  local_parts = ^dir
  transport = \${lookup{$local_part}lsearch{FOLDER/dirs}}
begin transports
pipe:
  driver = pipe
  command = /bin/false
file:
  driver = appendfile
  file = FOLDER/\${lookup{$local_part}lsearch{FOLDER/names}}
  quota = 1K
dir_counted:
  driver = appendfile
  directory = FOLDER/maildir
  maildir_format
  quota = 1K
dir_files:
  driver = appendfile
  directory = FOLDER/maildir
  maildir_format
  quota = 1M
  quota_filecount = 1
dir_exclusive:
  driver = appendfile
  directory = FOLDER/maildir
  maildir_format
  quota = 2K
  quota_is_inclusive = false
dir_size_file:
  driver = appendfile
  directory = FOLDER/maildir
  maildir_format
  maildir_use_size_file
  quota = 1K
dir_told:
  driver = appendfile
  directory = FOLDER/maildir
  maildir_format
  mailbox_size = 10
  quota = 1K
dir_wrong:
  driver = appendfile
  file = FOLDER/full
  quota = 1X
`;

const QUOTA: QuotaOptions = { cache: true, positiveSeconds: 3600, negativeSeconds: 300 };

const NOW = new Date('2026-11-26T10:00:00Z');

function verifier(size: number, clock: Clock = clockAt(NOW)): Verify {
  const read = readConfiguration({ text: CONFIGURATION.replaceAll('FOLDER', folder) });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const verify = createVerifier({
    configuration: read.value,
    resolver: () => err({ message: 'no DNS' }),
    names: { addressesOf: () => [] },
    localAddresses: () => ['127.0.0.1'],
    searchDomains: () => [],
    cache: createCache(createMemorySpool({ clock }).hints('callout'), read.value, () => clock.now().getTime()),
  });
  return verify({
    host: createHost({ variables: { primary_hostname: 'our.example', message_size: String(size) } }),
    sender: 'ann@there.example',
    activeHostname: 'our.example',
    stored: () => storedMessage({ transports: '', sender: 'ann@there.example' }).stored,
  });
}

const ask = (localPart: string, quota: Partial<QuotaOptions> = {}): VerifyQuestion => ({
  kind: 'recipient',
  address: textOf(`${localPart}@our.example`, true),
  isEnvelope: true,
  successOnRedirect: false,
  quota: { ...QUOTA, ...quota },
});

const OVER = { came: 'fail', failure: 'quota', message: 'Over quota', isUntold: true };
const OK = { came: 'ok' };

describe('room in a mailbox', () => {
  it.each([
    ['full', 0, OVER],
    ['empty', 0, OK],
    ['new', 1024, OK],
    ['new', 1025, OVER],
    ['one', 0, OVER],
    ['two', 0, OK],
    ['program', 0, OK],
    ['dir_counted', 0, OVER],
    ['dir_files', 0, OVER],
    ['dir_exclusive', 5000, OK],
    ['dir_size_file', 0, OVER],
    ['dir_told', 0, OK],
    ['dir_told', 1015, OVER],
    ['dir_wrong', 0, OK],
    ['gone', 0, { came: 'fail', failure: 'route', message: 'gone away', isUntold: true }],
    ['nobody', 0, { came: 'fail', failure: 'route', message: 'Unrouteable address', isUntold: true }],
  ])('%s, for a message of %i octets', async (localPart, size, answer) => {
    expect(await verifier(size)(ask(localPart))).toEqual(answer);
  });

  it('makes nothing', async () => {
    await verifier(0)(ask('new'));
    await verifier(0)(ask('dir_size_file'));
    expect(existsSync(join(folder, 'new'))).toBe(false);
    expect(existsSync(join(folder, 'maildir/maildirsize'))).toBe(false);
  });

  it('remembers what it has found, as long as it is told to', async () => {
    let now = NOW;
    const later = (seconds: number): void => {
      now = new Date(now.getTime() + seconds * 1000);
    };
    const clock: Clock = { ...clockAt(NOW), now: () => now };
    const verify = verifier(0, clock);
    const before = { ...OVER, message: 'Previous (cached) quota verification failure' };
    expect(await verify(ask('full', { cache: false }))).toEqual(OVER);
    expect(await verify(ask('full', { negativeSeconds: 60 }))).toEqual(OVER);
    expect(await verify(ask('full'))).toEqual(before);
    expect(await verify(ask('full', { cache: false }))).toEqual(OVER);
    later(61);
    expect(await verify(ask('full'))).toEqual(OVER);
    expect(await verify(ask('empty', { positiveSeconds: 60 }))).toEqual(OK);
    writeFileSync(join(folder, 'empty'), 'x'.repeat(2000));
    expect(await verify(ask('empty'))).toEqual(OK);
    later(61);
    expect(await verify(ask('empty'))).toEqual(OVER);
    writeFileSync(join(folder, 'empty'), '');
  });
});
