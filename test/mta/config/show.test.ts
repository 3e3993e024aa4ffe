import { describe, expect, it } from 'vitest';
import { readConfiguration, selectShown } from '../../../src/mta/config/index.ts';

function shown(text: string, ...words: readonly string[]): readonly string[] {
  const read = readConfiguration({ text });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  return selectShown(read.value, words, { hostname: 'host.example' }).flatMap(({ entries, heading }) => [
    ...(heading === undefined ? [] : [heading]),
    ...entries.map(({ line }) => line),
  ]);
}

describe('options as -bP prints them', () => {
  it.each([
    ['', 'split_spool_directory', 'no_split_spool_directory'],
    ['split_spool_directory', 'split_spool_directory', 'split_spool_directory'],
    ['auto_thaw = 8d', 'auto_thaw', 'auto_thaw = 1w1d'],
    ['delay_warning = 2h:4h', 'delay_warning', 'delay_warning = 2h:4h'],
    ['delay_warning =', 'delay_warning', 'delay_warning = '],
    ['check_spool_space = 5G', 'check_spool_space', 'check_spool_space = 5G'],
    ['check_spool_space = 20', 'check_spool_space', 'check_spool_space = 20K'],
    ['check_spool_space = 0', 'check_spool_space', 'check_spool_space = 0'],
    ['smtp_accept_max = 4K', 'smtp_accept_max', 'smtp_accept_max = 4096'],
    ['queue_only_load = 4.567', 'queue_only_load', 'queue_only_load = 4.567'],
    ['queue_only_load = 5', 'queue_only_load', 'queue_only_load = 5.0'],
    ['queue_only_load = 0.05', 'queue_only_load', 'queue_only_load = 0.05'],
    ['', 'smtp_load_reserve', 'smtp_load_reserve ='],
    ['trusted_users = mail : root', 'trusted_users', 'trusted_users = mail:root'],
    ['uucp_from_sender = "a\\tb\\x01\\\\"', 'uucp_from_sender', 'uucp_from_sender = a\\tb\\001\\'],
    ['hide mysql_servers = a/b/c/d', 'mysql_servers', 'mysql_servers = <value not displayable>'],
    ['', 'qualify_recipient', 'qualify_recipient = host.example'],
    ['primary_hostname = a', 'qualify_domain', 'qualify_domain = a'],
    ['qualify_domain = b', 'qualify_recipient', 'qualify_recipient = b'],
    ['', 'nosuch', 'nosuch is not a known option'],
  ])('%s: %s', (line, word, expected) => {
    expect(shown(`${line}\n`, word)).toEqual([expected]);
  });
});

it.each([
  ['router', 'driver = accept\ntransport = t\nself = reroute: rewrite: other.example', 'self = other.example'],
  ['router', 'driver = accept\ntransport = t\nself = reroute:other.example', 'self = other.example'],
  ['router', 'driver = accept\ntransport = t\nself = pass', 'self = pass'],
  ['router', 'driver = redirect\ndata = x\none_time', 'forbid_filter_reply'],
  ['router', 'driver = redirect\ndata = x', 'no_forbid_filter_reply'],
])('a %s with %j has %s', (kind, lines, line) => {
  expect(shown(`begin ${kind}s\none:\n${lines}\n`, kind, 'one')).toContain(line);
});

it('groups of users, and numbers of which there are none', () => {
  expect(shown('system_filter_user = root\n', 'system_filter_group')).toEqual(['system_filter_group = root']);
});

it('the configuration itself is listed where it is asked for first, and then alone', () => {
  const listing = () => [{ text: 'a line', indent: 2 }];
  const read = readConfiguration({ text: '' });
  if (!read.ok) throw new Error('it can be read');
  const lines = (...words: readonly string[]) =>
    selectShown(read.value, words, { hostname: 'h', listing }).flatMap(({ entries }) =>
      entries.map(({ line }) => line),
    );
  expect(lines('config', 'nosuch')).toEqual(['  a line']);
  expect(lines('router_list', 'config')).toEqual([]);
});

it('shows an administrator what is hidden from others, but for lists', () => {
  const read = readConfiguration({ text: 'hide mysql_servers = a/b/c/d\nhide domainlist d = x\n' });
  if (!read.ok) throw new Error('it is a configuration');
  const context = { hostname: 'host.example', revealsAll: true };
  const groups = selectShown(read.value, ['mysql_servers', '+d'], context);
  expect(groups.flatMap(({ entries }) => entries.map(({ line }) => line))).toEqual([
    'mysql_servers = a/b/c/d',
    'domainlist d = <value not displayable>',
  ]);
});

it('has the environment that is left, in order, and no local_scan()', () => {
  const read = readConfiguration({ text: '' });
  if (!read.ok) throw new Error('it is a configuration');
  const context = { hostname: 'host.example', environment: () => ({ PATH: '/bin', A: 'b' }) };
  const [environment, scan] = selectShown(read.value, ['environment', 'local_scan'], context);
  expect(environment?.entries.map(({ line }) => line)).toEqual(['A=b', 'PATH=/bin']);
  expect(scan).toMatchObject({ kind: 'unknown', entries: [{ line: 'local_scan() options are not supported' }] });
});

describe('what is no option', () => {
  const text =
    'domainlist a = x\nhide hostlist a = y\nAA = one\nbegin routers\nr:\n driver = accept\n verify_only\n condition = 1\n condition = 2\n' +
    ' headers_remove = X : Y\n headers_remove = Z\n no_verify\nbegin transports\nt:\n driver = appendfile\n directory = /x\n';
  it('lists of whatever kind', () => {
    expect(shown(text, '+a')).toEqual(['domainlist a = x', 'hostlist a = <value not displayable>']);
  });
  it('macros', () => {
    expect(shown(text, 'macro', 'AA', 'macro', 'BB')).toEqual(['AA=one', 'macro BB not found']);
  });
  it('drivers, all and by name', () => {
    expect(shown(text, 'routers')[0]).toBe('r router:');
    expect(shown(text, 'router', 'r')).toEqual(
      expect.arrayContaining([
        'driver = accept',
        'condition = ${if and{{bool_lax{1}}{bool_lax{2}}}}',
        'headers_remove = X:Y:Z',
        'no_verify_sender',
        'retry_use_local_part',
      ]),
    );
    expect(shown(text, 'transport', 't')).toEqual(expect.arrayContaining(['directory = /x', 'message_prefix = ']));
    expect(shown(text, 'router_list', 'transport_list')).toEqual(['r', 't']);
  });
  it('every main option, in the order of the names', () => {
    const names = shown(text).map((line) => line.replace(/^no_| =.*/g, ''));
    expect(names.length).toBeGreaterThan(250);
    expect(names).toEqual([...names].sort());
  });
});
