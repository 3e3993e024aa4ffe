/** The first mistake of a configuration as Exim 4.96 tells it: whose it is, or in which line, and in its words. */
import { expect, it } from 'vitest';
import { checkConfiguration, firstMistake, readConfiguration } from '../../../src/mta/config/index.ts';

function told(text: string): string | undefined {
  const read = readConfiguration({ text: `${text}\n`, name: '/c' });
  return firstMistake(read.ok ? checkConfiguration(read.value) : read.error);
}

const router = (...lines: readonly string[]) => ['begin routers', 'rr:', ...lines].join('\n');
const transport = (...lines: readonly string[]) => ['begin transports', 'tt:', ...lines].join('\n');
const inLine = (line: number) => `Exim configuration error in line ${line} of /c:`;
const NOWHERE = 'Exim configuration error:';
const OF_ROUTER = 'Exim configuration error for rr router:';
const OF_TRANSPORT = 'Exim configuration error for tt transport:';

it.each([
  [router('driver = dnslookup', 'host_all_ignored = pass'), inLine(4), 'option "host_all_ignored" unknown'],
  [
    transport('dirver = smtp'),
    inLine(3),
    'option "dirver" unknown ("driver" must be specified before any private options)',
  ],
  ['smtp_receive_timeout = 5', inLine(1), 'invalid time value for smtp_receive_timeout'],
  ['begin routers\ndriver = accept', inLine(2), 'router name missing'],
  ['begin acl\naccept', inLine(2), 'missing or malformed ACL name'],
  ['.include /no/such/file', inLine(1), 'failed to open included configuration file /no/such/file'],
  ['.nonsense', inLine(1), 'option setting expected: .nonsense'],
  ['log_selector = +nosuch', NOWHERE, 'unknown log_selector setting: +nosuch'],
  ['syslog_facility = x', NOWHERE, 'failed to interpret syslog_facility "x"'],
  [router('domains = x'), NOWHERE, 'no driver defined for router "rr"'],
  [
    router('driver = accept', 'verify_only', 'rr:', 'driver = accept', 'verify_only'),
    NOWHERE,
    'there are two routers called "rr"',
  ],
  [router('driver = accept'), NOWHERE, 'rr router:\n  a transport is required for this router'],
  [router('driver = redirect'), OF_ROUTER, 'one of "file" or "data" must be specified'],
  [router('driver = redirect', 'file = /x', 'data = y'), OF_ROUTER, 'only one of "file" or "data" must be specified'],
  [
    router('driver = redirect', 'data = y', 'one_time', 'unseen'),
    OF_ROUTER,
    '"unseen" may not be used with "one_time"',
  ],
  [router('driver = manualroute'), OF_ROUTER, 'route_list or route_data (but not both) must be specified'],
  [
    router('driver = manualroute', 'route_list = a b', 'host_find_failed = x'),
    OF_ROUTER,
    'unrecognized setting for host_find_failed option',
  ],
  [router('driver = queryprogram', 'command_user = mail'), OF_ROUTER, 'a command specification is required'],
  [router('driver = queryprogram', 'command = /x'), OF_ROUTER, 'command_user must be specified'],
  [router('driver = iplookup', 'port = 3'), OF_ROUTER, 'a host list must be specified'],
  [router('driver = iplookup', 'hosts = 192.0.2.1'), OF_ROUTER, 'a port must be specified'],
  [router('driver = accept', 'verify_only', 'self = x'), OF_ROUTER, 'x is not valid for the self option'],
  [
    router('driver = accept', 'verify_only', 'redirect_router = no'),
    NOWHERE,
    'new_router "no" not found for "rr" router',
  ],
  [
    router('driver = accept', 'verify_only', 'pass_router = rr'),
    NOWHERE,
    'new_router "rr" does not follow "rr" router',
  ],
  [
    transport('driver = appendfile', 'file = /a', 'directory = /b'),
    OF_TRANSPORT,
    'only one of "file" or "directory" can be specified',
  ],
  [
    transport('driver = appendfile', 'directory = /b', 'quota_filecount = 5'),
    OF_TRANSPORT,
    'quota must be set if quota_filecount is set',
  ],
  [
    transport('driver = appendfile', 'file = /b', 'create_file = x'),
    NOWHERE,
    'invalid value given for "create_file" for the tt transport: \'x\'',
  ],
  [transport('driver = pipe', 'command = /a', 'user = 77'), NOWHERE, 'user set without group for the tt transport'],
  [
    transport('driver = pipe', 'command = /a', 'use_shell', 'restrict_to_path'),
    NOWHERE,
    'both restrict_to_path and use_shell set for tt transport',
  ],
  [
    transport('driver = pipe', 'command = /a', 'log_output', 'log_fail_output'),
    NOWHERE,
    'both log_output and log_fail_output set for the tt transport',
  ],
  [transport('driver = lmtp'), NOWHERE, 'one (and only one) of command or socket must be set for the tt transport'],
  [
    transport('driver = smtp', 'data_timeout = 0s'),
    NOWHERE,
    'command, data, or final timeout value is zero for tt transport',
  ],
  [
    transport('driver = smtp', 'shadow_transport = x'),
    NOWHERE,
    'shadow transport not allowed on non-local transport tt',
  ],
  [
    'begin authenticators\naa:\ndriver = spa\npublic_name = X\nclient_username = x',
    'Exim configuration error for aa authenticator:',
    'one of client_username and client_password cannot be set without the other',
  ],
  [
    'begin authenticators\naa:\ndriver = plaintext\npublic_name = A\nclient_send = :\nbb:\ndriver = plaintext\npublic_name = A\nclient_send = :',
    NOWHERE,
    'two client authenticators (aa and bb) have the same public name (A)',
  ],
])('%j: %s %s', (text, where, sentence) => expect(told(text)).toBe(`${where}\n  ${sentence}`));

it.each([
  'begin routers\nr:\ndriver = accept\nverify_only\npass_router = s\ns:\ndriver = accept\nverify_only\nredirect_router = r',
  'begin authenticators\naa:\ndriver = plaintext\npublic_name = A\nserver_prompts = :\nbb:\ndriver = plaintext\npublic_name = A\nserver_prompts = :',
])('%j is none', (text) => expect(told(text)).toBeUndefined());
