/** Every type of lookup. To add one: a file in `drivers/` (copy `cdb.ts` for a file, `testdb.ts` for a query), and its row below. */
import { cdb } from './drivers/cdb.ts';
import { dbm, dbmjz, dbmnz } from './drivers/dbm.ts';
import { dnsdb } from './drivers/dnsdb.ts';
import { dsearch } from './drivers/dsearch.ts';
import { iplsearch } from './drivers/iplsearch.ts';
import { json } from './drivers/json.ts';
import { ldap, ldapdn, ldapm } from './drivers/ldap.ts';
import { ldapauth } from './drivers/ldapauth.ts';
import { lsearch } from './drivers/lsearch.ts';
import { mysql } from './drivers/mysql.ts';
import { passwd } from './drivers/passwd.ts';
import { pgsql } from './drivers/pgsql.ts';
import { psl, regdom } from './drivers/public-suffix.ts';
import { redis } from './drivers/redis.ts';
import { REFUSED } from './drivers/refused.ts';
import { spf } from './drivers/spf.ts';
import { sqlite } from './drivers/sqlite.ts';
import { testdb } from './drivers/testdb.ts';
import { nwildlsearch, wildlsearch } from './drivers/wildlsearch.ts';
import type { LookupDriver } from './types.ts';

export const DRIVERS: readonly LookupDriver[] = [
  cdb,
  dbm,
  dbmjz,
  dbmnz,
  dnsdb,
  dsearch,
  iplsearch,
  json,
  ldap,
  ldapauth,
  ldapdn,
  ldapm,
  lsearch,
  mysql,
  nwildlsearch,
  passwd,
  pgsql,
  psl,
  redis,
  regdom,
  spf,
  sqlite,
  testdb,
  wildlsearch,
  ...REFUSED,
];

const BY_NAME = new Map(DRIVERS.map((driver) => [driver.name, driver]));

export const findDriver = (name: string): LookupDriver | undefined => BY_NAME.get(name);
