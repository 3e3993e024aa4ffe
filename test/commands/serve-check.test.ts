/** `serve --check`, and what a start looks at: as who is going to serve, all at once, and nothing is made. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mxray, type Ran } from '../support/cli.ts';

const isRoot = process.getuid?.() === 0;
/** Debian has it, and nothing of ours belongs to it. */
const USER = 'mail';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param text  FOLDER is that of the test */
function check(text: string): Promise<Ran> {
  const file = join(folder, 'exim.conf');
  const head = `spool_directory = FOLDER/spool\nlog_file_path = FOLDER/log/%slog\n${isRoot ? `exim_user = ${USER}\n` : ''}`;
  writeFileSync(file, `${head}local_interfaces = 127.0.0.1\n${text}\n`.replaceAll('FOLDER', folder));
  return mxray(['serve', '-C', file, '--check']);
}

function makeIdentity(): { readonly key: string; readonly certificate: string } {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=x'];
  execFileSync('openssl', [...words, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  chmodSync(certificate, 0o644);
  return { key, certificate };
}

const TLS = 'tls_certificate = FOLDER/cert.pem\ntls_privatekey = FOLDER/key.pem';

it('makes nothing', async () => {
  const { status, out } = await check('submission_directory = FOLDER/spool/drop');
  expect([status, out]).toEqual([0, expect.stringContaining('everything a start needs is there')]);
  expect(['spool', 'log'].filter((name) => existsSync(join(folder, name)))).toEqual([]);
});

it('tells of folders that could not be made', async () => {
  writeFileSync(join(folder, 'log'), '');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'spool'));
  const { status, out } = await check('');
  expect(status).toBe(2);
  expect(out).toMatch(
    /exim\.conf:1: error: spool_directory: \S+ is, or leads through, a symbolic link to what is not there/,
  );
  expect(out).toMatch(/exim\.conf:2: error: log_file_path: \S+ is no directory/);
});

it('tells of what is around it beside mistakes of the configuration', async () => {
  writeFileSync(join(folder, 'spool'), '');
  const text = 'no_such_option = 1\ndaemon_smtp_ports = smpt\ntls_certificate = FOLDER/none.pem';
  const { status, out } = await check(text);
  expect(status).toBe(2);
  for (const said of [
    /no_such_option/,
    /spool is no directory/,
    /"smpt" is neither a port/,
    /none\.pem does not exist/,
  ])
    expect(out).toMatch(said);
});

it('says nothing of a usual value where the one that was set cannot be read', async () => {
  const { out } = await check('daemon_smtp_ports = "25');
  expect(out).toContain('daemon_smtp_ports');
  expect(out.match(/error/g)).toHaveLength(1);
});

describe.runIf(isRoot)('as who is going to serve', () => {
  it('a key that root alone may read is told of', async () => {
    const { key } = makeIdentity();
    chmodSync(key, 0o600);
    const { status, out } = await check(TLS);
    expect([status, out]).toEqual([
      2,
      expect.stringContaining(`tls_privatekey: ${key} may not be read by ${USER}, who serves`),
    ]);
  });

  it('one that his group may read is right', async () => {
    const { key } = makeIdentity();
    chmodSync(key, 0o640);
    chownSync(key, 0, Number(execFileSync('id', ['-g', USER], { encoding: 'utf8' })));
    expect(await check(TLS)).toMatchObject({ status: 0 });
  });

  it('a folder on the way counts', async () => {
    mkdirSync(join(folder, 'closed'), { mode: 0o700 });
    const closed = join(folder, 'closed/spool');
    mkdirSync(closed, { mode: 0o777 });
    chmodSync(closed, 0o777);
    symlinkSync(closed, join(folder, 'spool'));
    const { status, out } = await check('');
    expect(status).toBe(2);
    expect(out).toMatch(/spool_directory: \S+ may not be read by mail: look at the folders above it/);
  });
});
