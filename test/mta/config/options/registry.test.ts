/** Drift: every row says what it is, in one form, and every driver has its options. */
import { describe, expect, test } from 'vitest';
import { ACL_CLAUSES, ACL_CONTROLS, ACL_PHASES, ACL_VERBS } from '../../../../src/mta/config/acl/index.ts';
import {
  DRIVERS,
  findOption,
  type OptionRow,
  type OptionScope,
  optionsOf,
} from '../../../../src/mta/config/options/index.ts';

const KINDS = ['router', 'transport', 'authenticator'] as const;
const SCOPES: readonly OptionScope[] = [
  'main',
  ...KINDS,
  ...KINDS.flatMap((kind) => DRIVERS[kind].map((driver) => `${kind}/${driver}` as const)),
];
const ROWS = SCOPES.flatMap(optionsOf);
const WORDS = [...ACL_VERBS, ...ACL_CLAUSES.values(), ...ACL_CONTROLS.values()];

const isDefault: Readonly<Partial<Record<OptionRow['type'], RegExp>>> = {
  boolean: /^true$/,
  'expanded boolean': /^true$/,
  integer: /^-?\d+$/,
  size: /^\d+[KMG]?$/,
  'size in K': /^\d+[KMG]?$/,
  'octal integer': /^0\d+$/,
  time: /^(\d+[wdhms])+$/,
};

test.each(ROWS.map((row) => [`${row.scope} ${row.name}`, row] as const))('%s says what it is', (_name, row) => {
  expect(row.name).toMatch(/^[a-z][a-z0-9_]*$/);
  expect(row.doc).toMatch(/^\S[^\n]{14,}[.]$/);
  expect(row.status).toMatch(/^(works|planned|never: .{20,})$/);
  expect(row.group).not.toBe('');
  if (row.default !== undefined) expect(row.default).toMatch(isDefault[row.type] ?? /./);
  if (row.when !== undefined) expect(row.expanded).toBe(true);
});

test.each(WORDS.map((word) => [word.name, word] as const))('the word %s of ACLs says what it is', (_name, word) => {
  expect(word.doc).toMatch(/^\S[^\n]{14,}[.]$/);
  expect(word.status).toMatch(/^(works|planned|never: .{20,})$/);
});

describe('names', () => {
  test.each(SCOPES)('stand once in %s', (scope) => {
    const names = optionsOf(scope).flatMap((row) => [row.name, ...(row.aliases ?? [])]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('of main options are those of 4.99, and those 4.85 had', () => {
    const wanted = ['acl_smtp_wellknown', 'log_ports', 'limits_advertise_hosts', 'bmi_config_file', 'dccifd_address'];
    for (const name of wanted) expect(findOption(['main'], name)?.row.name).toBe(name);
    expect(optionsOf('main').length).toBeGreaterThan(290);
  });

  test.each([
    ['main', 'acl_data_smtp_prdr', 'acl_smtp_data_prdr'],
    ['main', 'daemon_smtp_port', 'daemon_smtp_ports'],
    ['main', 'return_size_limit', 'bounce_return_size_limit'],
    ['main', 'proxy_required_hosts', 'hosts_proxy'],
    ['main', 'tpda_event_action', 'event_action'],
    ['transport', 'tpda_event_action', 'event_action'],
  ] as const)('%s %s is an older name of %s', (scope, old, name) => {
    expect(findOption([scope], old)).toMatchObject({ alias: true, row: { name } });
  });

  test('a scope that is not asked for is not searched', () => {
    expect(findOption(['main'], 'route_list')).toBeUndefined();
    expect(findOption(['router', 'router/manualroute'], 'route_list')?.row.scope).toBe('router/manualroute');
  });
});

test('every place an ACL runs in is an option', () => {
  for (const { option } of Object.values(ACL_PHASES)) expect(findOption(['main'], option)?.row.group).toBe('acl');
});

test.each(['local_scan_timeout', 'perl_startup', 'daemon_modules_load'])('%s says what to do instead', (name) => {
  expect(findOption(['main'], name)?.row.status).toMatch(/^never: .*; .*/);
});
