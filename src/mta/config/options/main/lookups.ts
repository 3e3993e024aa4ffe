/** Servers of look-ups. */
import { type OptionDraft, optionRows } from '../make.ts';

const ldap = (name: string, doc: string, more: Partial<OptionDraft> = {}): OptionDraft => ({
  name,
  type: 'string',
  doc,
  keywords: ['directory'],
  status: 'works',
  ...more,
});

const servers = (name: string, doc: string, more: Partial<OptionDraft> = {}): OptionDraft => ({
  name,
  type: 'string list',
  doc,
  keywords: ['database', 'SQL'],
  status: 'works',
  ...more,
});

export const LOOKUP_OPTIONS = optionRows('main', 'lookups', [
  servers('ibase_servers', 'Servers of InterBase and what opens them.', {
    status: 'never: no driver for InterBase is kept up; use pgsql, mysql or sqlite',
  }),
  ldap('ldap_ca_cert_dir', 'A directory of roots that certificates of LDAP servers must lead to.'),
  ldap('ldap_ca_cert_file', 'A file of roots that certificates of LDAP servers must lead to.'),
  ldap('ldap_cert_file', 'The certificate shown to LDAP servers.'),
  ldap('ldap_cert_key', 'The key of ldap_cert_file.'),
  ldap('ldap_cipher_suite', 'The cipher suites allowed with LDAP servers, in the notation of OpenSSL.'),
  ldap(
    'ldap_default_servers',
    'LDAP servers, each perhaps with a port, that are asked in order where a query names none.',
    {
      type: 'string list',
    },
  ),
  ldap(
    'ldap_require_cert',
    'Whether the certificate of an LDAP server must be right: hard, demand, allow, try or never.',
  ),
  ldap('ldap_start_tls', 'TLS is started on connections to LDAP servers that begin in clear.', { type: 'boolean' }),
  ldap('ldap_version', 'The version of LDAP: 3, as -1 leaves it. With 2 every lookup defers.', {
    type: 'integer',
    default: '-1',
  }),
  servers(
    'mysql_servers',
    'Servers of MySQL or MariaDB: host, database, user and password with slashes between; asked in order.',
  ),
  servers('oracle_servers', 'Servers of Oracle and what opens them.', {
    status: 'never: no driver for Oracle can be shipped; use pgsql, mysql or sqlite',
  }),
  servers(
    'pgsql_servers',
    'Servers of PostgreSQL: host, database, user and password with slashes between; asked in order.',
  ),
  servers(
    'redis_servers',
    'Servers of Redis: host with port, or a socket in parentheses, perhaps [tls] or [tls=FILE] with roots, then number of database and password.',
    {
      keywords: ['valkey'],
    },
  ),
  servers('sqlite_dbfile', 'The file of SQLite that is asked where a query names none.', { type: 'string' }),
  servers(
    'sqlite_lock_timeout',
    'So many seconds a look-up waits for a file of SQLite that somebody else has locked.',
    {
      type: 'integer',
      default: '5',
    },
  ),
]);
