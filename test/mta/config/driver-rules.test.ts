import { expect, it } from 'vitest';
import { checkConfiguration, readConfiguration } from '../../../src/mta/config/index.ts';

/** `LINE: message` of every error. */
function errorsOf(text: string): readonly string[] {
  const read = readConfiguration({ text, name: 'test' });
  if (!read.ok) return read.error.map(({ place, message }) => `${place.line}: ${message}`);
  return checkConfiguration(read.value)
    .filter(({ severity }) => severity === 'error')
    .map(({ place, message }) => `${place.line}: ${message}`);
}

const driver = (section: string, name: string, ...options: readonly string[]): string =>
  [
    `begin ${section}`,
    'd:',
    `  driver = ${name}`,
    ...options.map((option) => `  ${option}`),
    ...(section === 'routers' ? ['begin transports', 't:', '  driver = smtp'] : []),
    '',
  ].join('\n');

/** Options begin on the fourth line; a real Exim 4.96 refuses to start with each of these. */
const WRONG: readonly (readonly [text: string, line: number, says: RegExp])[] = [
  [
    driver('routers', 'dnslookup', 'transport = t', 'self = perhaps'),
    5,
    /"perhaps" is not valid for "self": it is one of freeze/,
  ],
  [
    driver('routers', 'manualroute', 'route_list = * a', 'host_find_failed = x'),
    5,
    /"x" is not valid for "host_find_failed"/,
  ],
  [driver('routers', 'manualroute', 'route_list = * a', 'host_all_ignored = ignore'), 5, /"ignore" is not valid/],
  [driver('routers', 'dnslookup', 'transport = t', 'self = ${if eq{a}{b}{send}{pass}}'), 5, /not valid for "self"/],
  [driver('routers', 'redirect', 'one_time', 'data = a', 'unseen'), 6, /only one of "one_time" or "unseen"/],
  [driver('routers', 'iplookup', 'hosts = 192.0.2.1'), 2, /"port" must be set/],
  [driver('routers', 'iplookup', 'hosts = 192.0.2.1', 'port = 1', 'protocol = sctp'), 6, /one of udp, tcp/],
  [driver('routers', 'iplookup', 'hosts = 192.0.2.1', 'port = 1', 'response_pattern = ^(('), 6, /closing parenthesis/],
  [driver('transports', 'appendfile', 'maildir_format', 'directory = /x', 'mailstore_format'), 6, /"maildir_format"/],
  [
    driver('transports', 'appendfile', 'file = /x', 'create_file = somewhere'),
    5,
    /anywhere, inhome, belowhome, an absolute path/,
  ],
  [driver('transports', 'appendfile', 'no_use_lockfile', 'file = /x', 'no_use_fcntl_lock'), 6, /no locking configured/],
  [driver('transports', 'appendfile', 'file = /x', 'user = 99'), 5, /"group" must be set with it/],
  [driver('transports', 'autoreply', 'user = 99'), 4, /"group" must be set with it/],
  [driver('transports', 'lmtp', 'command = /bin/x', 'user = 99'), 5, /"group" must be set with it/],
  [driver('transports', 'pipe', 'use_shell', 'allow_commands = /bin/x'), 5, /"allow_commands" or "use_shell"/],
  [driver('transports', 'pipe', 'restrict_to_path', 'use_shell'), 5, /"restrict_to_path" or "use_shell"/],
  [driver('transports', 'pipe', 'return_output', 'return_fail_output'), 5, /"return_output"/],
  [driver('transports', 'pipe', 'log_output', 'log_fail_output'), 5, /"log_output"/],
  [driver('transports', 'pipe', 'temp_errors = 75 : later'), 4, /list of numbers or an asterisk/],
  [driver('transports', 'smtp', 'headers_only', 'body_only'), 5, /"headers_only" or "body_only"/],
  [driver('transports', 'smtp', 'shadow_transport = d'), 4, /"shadow_transport" is for transports that deliver here/],
  [driver('transports', 'smtp', 'data_timeout = 0s'), 4, /"data_timeout" must not be zero/],
  [driver('authenticators', 'spa', 'client_password = x'), 4, /cannot be set without the other/],
  ['spool_directory =\n', 1, /spool_directory is empty/],
  ['spool_directory = spool\n', 1, /"spool" is not an absolute path/],
  ['daemon_workers = 257\n', 1, /greater than the maximum/],
  ['uucp_from_pattern = ^((\n', 1, /uucp_from_pattern: .*closing parenthesis/],
  ['keep_environment = PATH : ^((\n', 1, /keep_environment: .*closing parenthesis/],
  ['errors_reply_to = a@@b\n', 1, /"a@@b" is no address/],
];

it.each(WRONG)('refuses what cannot stand together: %j', (text, line, says) => {
  const [first, ...more] = errorsOf(text);
  expect(first).toMatch(says);
  expect(first).toMatch(new RegExp(`^${line}: `));
  expect(more).toEqual([]);
});

const RIGHT = [
  driver('routers', 'dnslookup', 'transport = t', 'self = reroute: rewrite: other.example'),
  driver('routers', 'manualroute', 'route_list = * a', 'host_find_failed = ignore'),
  driver('transports', 'appendfile', 'file = /x', 'create_file = /var/mail'),
  driver('transports', 'appendfile', 'file = /x', 'create_file = ${if eq{a}{b}{anywhere}{inhome}}'),
  driver('transports', 'appendfile', 'directory = /x', 'no_use_lockfile', 'no_use_fcntl_lock'),
  driver('transports', 'appendfile', 'file = /x', 'user = 99', 'group = 99'),
  driver('transports', 'pipe', 'use_shell', 'no_restrict_to_path', 'temp_errors = *'),
  driver('authenticators', 'spa', 'client_username = me', 'client_password = x'),
  'keep_environment = ^LC_ : PATH\nerrors_reply_to = Post <postmaster@example.org>\ndaemon_workers = 256\n',
];

it.each(RIGHT)('takes what may: %j', (text) => {
  expect(errorsOf(text)).toEqual([]);
});
