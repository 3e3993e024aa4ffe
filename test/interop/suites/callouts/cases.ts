/** Conditions with callouts, and what a client says to them. */
import { TARGETS } from './targets.ts';

export interface Case {
  readonly name: string;
  /** Of the ACL for RCPT. */
  readonly rcpt: string;
  /** Of the ACL for DATA. */
  readonly data?: string;
  readonly lines: readonly string[];
}

const transaction = (sender: string, ...recipients: readonly string[]): readonly string[] => [
  `MAIL FROM:<${sender}>`,
  ...recipients.map((recipient) => `RCPT TO:<${recipient}>`),
  'RSET',
];
const wants = (verify: string): string =>
  `  require verify = ${verify}\n  accept message = $recipient_verify_failure\n`;
const mail = (...fields: readonly string[]): readonly string[] => [
  ...['MAIL FROM:<s@x.example>', 'RCPT TO:<ok@t.example>', 'DATA', ...fields, '', 'text', '.'],
];

const one = (name: string, verify: string, ...lines: readonly string[]): Case => ({ name, rcpt: wants(verify), lines });

export const CASES: readonly Case[] = [
  one(
    'recipients',
    'recipient/callout',
    ...transaction('s@x.example', 'ok@t.example', 'bad@t.example', 'bad@t.example'),
  ),
  one('recipients put off', 'recipient/callout', ...transaction('s@x.example', 'defer@t.example', 'drop@t.example')),
  one('senders', 'sender/callout', ...transaction('bad@x.example', 'ok@t.example', 'ok2@t.example')),
  one('senders put off', 'sender/callout', ...transaction('defer@x.example', 'ok@t.example')),
  one('bounces', 'sender/callout', ...transaction('', 'ok@t.example')),
  one('no details', 'sender/callout/no_details', ...transaction('bad@x.example', 'ok@t.example')),
  one('defer_ok', 'recipient/callout=defer_ok', ...transaction('s@x.example', 'defer@t.example', 'bad@t.example')),
  one('use_sender', 'recipient/callout=use_sender', ...transaction('bads@x.example', 'ok@t.example')),
  one('use_postmaster', 'recipient/callout=use_postmaster', ...transaction('s@x.example', 'ok@t.example')),
  one('random', 'recipient/callout=random', ...transaction('s@x.example', 'ok@t.example', 'bad@t.example')),
  one('random, taken', 'recipient/callout=random', ...transaction('s@x.example', 'ok@old.example', 'bad@old.example')),
  one('postmaster', 'recipient/callout=postmaster', ...transaction('s@x.example', 'ok@t.example', 'ok@nopm.example')),
  one(
    'postmaster, remembered',
    'recipient/callout=postmaster',
    ...transaction('s@x.example', 'a@nopm.example', 'b@nopm.example'),
  ),
  one(
    'postmaster_mailfrom',
    'recipient/callout=postmaster_mailfrom=pm@us.example',
    ...transaction('s@x.example', 'ok@t.example'),
  ),
  one(
    'all at once',
    'recipient/callout=random,postmaster,no_cache',
    ...transaction('s@x.example', 'ok@t.example', 'ok@t.example'),
  ),
  one('hold', 'recipient/callout=hold', ...transaction('s@x.example', 'ok@t.example', 'bad@t.example')),
  one('another sender', 'sender=bad@q.example/callout', ...transaction('s@x.example', 'ok@t.example')),
  one('SMTPUTF8', 'recipient/callout', 'MAIL FROM:<s@x.example> SMTPUTF8', 'RCPT TO:<\u00f6k@t.example>'),
  one(
    'hosts that do not greet',
    'recipient/callout',
    ...transaction('s@x.example', 'a@banner.example', 'a@nohelo.example', 'a@gone.example'),
  ),
  one(
    'hosts that know no EHLO',
    'recipient/callout',
    ...transaction('s@x.example', 'a@old.example', 'bad@old.example'),
  ),
  one('hosts that leave', 'recipient/callout', ...transaction('s@x.example', 'a@leaving.example')),
  one(
    'hosts that take no bounce',
    'sender/callout',
    ...transaction('s@nonull.example', 'ok@t.example', 'ok2@t.example'),
  ),
  one('a recipient there', 'recipient/callout', ...transaction('s@x.example', 'a@nonull.example', 'b@nonull.example')),
  one(
    'hosts that say nothing',
    'recipient/callout=1s',
    ...transaction('s@x.example', 'a@silent.example', 'a@deaf.example'),
  ),
  one('no host there', 'recipient/callout', ...transaction('s@x.example', 'a@closed.example')),
  one('of two hosts the second', 'recipient/callout', ...transaction('s@x.example', 'a@two.example')),
  one('hosts_override', 'recipient/callout', ...transaction('s@x.example', 'a@override.example')),
  one('LMTP', 'recipient/callout', ...transaction('s@x.example', 'ok@lmtp.example', 'bad@lmtp.example')),
  one(
    'AUTH, tried',
    'recipient/callout=no_cache',
    ...transaction('s@x.example', 'ok@auth.example', 'bad@auth.example'),
  ),
  one(
    'AUTH, required',
    'recipient/callout',
    ...transaction('s@x.example', 'ok@mustauth.example', 'a@authless.example'),
  ),
  one('AUTH, refused', 'recipient/callout', ...transaction('s@x.example', 'ok@badauth.example')),
  one('TLS, required', 'recipient/callout', ...transaction('s@x.example', 'ok@tlsless.example')),
  one('TLS that is broken', 'recipient/callout', ...transaction('s@x.example', 'ok@brokentls.example')),
  one('TLS that is avoided', 'recipient/callout', ...transaction('s@x.example', 'ok@avoidtls.example')),
  one(
    'an address that was made of it',
    'recipient/callout',
    ...transaction('s@x.example', 'ok@alias.example', 'bad@alias.example'),
  ),
  one('affixes', 'recipient/callout', ...transaction('s@x.example', 'pre-ok@affix.example')),
  one('a port by its name', 'recipient/callout', ...transaction('s@x.example', 'ok@named.example')),
  one('no hosts at all', 'recipient/callout', ...transaction('s@x.example', 'ok@hostless.example')),
  one('SIZE', 'recipient/callout', 'MAIL FROM:<s@x.example> SIZE=500', 'RCPT TO:<ok@t.example>'),
  one('another interface', 'recipient/callout', ...transaction('s@x.example', 'ok@from.example')),
  {
    name: 'what was refused, for an ACL',
    rcpt: '  accept !verify = recipient/callout\n    message = $recipient_verify_failure: $acl_verify_message\n  accept\n',
    lines: transaction('s@x.example', 'bad@t.example'),
  },
  {
    name: 'words of the ACL',
    rcpt: '  require message = my words\n    verify = recipient/callout\n  accept\n',
    lines: transaction('s@x.example', 'defer@t.example', 'bad@t.example'),
  },
  {
    name: 'senders in the header',
    rcpt: '  accept\n',
    data: '  require verify = header_sender/callout\n  accept\n',
    lines: mail('From: bad@x.example', 'Sender: bad@y.example'),
  },
  {
    name: 'senders in the header, asked as somebody',
    rcpt: '  accept\n',
    data: '  require verify = header_sender/callout=mailfrom=me@us.example\n  accept\n',
    lines: mail('From: ok@x.example'),
  },
];

export const configurationOf = ({ rcpt, data = '  accept\n' }: Case): string => `keep_environment =
primary_hostname = our.example
acl_smtp_rcpt = rcpt
acl_smtp_data = data
callout_random_local_part = random
begin acl
rcpt:
${rcpt}data:
${data}begin routers
${Object.keys(TARGETS)
  .map((name) => route(name, name))
  .join(
    '',
  )}${route('closed', 'closed')}${route('lmtp', 'lmtp')}${route('override', 'override', '127.0.0.9')}${route('two', 'obliging', '127.0.0.7:127.0.0.1')}${MORE_ROUTERS}others:
  driver = manualroute
  route_list = * 127.0.0.1 byname
  transport = obliging
  self = send
begin transports
${Object.entries(TARGETS)
  .map(([name, [port]]) => transport(name, port))
  .join(
    '',
  )}${transport('closed', 18_099)}${transport('lmtp', 18_025, '  protocol = lmtp\n  helo_data = my.helo\n')}${transport('override', 18_025, '  hosts = 127.0.0.1\n  hosts_override\n')}${MORE_TRANSPORTS}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  client_send = ^ann^secret
`;

const MORE_ROUTERS = `${['auth', 'mustauth', 'authless', 'badauth', 'tlsless', 'brokentls', 'avoidtls', 'named', 'from']
  .map(
    (name) => `${name}:
  driver = manualroute
  domains = ${name}.example
  route_list = * 127.0.0.1 byname
  transport = ${name}
  self = send
`,
  )
  .join('')}alias:
  driver = redirect
  domains = alias.example
  data = \${local_part}@t.example
affix:
  driver = manualroute
  domains = affix.example
  local_part_prefix = pre-
  route_list = * 127.0.0.1 byname
  transport = obliging
  self = send
hostless:
  driver = accept
  domains = hostless.example
  transport = obliging
`;

const smtp = (name: string, port: number | string, ...options: readonly string[]): string =>
  `${name}:\n  driver = smtp\n  port = ${port}\n  allow_localhost\n${options.map((option) => `  ${option}\n`).join('')}`;

const MORE_TRANSPORTS = [
  smtp('auth', 18_039, 'hosts_try_auth = *', 'authenticated_sender = ann@us.example'),
  smtp('mustauth', 18_039, 'hosts_require_auth = *'),
  smtp('authless', 18_025, 'hosts_require_auth = *'),
  smtp('badauth', 18_040, 'hosts_require_auth = *'),
  smtp('tlsless', 18_025, 'hosts_require_tls = *'),
  smtp('brokentls', 18_041),
  smtp('avoidtls', 18_041, 'hosts_verify_avoid_tls = *'),
  smtp('named', 'mxray-no-such-service'),
  smtp('from', 18_025, 'interface = 127.0.0.1', 'helo_data = $domain.helo'),
].join('');

const route = (name: string, transport: string, hosts = '127.0.0.1'): string => `${name}:
  driver = manualroute
  domains = ${name}.example
  route_list = * ${hosts} byname
  transport = ${transport}
  self = send
`;

const transport = (name: string, port: number, more = ''): string => `${name}:
  driver = smtp
  port = ${port}
  allow_localhost
${more}`;
