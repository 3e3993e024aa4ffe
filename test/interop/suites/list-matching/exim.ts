/** Exim's answers: an ACL for each pair, run by `exim -bh` in as few sessions as there are hosts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import type { Condition, Pair } from './types.ts';
import { HOSTNAME, LISTS } from './world.ts';

/** Ended in the middle: what is wrong with a list can end it. */
export const ENDED = 'ended';

const DATA: Readonly<Record<Condition, string>> = {
  domains: 'domain_data',
  hosts: 'host_data',
  local_parts: 'local_part_data',
  recipients: 'recipient_data',
  sender_domains: '0',
  senders: 'sender_data',
};

/** @returns the file of a configuration with an ACL for each pair */
export function writeConfiguration(context: Context, folder: string, pairs: readonly Pair[]): string {
  const file = join(context.folder, 'exim.conf');
  const names = join(context.folder, 'names');
  writeFileSync(names, pairs.map((_, index) => `p${index}\n`).join(''));
  writeFileSync(file, configuration(context.folder, folder, names, pairs));
  return file;
}

export async function askExim(file: string, pairs: readonly Pair[]): Promise<readonly string[]> {
  const answers: string[] = new Array(pairs.length);
  const every = pairs.map((_, index) => index);
  for (const host of new Set(pairs.map(hostOf))) {
    const ofHost = every.filter((index) => hostOf(pairs[index]!) === host);
    await converse(file, host, ofHost, pairs, answers);
  }
  return answers;
}

export const hostOf = ({ condition, subject }: Pair): string => (condition === 'hosts' ? subject : '192.0.2.250');

/** What ends a session is answered by its end, and the rest is asked in another. */
async function converse(
  file: string,
  host: string,
  indices: readonly number[],
  pairs: readonly Pair[],
  answers: string[],
): Promise<void> {
  for (let left = indices; left.length > 0; ) {
    const input = left.map((index) => dialogue(index, pairs[index]!)).join('');
    const { stdout } = await run(programs.exim, ['-C', file, '-bh', host], { input, timeoutMs: 300_000 });
    // A long text comes as several lines.
    const replies =
      stdout
        .replace(/^(550-(?:yes|<).*)\r?\n550[ -]/gm, '$1 ')
        .replaceAll('550-yes', '550 yes')
        .match(/^\d{3} .*$/gm)
        ?.slice(1) ?? [];
    const said = left.flatMap((_, at) => replies.slice(at * 3 + 2, at * 3 + 3));
    const whole = said.filter((reply) => !reply.startsWith('421'));
    for (const [at, reply] of whole.entries()) answers[left[at]!] = outcomeOf(reply);
    if (whole.length < left.length) answers[left[whole.length]!] = ENDED;
    left = left.slice(whole.length + 1);
  }
}

export function dialogue(index: number, { condition, subject }: Pair): string {
  const sender = condition === 'senders' || condition === 'sender_domains' ? subject : 'sender@example.org';
  return `EHLO p${index}\r\nMAIL FROM:<${sender}>\r\nRCPT TO:<${recipientOf(condition, subject)}>\r\n`;
}

function recipientOf(condition: Condition, subject: string): string {
  if (condition === 'recipients') return subject;
  if (condition === 'domains') return `somebody@${subject}`;
  return condition === 'local_parts' ? `${subject}@example.org` : 'somebody@example.org';
}

export function outcomeOf(reply: string): string {
  if (reply.startsWith('250')) return 'no';
  const [, text] = /^550 (yes.*)$/.exec(reply) ?? [];
  return text ?? (reply.startsWith('451') ? 'defer' : reply);
}

const configuration = (folder: string, files: string, names: string, pairs: readonly Pair[]): string => `
primary_hostname = ${HOSTNAME}
spool_directory = ${folder}
log_file_path = ${folder}/%slog
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s
smtp_enforce_sync = false
smtp_accept_max_nonmail_hosts =
smtp_accept_max_per_connection = 0
smtp_max_unknown_commands = 1000
helo_accept_junk_hosts = *
allow_domain_literals
allow_utf8_domains
tls_advertise_hosts =
${LISTS.replaceAll('FOLDER', files)}
acl_smtp_rcpt = \${lookup{$sender_helo_name}lsearch,ret=key{${names}}}
begin acl
${pairs.map((pair, index) => acl(index, pair, files)).join('')}`;

const acl = (index: number, { condition, list }: Pair, files: string): string => `p${index}:
  deny
    ${condition} = ${list.replaceAll('FOLDER', files)}
    message = yes <$${DATA[condition]}> <$0> <$1> <$2>
  accept
`;
