/** Strings that exim -be and we expand, with the same configuration and servers; and what is in the servers. */
import { PASSWORD, PORTS } from './peers.ts';

/** Hostile: quotes of every kind, a backslash, an octet beyond ASCII. */
const HOSTILE = `it's \\\\ "q" ü; drop table t --`;

/** In SQL of MySQL, where a backslash is an escape. */
export const MYSQL_TABLE = `create table t(a varchar(50) character set utf8mb4, b varchar(50) character set utf8mb4);
insert into t values('x','hello world'),('y',null),('it''s \\\\ "q" ü; drop table t --','hostile'),('z','');`;
export const SQL_TABLE = `create table t(a text, b text);
insert into t values('x','hello world'),('y',null),('it''s \\ "q" ü; drop table t --','hostile'),('z','');`;

export const LDIF = `dn: dc=example
objectClass: dcObject
objectClass: organization
o: Example, Inc
dc: example

dn: cn=ann,dc=example
objectClass: inetOrgPerson
cn: ann
sn: A, "B" \\ C
mail: ann@example
mail: a@example
description: x*(y)\\z

dn: cn=bob,dc=example
objectClass: inetOrgPerson
cn: bob
sn: Bob
mail: bob@example
`;

const QUERIES = [
  "select b from t where a='x'",
  'select a,b from t order by a',
  "select b from t where a='y'",
  "select b from t where a='z'",
  "select b from t where a='none'",
  "select a from t where a like 'it%'",
  'select nonsense from t',
  "insert into t values('new','1')",
  "update t set b='2' where a='new'",
  "delete from t where a='new'",
  "select 'a' as one, null as two, '\"x' as three",
  "select ''",
  'select null',
  'select 1 where 1=0',
];

const lookup = (type: string, query: string): string => `\${lookup ${type}{${query}}{<$value>}{NO}}`;
const auth = (query: string): string => `\${if ldapauth{${query}}{yes}{no}}`;
const down = (type: 'pgsql' | 'mysql'): string => `${type},servers=127.0.0.1::1/a/b/c:127.0.0.1::${PORTS[type]}`;

export function casesFor(type: 'pgsql' | 'mysql' | 'sqlite' | 'ldap' | 'ldaps' | 'ldap_start_tls'): readonly string[] {
  if (type === 'ldap') return LDAP;
  if (type === 'ldaps') return LDAPS;
  if (type === 'ldap_start_tls') return LDAP_START_TLS;
  const hostile = lookup(type, `select b from t where a='\${quote_${type}:${HOSTILE}}'`);
  const plain = [...QUERIES.map((query) => lookup(type, query)), hostile];
  if (type === 'sqlite') return plain;
  return [
    ...plain,
    lookup(down(type), "select b from t where a='x'"),
    lookup(`${type},servers=127.0.0.1::1/a/b/c`, 'select 1'),
    lookup(`${type},servers=127.0.0.1::${PORTS[type]}/mail/nobody/wrong`, 'select 1'),
    lookup(`${type},servers=nobody`, 'select 1'),
    lookup(`${type},servers=127.0.0.1/x`, 'select 1'),
  ];
}

const LDAP = [
  lookup('ldap', 'ldap:///dc=example?mail?sub?(cn=ann)'),
  lookup('ldap', 'ldap:///dc=example?mail,sn?sub?(cn=ann)'),
  lookup('ldap', 'ldap:///cn=ann,dc=example'),
  lookup('ldap', 'ldap:///dc=example?mail?sub?(cn=none)'),
  lookup('ldap', 'ldap:///dc=example?mail?sub?(mail=*)'),
  lookup('ldapm', 'ldap:///dc=example?mail?sub?(mail=*)'),
  lookup('ldapdn', 'ldap:///dc=example??sub?(cn=ann)'),
  lookup('ldap', 'ldap:///dc=none?mail?sub?(cn=none)'),
  lookup('ldap', 'ldap:///dc=example?description?sub?(description=${quote_ldap:x*(y)\\\\z})'),
  lookup('ldap', `user=cn=admin,dc=example pass=wrong ldap://127.0.0.1:${PORTS.ldap}/dc=example?sn?sub?(cn=ann)`),
  lookup('ldap', 'ldap://127.0.0.1:1/dc=example?sn?sub?(cn=ann)'),
  lookup('ldap', 'foo=1 ldap:///dc=example?sn?sub?(cn=ann)'),
  lookup('ldapm', 'size=1 ldap:///dc=example?mail?sub?(mail=*)'),
  lookup('ldap', 'size=1 ldap:///dc=example?mail?sub?(mail=*)'),
  lookup('ldapm', 'time=5 nettime=5 dereference=never referrals=nofollow ldap:///dc=example?cn?sub?(mail=*)'),
  lookup('ldap', 'servers=127.0.0.1:1 ldap:///dc=example?sn?sub?(cn=ann)'),
  lookup('ldap', `user="cn=admin,dc=example" pass=${PASSWORD} ldap:///dc=example?sn?sub?(cn=bob)`),
  lookup('ldap', 'ldap:///cn=${quote_ldap_dn:ann},dc=example?sn?base?'),
  lookup('ldap', 'ldap:///dc=example?cn?one?(cn=bob)'),
  lookup('ldap', 'ldap:///dc=example?cn,mail?sub?(|(cn=bob)(cn=none))'),
  lookup('ldap', 'ldap:///dc=example?cn?sub?(&(cn=bob)'),
  lookup('ldap', 'ldap:///dc=example?cn?nonsense?(cn=bob)'),
  lookup('ldapdn', 'ldap:///dc=example??sub?(mail=*)'),
  `\${lookup ldap{ldap:///dc=example?sn?sub?(cn=bob)}{$value $ldap_dn}} <$ldap_dn>`,
  auth(`user="cn=admin,dc=example" pass=${PASSWORD} ldap:///`),
  auth('user="cn=admin,dc=example" pass=wrong ldap:///'),
  auth('user="cn=admin,dc=example" pass="" ldap:///'),
  auth('user="cn=nobody,dc=example" pass=x ldap:///'),
  auth(`user="cn=admin,dc=example" pass=${PASSWORD} ldap://127.0.0.1:1/`),
  auth(`pass=${PASSWORD} ldap:///`),
  '${lookup ldapauth{ldap:///}}',
];

const clear = `ldap://127.0.0.1:${PORTS.ldap}`;
const secure = `ldaps://127.0.0.1:${PORTS.ldaps}`;

/** With the authority known, and certificates demanded. */
const LDAPS = [
  lookup('ldap', `${secure}/dc=example?mail?sub?(cn=bob)`),
  lookup('ldapm', `${secure}/dc=example?cn?sub?(mail=*)`),
  lookup('ldap', `${secure}/dc=example?mail?sub?(cn=none)`),
  auth(`user="cn=admin,dc=example" pass=${PASSWORD} ${secure}/`),
  auth(`user="cn=admin,dc=example" pass=wrong ${secure}/`),
];

/** TLS is started on every connection. */
const LDAP_START_TLS = [
  lookup('ldap', `${clear}/dc=example?mail?sub?(cn=bob)`),
  lookup('ldapm', `${clear}/dc=example?cn?sub?(mail=*)`),
  auth(`user="cn=admin,dc=example" pass=${PASSWORD} ${clear}/`),
  auth(`user="cn=admin,dc=example" pass=wrong ${clear}/`),
];
