/** Named lists with `_cache`, which keep what they came to, and variables that lists set and unset. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');
const CLIENT = '192.0.2.1';

const note = (word: string): string => `set acl_m_said = $acl_m_said ${word}`;
const ask = (condition: string, list: string): string => `
  warn ${condition} = +${list}
       ${note(list)}
  warn ${note('<$domain_data><$sender_data><$host_data>')}`;

const ROUND = ask('domains', 'kept') + ask('domains', 'asked') + ask('hosts', 'kept_hosts');
const BOTH = ROUND + ask('local_parts', 'kept_parts') + ask('senders', 'kept_people');

/** What lists say is asked twice, and between them what they are made of changes. */
const configuration = (folder: string): string => `primary_hostname = mail.example.com
spool_directory = ${folder}
log_file_path = ${folder}/%slog
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s
smtp_enforce_sync = false
tls_advertise_hosts =
domainlist_cache kept = $acl_m_domain
domainlist asked = $acl_m_domain
hostlist_cache kept_hosts = $acl_m_host
localpartlist_cache kept_parts = $acl_m_part
addresslist_cache kept_people = $acl_m_sender
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  warn set acl_m_said = .
       set acl_m_domain = a.example
       set acl_m_host = ${CLIENT}
       set acl_m_part = ann
       set acl_m_sender = eve@b.example
${BOTH}
  warn set acl_m_domain = b.example
       set acl_m_host = 192.0.2.2
       set acl_m_part = bob
       set acl_m_sender = nobody@b.example
${BOTH}
  deny message = $acl_m_said
`;

const DIALOGUE = [
  'EHLO x',
  'MAIL FROM:<eve@b.example>',
  'RCPT TO:<ann@a.example>',
  'RCPT TO:<bob@b.example>',
  'RCPT TO:<ann@a.example>',
  'RSET',
  'MAIL FROM:<nobody@b.example>',
  'RCPT TO:<bob@b.example>',
  'QUIT',
]
  .map((line) => `${line}\r\n`)
  .join('');

export async function keptCases(context: Context): Promise<void> {
  const file = join(context.folder, 'kept.conf');
  writeFileSync(file, configuration(context.folder));
  const said = async (command: string, args: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await run(command, args, { input: DIALOGUE });
    return stdout.match(/^550.*$/gm)?.map((line) => line.trimEnd()) ?? [];
  };
  await context.test('named lists that are kept, and what lists set: as exim -bh', async () => {
    const theirs = await said(programs.exim, ['-C', file, '-bh', CLIENT]);
    ok(theirs.length >= 4, theirs.join('\n'));
    deepStrictEqual(await said(process.execPath, [PROGRAM, 'session', '-C', file, '--from', CLIENT]), theirs);
  });
}
