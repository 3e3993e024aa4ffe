/** Lookups in live servers: PostgreSQL, MariaDB, SQLite and slapd beside exim -be, redis (which Debian's Exim lacks) by what is in it. */
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun, run as runProgram } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { casesFor, LDIF, MYSQL_TABLE, SQL_TABLE } from './cases.ts';
import {
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
  const [redis] = await Promise.all([
    startRedis(context, folder),
    startCluster(context, folder),
    startPostgres(context, folder),
    startMariadb(context, folder),
    startSlapd(context, folder, LDIF),
  ]);
  await furnish(folder);
  for (const type of ['pgsql', 'mysql', 'sqlite', 'ldap'] as const) {
    const texts = casesFor(type);
    await context.test(`${type}: ${texts.length} lookups as exim -be`, () => compare(file, config, texts));
  }
  await redisCases(context, folder, redis);
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

async function redisCases(context: Context, folder: string, pid: number): Promise<void> {
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
  await context.test(
    'redis: a server killed in the middle: the next one answers; without one it is a deferral',
    async () => {
      process.kill(pid, 'SIGKILL');
      await sleep(100);
      const [deferral] = await ask(plain, [get('exists list')]);
      match(deferral!, /gave DEFER: REDIS connection failed: Connection refused/);
      deepStrictEqual(await ask(`${plain} : 127.0.0.1::${PORTS.cluster}//`, [get('ping')]), ['<PONG>']);
    },
  );
}
