/** Exim and `mxray serve` with one configuration, and Postfix's own view: what becomes of mail to a host. */
import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { Talk } from '../../framework/smtp-talk.ts';
import type { Context } from '../../framework/types.ts';
import { finger } from '../dane/peers.ts';
import { type Server, startServer } from '../serve-dialogues/servers.ts';

/** `dane`: delivered, TLSA records vouched; `tls`, `clear`: delivered without; else put off or returned. */
export type Fate = 'dane' | 'verified' | 'tls' | 'clear' | 'defer' | 'fail';
export const WISHES = ['try', 'require'] as const;
export type Wish = (typeof WISHES)[number];

/** A sender of whom recipients are asked for at their hosts, and one whose mail is sent on while it comes. */
const ASKS = 'asks@sender.alpha';
const CUTS = 'cuts@sender.alpha';

export const PORTS = { exim: 2700, ours: 2701 } as const;

/** @param own  options that Exim has not */
const configuration = (own: { readonly main: string; readonly transport: string }): string => `
primary_hostname = sender.alpha
qualify_domain = sender.alpha
trusted_users = root
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = rcpt
keep_environment =
dns_dnssec_ok = 1
delay_warning =
smtp_accept_queue_per_connection = 0
disable_ipv6
${own.main}
begin acl
rcpt:
  warn senders = ${CUTS}
       control = cutthrough_delivery
  accept senders = ! ${ASKS}
  require verify = recipient/callout=20s,no_cache
  accept
begin routers
require:
  driver = dnslookup
  local_parts = require
  self = send
  transport = require
try:
  driver = dnslookup
  self = send
  transport = try
begin transports
try:
  driver = smtp
  allow_localhost
  hosts_try_fastopen =
  ${own.transport}
require:
  driver = smtp
  allow_localhost
  hosts_try_fastopen =
  hosts_require_dane = *
  ${own.transport}
begin retry
* * F,1h,1s
`;

export async function startSender(
  context: Context,
  kind: Server['kind'],
  files: { readonly anchors: string; readonly roots: string },
): Promise<Server> {
  const folder = join(context.folder, kind);
  const account = { name: 'Debian-exim', ...(await idsOf('Debian-exim')) };
  mkdirSync(folder, { recursive: true });
  chownSync(folder, account.uid, account.gid);
  const own =
    kind === 'ours'
      ? {
          main: `dns_trust_anchors = ${files.anchors}`,
          transport: `hosts_try_mta_sts = *\n  tls_verify_certificates = ${files.roots}\n  tls_try_verify_hosts = *`,
        }
      : { main: '', transport: `tls_verify_certificates = ${files.roots}\n  tls_try_verify_hosts = *` };
  return startServer(context, kind, {
    configuration: configuration(own),
    folder,
    port: PORTS[kind],
    queues: false,
    account,
  });
}

async function idsOf(name: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => mustRun('id', [flag, name])));
  return { uid: Number(uid), gid: Number(gid) };
}

/** What RCPT is answered where the recipient's host is asked first: a code for each. */
export async function calledOut(server: Server, recipients: readonly string[]): Promise<readonly number[]> {
  const talk = await Talk.open(server.port);
  await talk.ask('EHLO client.alpha');
  const codes: number[] = [];
  for (const recipient of recipients) {
    await talk.ask(`MAIL FROM:<${ASKS}>`);
    codes.push((await talk.ask(`RCPT TO:<${recipient}>`)).code);
    await talk.ask('RSET');
  }
  await talk.ask('QUIT');
  return codes;
}

/** The same as `fatesOf`, of messages that are sent on while they come. */
export const cutThrough: typeof fatesOf = (server, recipients, word) => sent(server, recipients, word, CUTS);

/** A message for each recipient, and what the log says of it in the end. */
export function fatesOf(server: Server, recipients: readonly string[], word: string): Promise<readonly Fate[]> {
  return sent(server, recipients, word, '');
}

async function sent(
  server: Server,
  recipients: readonly string[],
  word: string,
  sender: string,
): Promise<readonly Fate[]> {
  const before = server.log('main').length;
  const talk = await Talk.open(server.port);
  await talk.ask('EHLO client.alpha');
  for (const recipient of recipients) {
    await talk.ask(`MAIL FROM:<${sender}>`);
    await talk.ask(`RCPT TO:<${recipient}>`);
    await talk.ask('DATA');
    await talk.ask(`Subject: ${word}\r\nFrom: a@sender.alpha\r\n\r\n${word} for ${recipient}\r\n.`);
  }
  await talk.ask('QUIT');
  const deadline = performance.now() + 60_000;
  for (;;) {
    const log = server.log('main').slice(before);
    const fates = recipients.map((recipient) => fateIn(log, recipient));
    const open = recipients.filter((_, at) => fates[at] === undefined);
    if (open.length === 0) return fates as readonly Fate[];
    if (performance.now() > deadline) throw new Error(`nothing is logged of ${open.join(', ')}:\n${log.slice(-3000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function fateIn(log: string, recipient: string): Fate | undefined {
  const line = log.split('\n').find((one) => one.includes(` ${recipient} `) && / (=>|>>|==|\*\*) /.test(one));
  if (line === undefined) return undefined;
  if (line.includes(' == ')) return 'defer';
  if (line.includes(' ** ')) return 'fail';
  if (line.includes(' CV=dane')) return 'dane';
  if (line.includes(' CV=yes')) return 'verified';
  return line.includes(' X=TLS') ? 'tls' : 'clear';
}

/** All that is logged of a host, for a failure's message. */
export const linesOf = (server: Server, host: string): string =>
  server
    .log('main')
    .split('\n')
    .filter((line) => line.includes(host))
    .join('\n');

/** Postfix with `smtp_tls_security_level = dane`, or `dane-only`, where a session that is not verified carries no mail. */
export async function postfixFate(host: string, wish: Wish): Promise<Fate> {
  const level = wish === 'try' ? 'dane' : 'dane-only';
  const outcome = await finger(['-c', '-l', level, '-L', 'summary', `[${host}]:25`]).catch((error: Error) =>
    /required|TLSA|failed|no usable/i.test(error.message) ? ('defer' as const) : Promise.reject(error),
  );
  if (outcome === 'match') return 'dane';
  return wish === 'require' || outcome === 'no-match' || outcome === 'defer' ? 'defer' : 'tls';
}
