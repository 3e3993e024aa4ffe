/** `mxray serve` with TLS, and clients of others: the one of GNU SASL bound to the connection in both ways, curl's NTLM. */
import { ok } from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import { answersTcp } from '../../framework/probe.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

const OURS = join(import.meta.dirname, '../../../../bin/run.js');
const ADDRESS = '127.0.0.1';
const PORT = 17_225;

export async function compareServed(context: Context): Promise<void> {
  const folder = join(context.folder, 'served');
  mkdirSync(folder, { mode: 0o777 });
  chmodSync(folder, 0o777);
  chmodSync(context.folder, 0o755);
  await serve(context, folder);
  for (const [title, priority] of [
    ['TLS 1.3 (exported keying material)', 'NORMAL'],
    ['TLS 1.2 (Finished message)', 'NORMAL:-VERS-TLS1.3'],
  ] as const)
    for (const mechanism of ['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-1-PLUS', 'PLAIN'])
      await context.test(`gsasl: ${mechanism} over ${title}`, () => letIn(folder, mechanism, priority));
  await context.test('gsasl: SCRAM-SHA-256-PLUS, wrong', async () => {
    const said = await gsasl(folder, 'SCRAM-SHA-256-PLUS', 'NORMAL', 'pen');
    ok(said.includes('535 Incorrect authentication data'), said.slice(-300));
  });
  await context.test('curl: NTLM', () => curl(folder));
}

async function gsasl(folder: string, mechanism: string, priority: string, password = 'pencil'): Promise<string> {
  const place = ['--smtp', `--connect=localhost:${PORT}`, `--x509-ca-file=${join(folder, 'cert.pem')}`];
  const who = ['-m', mechanism, '-a', 'ann', '-p', password, `--priority=${priority}`];
  const { stdout, stderr } = await run(programs.gsasl, [...place, ...who]);
  return stdout + stderr;
}

async function letIn(folder: string, mechanism: string, priority: string): Promise<void> {
  const said = await gsasl(folder, mechanism, priority);
  ok(said.includes('235 Authentication succeeded') && said.includes('server trusted'), said.slice(-300));
}

async function curl(folder: string): Promise<void> {
  const mail = join(folder, 'mail');
  writeFileSync(mail, 'Subject: x\r\n\r\nbody\r\n');
  const from = ['--mail-from', 'a@example.org', '--mail-rcpt', 'b@example.org', '-T', mail];
  const how = ['-sv', '-k', '--ssl-reqd', '--ntlm', '-u', 'ann:pencil', '--login-options', 'AUTH=NTLM'];
  const { status, stderr } = await run(programs.curl, [...how, '--url', `smtp://${ADDRESS}:${PORT}`, ...from]);
  ok(status === 0 && stderr.includes('235 Authentication succeeded'), stderr.slice(-300));
}

async function serve(context: Context, folder: string): Promise<void> {
  const [key, cert, file] = ['key.pem', 'cert.pem', 'conf'].map((name) => join(folder, name));
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  await mustRun(programs.openssl, [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject],
    ...['-keyout', key!, '-out', cert!],
  ]);
  chmodSync(key!, 0o644);
  writeFileSync(file!, configuration(folder));
  await startDaemon(context, {
    command: process.execPath,
    args: [OURS, 'serve', '-C', file!],
    logFile: join(folder, 'output'),
    ready: () => answersTcp(ADDRESS, PORT, /^220 /),
  });
}

const configuration = (folder: string): string => `exim_user = nobody
primary_hostname = localhost
spool_directory = ${folder}/spool
local_interfaces = <; ${ADDRESS}
daemon_smtp_ports = ${PORT}
daemon_workers = 1
tls_advertise_hosts = *
tls_certificate = ${folder}/cert.pem
tls_privatekey = ${folder}/key.pem
acl_smtp_rcpt = accept
begin authenticators
scram256:
  driver = gsasl
  public_name = SCRAM-SHA-256-PLUS
  server_password = pencil
  server_channelbinding = true
scram1:
  driver = gsasl
  public_name = SCRAM-SHA-1-PLUS
  server_password = pencil
  server_channelbinding = true
ntlm:
  driver = spa
  public_name = NTLM
  server_password = pencil
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if eq{$auth3}{pencil}}
`;
