/** Exim's DKIM: signing as its smtp transport does, verifying as its SMTP server does. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { mustRun, run } from '../framework/command.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';

export interface EximSigning {
  /** Tells messages apart in the sink. */
  readonly id: string;
  readonly selector: string;
  readonly keyFile: string;
  readonly canon: 'relaxed' | 'simple';
}

const SINK_PORT = 2525;

/** The messages as Exim sent them, by id. */
export async function signWithExim(
  context: Context,
  message: string,
  signings: readonly EximSigning[],
): Promise<ReadonlyMap<string, string>> {
  const { folder, file } = await prepare(context, 'exim-dkim-sign', (at) => signingConfiguration(at, signings));
  const received = new Map<string, string>();
  const server = createServer((socket) => takeMail(socket, received));
  await new Promise<void>((resolve) => server.listen(SINK_PORT, '127.0.0.1', resolve));
  const recipients = signings.map(({ id }) => `user@${id}.invalid`);
  await exim(file, ['-oi', '-odq', '-f', 'joe@example.org', ...recipients], message.replaceAll('\r\n', '\n'));
  await exim(file, ['-qf'], '');
  server.close();
  if (received.size < signings.length) throw new Error(readFileSync(join(folder, 'mainlog'), 'utf8'));
  return received;
}

/**
 * What Exim says of each signature, by the X-Case field of its message: `pass ()`, `fail (bodyhash_mismatch)` …
 *
 * @param name  of this run, for its folder
 */
export async function verifyWithExim(
  context: Context,
  name: string,
  messages: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { folder, file } = await prepare(context, `exim-dkim-${name}`, verifyingConfiguration);
  const dialogues = [...messages.values()].map(
    (message) => `MAIL FROM:<joe@example.org>\r\nRCPT TO:<a@example.org>\r\nDATA\r\n${stuffed(message)}.\r\n`,
  );
  await run(programs.exim, ['-C', file, '-bs', '-oMa', '127.0.0.1'], {
    input: `EHLO client.invalid\r\n${dialogues.join('')}QUIT\r\n`,
    timeoutMs: 120_000,
  });
  const said = new Map<string, string[]>();
  for (const [, id = '', what = ''] of readFileSync(join(folder, 'mainlog'), 'utf8').matchAll(
    /case=<(.*?)> dkim=(.*)/g,
  ))
    said.set(id, [...(said.get(id) ?? []), what.trim()]);
  return said;
}

const stuffed = (message: string): string =>
  (message.endsWith('\r\n') ? message : `${message}\r\n`).replace(/^\./gm, '..');

async function prepare(context: Context, name: string, configure: (folder: string) => string) {
  const folder = join(context.folder, name);
  mkdirSync(join(folder, 'spool'), { recursive: true });
  const file = join(folder, 'exim.conf');
  writeFileSync(file, configure(folder));
  await mustRun('chown', ['-R', 'Debian-exim:Debian-exim', folder]);
  await mustRun('chown', ['root:root', file]);
  await mustRun('chmod', ['-R', 'a+rX', folder]);
  return { folder, file };
}

async function exim(file: string, args: readonly string[], input: string): Promise<void> {
  const { stderr } = await run(programs.exim, ['-C', file, ...args], { input, timeoutMs: 120_000 });
  if (stderr !== '') throw new Error(`exim complains: ${stderr}`);
}

const common = (folder: string): string => `primary_hostname = exim.invalid
exim_path = ${programs.exim}
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
keep_environment =
trusted_users = root
host_lookup =
rfc1413_query_timeout = 0s
`;

function signingConfiguration(folder: string, signings: readonly EximSigning[]): string {
  const rows = (pick: (signing: EximSigning) => string): string =>
    signings.reduceRight((rest, one) => `\${if eq{$domain}{${one.id}.invalid}{${pick(one)}}{${rest}}}`, '');
  return `${common(folder)}acl_not_smtp = accept_all
begin acl
accept_all:
  accept
begin routers
sink:
  driver = manualroute
  domains = *.invalid
  route_list = * 127.0.0.1::${SINK_PORT} byname
  self = send
  transport = signing
begin transports
signing:
  driver = smtp
  max_rcpt = 1
  hosts_try_chunking =
  dkim_domain = example.org
  dkim_selector = ${rows(({ selector }) => selector)}
  dkim_private_key = ${rows(({ keyFile }) => keyFile)}
  dkim_canon = ${rows(({ canon }) => canon)}
`;
}

const verifyingConfiguration = (folder: string): string => `${common(folder)}acl_smtp_rcpt = accept_all
acl_smtp_dkim = log_result
acl_smtp_data = throw_away
smtp_accept_max_per_connection = 0
begin acl
accept_all:
  accept
log_result:
  warn logwrite = case=<$h_x-case:> dkim=$dkim_verify_status ($dkim_verify_reason)
  accept
throw_away:
  discard
`;

/** As much of a server as one client needs, messages kept by the recipient's first label. */
function takeMail(socket: Socket, received: Map<string, string>): void {
  let held = '';
  let recipient = '';
  let inData = false;
  const answer = (line: string): void => void socket.write(`${line}\r\n`);
  const take = (line: string): void => {
    if (/^RCPT/i.test(line)) recipient = /@([^.>]+)/.exec(line)?.[1] ?? '';
    inData = /^DATA/i.test(line);
    answer(inData ? '354 go on' : /^QUIT/i.test(line) ? '221 bye' : '250 ok');
  };
  const advance = (): void => {
    const end = held.indexOf(inData ? '\r\n.\r\n' : '\r\n');
    if (end < 0) return;
    const text = held.slice(0, end);
    held = held.slice(end + (inData ? 5 : 2));
    if (inData) {
      received.set(recipient, `${text}\r\n`.replace(/^\.\./gm, '.'));
      inData = false;
      answer('250 taken');
    } else take(text);
    advance();
  };
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    held += chunk;
    advance();
  });
  socket.on('error', () => {});
  answer('220 sink.invalid');
}
