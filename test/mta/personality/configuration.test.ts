/** `-bV`: what Exim finds wrong with a configuration when it reads it. */
import { describe, expect, it } from 'vitest';
import { DRIVERS } from '../../../src/mta/config/options/drivers.ts';
import { REFUSED } from '../../../src/mta/lookup/drivers/refused.ts';
import { LOOKUP_DRIVERS } from '../../../src/mta/lookup/index.ts';
import { ABILITIES } from '../../../src/mta/personality/modes/abilities.ts';
import { versionMode } from '../../../src/mta/personality/modes/configuration.ts';
import type { Call, PersonalityPorts } from '../../../src/mta/personality/types.ts';
import { SCANNER_KINDS } from '../../../src/mta/scan/index.ts';

async function version(text: string, env: PersonalityPorts['env'] = {}) {
  const said: string[] = [];
  const complained: string[] = [];
  const ports = {
    version: '0',
    env,
    clock: { now: () => new Date() },
    out: async (line: string) => void said.push(line),
    complain: (line: string) => void complained.push(line),
  };
  const call = { configuration: { source: { text }, macros: {} }, words: [], bare: false };
  const status = await versionMode.run(call as unknown as Call, ports as unknown as PersonalityPorts);
  return { status, complained: complained.join(''), said: said.join('') };
}

describe('-bV', () => {
  it.each([
    ['exim_user = no-such-user', 'in line 1 of ', 'user no-such-user was not found'],
    ['\ntrusted_users = root : no-such-user', 'in line 2 of ', 'user no-such-user was not found'],
    ['never_users = no-such-user', 'in line 1 of ', 'user no-such-user was not found'],
    ['exim_group = no-such-group', 'in line 1 of ', 'group no-such-group was not found'],
    [
      'begin transports\nt:\n driver = pipe\n group = no-such-group',
      'in line 4 of ',
      'group no-such-group was not found',
    ],
    [
      'begin routers\nr:\n driver = redirect\n data = x\n user = no-such-user',
      'in line 5 of ',
      'user no-such-user was not found',
    ],
    ['nosuch = 1', 'in line 1 of ', 'main option "nosuch" unknown'],
    ['log_selector = +nosuch', 'error:', 'unknown log_selector setting: +nosuch'],
    ['begin routers\nr:\n driver = accept', 'error:', 'a transport is required for this router'],
    ['begin routers\nr:\n driver = redirect', 'error for r router:', 'one of "file" or "data" must be specified'],
    [
      'begin transports\nt:\n driver = appendfile\n file = /a\n directory = /b',
      'error for t transport:',
      'only one of "file" or "directory"',
    ],
  ])('%j ends with 1 (%s %s), as Exim 4.96 does', async (text, where, words) => {
    const { status, complained } = await version(text);
    expect(status).toBe(1);
    expect(complained).toContain(where);
    expect(complained).toContain(words);
  });

  it.each([
    ['a certificate that is not there', 'tls_certificate = /no/such/file'],
    ['an address that is none', 'local_interfaces = 999.1.1.1'],
    ['a port that is none', 'daemon_smtp_ports = nosuchport'],
    ['an ACL that is not there', 'acl_smtp_rcpt = nosuch'],
    ['a user who is known when mail comes', 'begin transports\nt:\n driver = pipe\n user = ${lc:NOBODY}'],
  ])('%s is for a start to find out, as with Exim', async (_what, text) =>
    expect(await version(text)).toMatchObject({ status: 0, complained: '' }),
  );

  it('tells that the environment is purged, unless it is said what is kept', async () => {
    const env = { PATH: '/bin' };
    expect((await version('', env)).complained).toMatch(
      /^\S+ \S+ Warning: purging the environment\.\n Suggested action: use keep_environment\.\n$/,
    );
    expect((await version('keep_environment =', env)).complained).toBe('');
  });

  it.each(['kx', 'mac', 'protocols'])('gnutls_require_%s is no option any more, as with Exim 4.96', async (what) => {
    expect((await version(`gnutls_require_${what} = x`)).complained).toContain(`"gnutls_require_${what}" unknown`);
  });

  it('a transport that is not there is met when somebody is routed to it, as with Exim', async () => {
    const router = 'begin routers\nr:\n driver = accept\n transport = none\n';
    expect(await version(router)).toMatchObject({ status: 0, complained: '' });
  });
});

describe('what -bV says is in it', () => {
  const namesOf = (title: string) => ABILITIES.find(([one]) => one === title)![1].split(' ');
  /** Not spoken to, or nothing by themselves. */
  const APART = [
    'psl',
    'regdom',
    'spf',
    'testdb',
    'ldapauth',
    'cyrus_sasl',
    'heimdal_gssapi',
    'aveserver',
    'kavdaemon',
    'mksd',
  ];
  const without = (names: readonly string[]) => names.filter((name) => !APART.includes(name)).sort();

  it.each([
    ['Lookups (built-in)', LOOKUP_DRIVERS.filter((driver) => !REFUSED.includes(driver)).map(({ name }) => name)],
    ['Authenticators', DRIVERS.authenticator],
    ['Routers', DRIVERS.router],
    ['Malware', SCANNER_KINDS],
  ])('%s: what there is a row for', (title, rows) => expect(namesOf(title).sort()).toEqual(without(rows)));

  it('transports are told with the forms of mailboxes', () => {
    expect(namesOf('Transports').map((name) => name.split('/')[0])).toEqual(DRIVERS.transport);
  });

  it('stands between the version and the file', async () => {
    expect((await version('')).said).toMatch(
      /^Exim version .*\nSupport for: .*\bDANE\b.*\nLookups \(built-in\): lsearch /,
    );
  });
});
