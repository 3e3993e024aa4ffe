/** Examples that only a server can show: a proxy before it, forensic reports of DMARC, look-ups in Redis. */
import { deepEqual, match } from 'node:assert/strict';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run as runProgram } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { converse } from '../serve-dialogues/client.ts';
import { storedBy } from '../serve-dialogues/stored.ts';

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');
const MAIL_ID = 8;
const PORT = 3600;
const REDIS_PORT = 6390;

/** The connect ACL of the document, the limit on top. */
const CONFIGURATION = (folder: string): string => `
primary_hostname = our.example
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${PORT}
exim_user = mail
exim_group = mail
queue_only
proxy_required_hosts = 10.8.0.0/16
log_selector = +proxy
redis_servers = 127.0.0.1::${REDIS_PORT}//
dmarc_tld_file = ${folder}/../suffixes
dmarc_history_file = ${folder}/spool/dmarc.history
dmarc_forensic_sender = reports@our.example
SPAMMER_SET = set acl_c_spam_host = \${lookup redis{GET spammer:$sender_host_address}}
LIMIT = 5
acl_smtp_connect = connect
acl_smtp_mail = mail
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
connect:
  warn condition = \${if and{ {bool{$proxy_session}} \\
                             {eq{$proxy_host_address}{}} } }
       log_message = Failed required proxy protocol negotiation \\
                     from $sender_host_name [$sender_host_address]

  warn condition = \${if and{ {bool{$proxy_session}} \\
                             {!eq{$proxy_host_address}{}} } }
       # But don't log health probes from the proxy itself
       condition = \${if eq{$proxy_host_address}{$sender_host_address} \\
                        {false}{true}}
       log_message = Successfully proxied from $sender_host_name \\
                     [$sender_host_address] through proxy protocol \\
                     host $proxy_host_address

  # Possibly more clear
  warn logwrite = Remote Source Address: $sender_host_address:$sender_host_port
       logwrite = Proxy Target Address: $proxy_target_address:$proxy_target_port
       logwrite = Proxy Internal Address: $proxy_host_address:$proxy_host_port
       logwrite = Internal Server Address: $received_ip_address:$received_port
  defer message   = Too many connections from this IP right now
        hosts     = 10.3.0.0/16
        ratelimit = LIMIT / 5s / per_conn / strict
  warn SPAMMER_SET
  deny condition  = \${if eq{$acl_c_spam_host}{yes}}
       message    = you are in the list
  accept
mail:
  warn spf = *
  accept
rcpt:
  warn control = dmarc_enable_forensic
  accept
data:
  deny dmarc_status = reject
       message = Message from $dmarc_used_domain failed sender's DMARC policy, REJECT
  accept
`;

const MESSAGE = ['EHLO client.example', 'MAIL FROM:<a@reject.example>', 'RCPT TO:<user@our.example>', 'DATA'];
const TEXT = ['From: a@reject.example', 'Subject: x', '', 'text', '.', 'QUIT'];

interface Server {
  readonly folder: string;
  readonly log: () => string;
}

export async function servedExamples(context: Context): Promise<void> {
  await runProgram(programs.ip, ['address', 'add', '10.0.0.1/8', 'dev', 'lo']); // another suite may have done so
  await startRedis(context);
  const server = await start(context);
  await proxied(context, server);
  await limited(context);
  await redis(context);
  await reported(context, server);
}

async function startRedis(context: Context): Promise<void> {
  const { folder } = context;
  const words = ['--port', String(REDIS_PORT), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const ping = ['-p', String(REDIS_PORT), 'ping'];
  await startDaemon(context, {
    command: programs.redis,
    args: words,
    logFile: join(folder, 'redis.log'),
    ready: async () => (await runProgram(programs.redisCli, ping)).stdout.startsWith('PONG'),
  });
}

async function start(context: Context): Promise<Server> {
  const folder = join(context.folder, 'served');
  for (const part of ['', 'spool', 'log']) {
    mkdirSync(join(folder, part), { recursive: true });
    chownSync(join(folder, part), MAIL_ID, MAIL_ID);
  }
  const file = join(folder, 'exim.conf');
  writeFileSync(file, CONFIGURATION(folder));
  chmodSync(file, 0o644);
  const path = join(folder, 'log', 'mainlog');
  const log = (): string => (existsSync(path) ? readFileSync(path, 'latin1') : '');
  await startDaemon(context, {
    command: process.execPath,
    args: [PROGRAM, 'serve', '-C', file, '--workers', '1'],
    logFile: join(folder, 'output'),
    ready: async () => log().includes(' daemon started: '),
  });
  return { folder, log };
}

const say = async (from: string, lines: readonly string[]): Promise<string> =>
  (await converse({ title: '', configuration: '', from, lines }, PORT)).transcript.join('\n');

async function proxied({ test, note }: Context, { log }: Server): Promise<void> {
  await test('PROXY: the connect ACL tells of a client behind the proxy, and the arrival has PRX=', async () => {
    const header = '!send PROXY TCP4 10.1.2.3 198.51.100.2 4711 25\\r\\n';
    match(await say('10.8.0.1', [header, '!reply', ...MESSAGE, ...TEXT]), /^250 OK id=/m);
    match(log(), /Successfully proxied from\s+\[10\.1\.2\.3\] through proxy protocol\s+host 10\.8\.0\.1/);
    match(log(), /Remote Source Address: 10\.1\.2\.3:4711/);
    match(log(), /Proxy Target Address: 198\.51\.100\.2:25/);
    match(log(), /Proxy Internal Address: 10\.8\.0\.1:\d+/);
    match(log(), /Internal Server Address: 127\.0\.0\.1:3600|Internal Server Address: 198\.51\.100\.2:25/);
    match(log(), /<= a@reject\.example .*PRX=10\.8\.0\.1 /);
  });
  await test('PROXY: without a header a banner comes when the time is up, and nothing but QUIT is heard', async () => {
    const said = await say('10.8.0.2', ['!reply', 'EHLO localhost', 'QUIT']);
    match(said, /^220[ -]our\.example/m);
    match(said, /^503 Command refused, required Proxy negotiation failed/m);
    match(said, /^221 our\.example closing connection/m);
    match(log(), /Failed required proxy protocol negotiation\s+from\s+\[10\.8\.0\.2\]/);
  });
  note(
    'PROXY: proxy_required_hosts, the connect ACL, log_selector = +proxy and the refused example: as the document says',
  );
}

async function limited({ test, note }: Context): Promise<void> {
  await test('PROXY: the sixth connection within five seconds is put off', async () => {
    const banners: string[] = [];
    for (let at = 0; at < 6; at += 1) banners.push((await say('10.3.0.1', ['QUIT'])).slice(0, 3));
    deepEqual(banners, ['220', '220', '220', '220', '220', '451']);
  });
  note('PROXY: ratelimit = LIMIT / 5s / per_conn / strict: five of six');
}

async function redis({ test, note }: Context): Promise<void> {
  await test('Redis: the macro that keeps an answer in a variable', async () => {
    await mustRun(programs.redisCli, ['-p', String(REDIS_PORT), 'set', 'spammer:10.4.0.1', 'yes']);
    match(await say('10.4.0.1', ['QUIT']), /^550 you are in the list/m);
    match(await say('10.4.0.2', ['QUIT']), /^220 /m);
  });
  note('Redis: SPAMMER_SET with GET: refused who is in it, served who is not');
}

async function reported({ test, note }: Context, server: Server): Promise<void> {
  await test('DMARC: the message is refused, the domain told by a failure report, the history written', async () => {
    match(await say('10.6.6.6', [...MESSAGE, ...TEXT]), /^550 Message from reject\.example failed/m);
    match(server.log(), /<= reports@our\.example U=mail P=local/);
    const stored = await storedBy({ kind: 'ours', folder: server.folder });
    const reports = [...stored.values()].filter(({ head }) => head.includes('DMARC Forensic Report'));
    // The other address is of somebody who never agreed to it.
    deepEqual(
      reports.map(({ head }) => /\n1\n(\S+)\n/.exec(head)?.[1]),
      ['forensic@reject.example'],
    );
    const [{ head, body } = { head: '', body: '' }] = reports;
    match(head, /Subject: DMARC Forensic Report for reject\.example from IP 10\.6\.6\.6/);
    match(body, /^SPF Alignment: no$/m);
    match(body, /^DMARC Results: Reject$/m);
    await readable(head, body, server);
    match(readFileSync(join(server.folder, 'spool/dmarc.history'), 'latin1'), /^from reject\.example$/m);
  });
  note(
    'DMARC: control = dmarc_enable_forensic, dmarc_forensic_sender, dmarc_history_file: one report, to who is of the domain',
  );
}

/** By the reader of such reports. */
async function readable(head: string, body: string, { folder }: Server): Promise<void> {
  const fields = head.slice(head.indexOf('\n\n') + 2).replace(/^\d{3}[A-Z* ] /gm, '');
  const file = join(folder, 'report.eml');
  writeFileSync(file, `${fields}\n${body}`, 'latin1');
  const shown = await mustRun(process.execPath, [PROGRAM, 'dmarc', 'report', 'show', file, '--json']);
  match(shown, /"reportedDomain":\s*"reject\.example"/);
  match(shown, /"sourceIp":\s*"10\.6\.6\.6"/);
}
