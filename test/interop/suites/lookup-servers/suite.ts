/** Lookups in live servers: PostgreSQL, MariaDB, SQLite and slapd beside exim -be, redis (which Debian's Exim lacks) by what is in it. */
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run as runProgram } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { casesFor, LDIF, MYSQL_TABLE, SQL_TABLE } from './cases.ts';
import { hostileKeys, verbatim } from './hostile.ts';
import { killedCases } from './killed.ts';
import {
  makeCertificates,
  openFolder,
  PASSWORD,
  PORTS,
  redisCli,
  startCluster,
  startMariadb,
  startPostgres,
  startRedis,
  startSlapd,
} from './peers.ts';
import { silentCases } from './silent.ts';

export const suite: Suite = {
  name: 'lookup-servers',
  proves:
    'lookups in live servers give what Exim gives; servers that are down make a deferral, or the next one answers',
  run,
};

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');
const login = `mail/exim/${PASSWORD}`;

async function run(context: Context): Promise<void> {
  const folder = openFolder(context);
  const config = `primary_hostname = h.example
keep_environment =
log_file_path = ${folder}/%slog
spool_directory = ${folder}
pgsql_servers = 127.0.0.1::${PORTS.pgsql}/${login}
mysql_servers = 127.0.0.1::${PORTS.mysql}/${login}
ldap_default_servers = 127.0.0.1::1 : 127.0.0.1::${PORTS.ldap}
sqlite_dbfile = ${folder}/t.db
`;
  const file = join(folder, 'exim.conf');
  writeFileSync(file, config);
  await makeCertificates(folder);
  const [redis, , , mysql, slapd] = await Promise.all([
    startRedis(context, folder),
    startCluster(context, folder),
    startPostgres(context, folder),
    startMariadb(context, folder),
    startSlapd(context, folder, LDIF),
  ]);
  await furnish(folder);
  // Waiting takes no work: it goes on beside the rest, until servers are killed.
  const silent = silentCases(context);
  for (const type of ['pgsql', 'mysql', 'sqlite', 'ldap'] as const) {
    const texts = casesFor(type);
    await context.test(`${type}: ${texts.length} lookups as exim -be`, () => compare(file, config, texts));
  }
  await hostileCases(context, file, config);
  const trusted = `${config}ldap_ca_cert_file = ${folder}/ca.pem\nldap_require_cert = hard\n`;
  writeFileSync(file, trusted);
  const secure = casesFor('ldaps');
  await context.test(`ldaps: ${secure.length} lookups as exim -be`, () => compare(file, trusted, secure));
  await context.test('ldap: TLS started on a clear connection, where exim -be cannot (-1, with GnuTLS)', async () => {
    const texts = casesFor('ldap_start_tls');
    deepStrictEqual(await expanded(`${trusted}ldap_start_tls\n`, texts), ['<bob@example>', '<ann\nbob>', 'yes', 'no']);
    const [untrusted] = await expanded(`${config}ldap_start_tls\n`, texts);
    match(untrusted!, /gave DEFER: failed to initiate TLS processing/);
  });
  await redisCases(context, folder);
  await untrustedCases(context, folder, config);
  await silent;
  await killedCases(context, folder, { redis, mysql, slapd });
}

async function furnish(folder: string): Promise<void> {
  const env = { PGPASSWORD: PASSWORD };
  const psql = ['-q', '-h', '127.0.0.1', '-p', String(PORTS.pgsql), '-U', 'exim'];
  await mustRun('psql', [...psql, 'postgres', '-c', 'create database mail'], { env });
  await mustRun('psql', [...psql, 'mail', '-c', SQL_TABLE], { env });
  const grants = ["'127.0.0.1'", 'localhost']
    .map((host) => `create user exim@${host} identified by '${PASSWORD}'; grant all on mail.* to exim@${host};`)
    .join('');
  const input = `create database mail; ${grants} use mail; ${MYSQL_TABLE}`;
  const args = ['--no-defaults', '--default-character-set=utf8mb4', '-S', join(folder, 'my/s'), '-u', 'root'];
  await mustRun('mariadb', args, { input });
  const { default: Database } = await import('libsql');
  const database = new Database(join(folder, 't.db'));
  database.exec(SQL_TABLE);
  database.close();
}

async function compare(file: string, config: string, texts: readonly string[]): Promise<void> {
  const { stdout } = await runProgram(programs.exim, ['-C', file, '-be'], { input: `${texts.join('\n')}\n` });
  const theirs = stdout.replace(/^> /, '').split('\n> ').slice(0, -1);
  deepStrictEqual(await expanded(config, texts), theirs);
}

interface Answered {
  readonly data?: { readonly outcome: string; readonly text?: string; readonly error?: string };
}

async function expanded(config: string, texts: readonly string[]): Promise<readonly string[]> {
  const lines = texts.map((text, id) => JSON.stringify({ id, text, config }));
  const args = [PROGRAM, 'expand', '--batch', '-', '--jobs=1', '-o', 'jsonl', '--trust=none'];
  const { stdout } = await runProgram(process.execPath, args, { input: `${lines.join('\n')}\n` });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as Answered).data)
    .map((data) => (data?.outcome === 'text' ? data.text! : `Failed: ${data?.error}`));
}

/** Without the authority a server is not trusted, unless that is what is wanted. */
async function untrustedCases(context: Context, folder: string, config: string): Promise<void> {
  const query = `\${lookup ldap{ldaps://127.0.0.1:${PORTS.ldaps}/dc=example?cn?sub?(cn=bob)}{<$value>}{NO}}`;
  const ask = async (options: string) => (await expanded(`${config}${options}`, [query]))[0]!;
  await context.test('ldap: certificates as ldap_require_cert wants them', async () => {
    match(await ask(''), /gave DEFER: failed to bind the LDAP connection/);
    match(await ask('ldap_require_cert = try\n'), /gave DEFER/);
    deepStrictEqual(await ask('ldap_require_cert = never\n'), '<bob>');
    deepStrictEqual(await ask('ldap_require_cert = allow\n'), '<bob>');
    mkdirSync(join(folder, 'roots'));
    copyFileSync(join(folder, 'ca.pem'), join(folder, 'roots/some.pem'));
    writeFileSync(join(folder, 'roots/README'), 'roots');
    deepStrictEqual(await ask(`ldap_ca_cert_dir = ${folder}/roots\n`), '<bob>');
    match(await ask('ldap_ca_cert_file = /nowhere\n'), /gave DEFER/);
    match(await ask(`ldap_ca_cert_dir = ${folder}/roots\nldap_cipher_suite = nonsense\n`), /gave DEFER/);
  });
}

const SEED = 20_260;

/** In SQL beside exim -be; from redis the key itself comes back. */
async function hostileCases(context: Context, file: string, config: string): Promise<void> {
  const keys = hostileKeys(context.full ? 400 : 60, SEED);
  context.note(`hostile keys: seed ${SEED}`);
  for (const type of ['pgsql', 'mysql', 'sqlite'] as const) {
    const texts = keys.map((key) => `\${lookup ${type}{select '\${quote_${type}:${verbatim(key)}}'}{<$value>}{NO}}`);
    await context.test(`${type}: ${texts.length} hostile keys as exim -be`, () => compare(file, config, texts));
  }
  const filters = keys.map(
    (key) => `\${lookup ldap{ldap:///dc=example?cn?sub?(cn=\${quote_ldap:${verbatim(key)}})}{<$value>}{NO}}`,
  );
  await context.test(`ldap: ${filters.length} hostile keys as exim -be`, () => compare(file, config, filters));
  await context.test(`redis: ${keys.length} hostile keys come back as they were`, async () => {
    const texts = keys.map((key) => `\${lookup redis{echo \${quote_redis:${verbatim(key)}}}{<$value>}{NO}}`);
    const answers = await expanded(`redis_servers = 127.0.0.1::${PORTS.redis}//${PASSWORD}\n`, texts);
    deepStrictEqual(
      answers,
      keys.map((key) => `<${key}>`),
    );
  });
}

async function redisCases(context: Context, folder: string): Promise<void> {
  const plain = `127.0.0.1::${PORTS.redis}//${PASSWORD}`;
  const ask = (servers: string, texts: readonly string[]) => expanded(`redis_servers = ${servers}\n`, texts);
  const get = (query: string) => `\${lookup redis{${query}}{<$value>}{NO}}`;
  await redisCli(PORTS.redis, 'set', 'a b\\c', 'hit');
  await redisCli(PORTS.redis, 'rpush', 'list', 'one', 'two', '3');

  await context.test('redis: hits, misses, integers, arrays, hostile keys, errors', async () => {
    const texts = [
      get('get ${quote_redis:a b\\\\c}'),
      get('get nope'),
      get('exists list'),
      get('exists nope'),
      get('lrange list 0 -1'),
      get('smembers nope'),
      get('hget list x'),
    ];
    const answers = await ask(plain, texts);
    deepStrictEqual(answers.slice(0, 6), ['<hit>', '<>', '<true>', '<false>', '<one\ntwo\n3>', 'NO']);
    match(answers[6]!, /gave DEFER: REDIS: lookup result failed: WRONGTYPE/);
  });
  await context.test('redis: a socket, a database of its own, the next server, a wrong password', async () => {
    const socket = join(folder, 'redis.sock');
    deepStrictEqual(await ask(`(${socket})/3/${PASSWORD}`, [get('exists list')]), ['<false>']);
    deepStrictEqual(await ask(`127.0.0.1::1// : ${plain}`, [get('exists list')]), ['<true>']);
    const [refused] = await ask(`127.0.0.1::${PORTS.redis}//falsch`, [get('ping')]);
    match(refused!, /gave DEFER: REDIS Authentication failed: WRONGPASS/);
    ok(!refused!.includes('falsch'));
  });
  await context.test('redis: a cluster is followed to the node that has the key', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `key${index}`);
    const cluster = `127.0.0.1::${PORTS.cluster}//`;
    const set = await ask(
      cluster,
      keys.map((key) => get(`set ${key} of-${key}`)),
    );
    deepStrictEqual(new Set(set), new Set(['<OK>']));
    deepStrictEqual(
      await ask(
        cluster,
        keys.map((key) => get(`get ${key}`)),
      ),
      keys.map((key) => `<of-${key}>`),
    );
  });
  await context.test('redis: TLS, its certificate by an authority that is named', async () => {
    const secure = `127.0.0.1::${PORTS.redisTls}`;
    const login = `//${PASSWORD}`;
    deepStrictEqual(await ask(`${secure}[tls=${folder}/ca.pem]${login}`, [get('exists list')]), ['<true>']);
    const [untrusted] = await ask(`${secure}[tls]${login}`, [get('ping')]);
    match(untrusted!, /gave DEFER: REDIS connection failed: /);
    const [clear] = await ask(`127.0.0.1::${PORTS.redis}[tls=${folder}/ca.pem]${login}`, [get('ping')]);
    match(clear!, /gave DEFER: REDIS connection failed: /);
  });
}
