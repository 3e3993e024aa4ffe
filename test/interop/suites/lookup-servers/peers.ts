/** The servers, each with a folder of its own; those that refuse root run as the user of their package. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun, run } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

export const PASSWORD = 'geheim';
export const PORTS = { redis: 16379, cluster: 17001, pgsql: 15432, mysql: 13306, ldap: 13890 } as const;

/** Readable by every user that a server runs as. */
export function openFolder(context: Context): string {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-servers-'));
  chmodSync(folder, 0o755);
  context.atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return folder;
}

async function answers(command: string, args: readonly string[]): Promise<boolean> {
  return (await run(command, args)).status === 0;
}

export const redisCli = (port: number, ...words: readonly string[]) =>
  mustRun(programs.redisCli, ['-p', String(port), '-a', PASSWORD, '--no-auth-warning', ...words]);

export function startRedis(context: Context, folder: string): Promise<number> {
  const args = ['--port', PORTS.redis, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--requirepass', PASSWORD];
  return startDaemon(context, {
    command: programs.redis,
    args: [...args, '--unixsocket', join(folder, 'redis.sock')].map(String),
    logFile: join(folder, 'redis.log'),
    ready: () => answers(programs.redisCli, ['-p', String(PORTS.redis), '-a', PASSWORD, 'ping']),
  });
}

export async function startCluster(context: Context, folder: string): Promise<void> {
  const nodes = [0, 1, 2].map((each) => PORTS.cluster + each);
  for (const port of nodes) {
    const own = join(folder, String(port));
    mkdirSync(own);
    await startDaemon(context, {
      command: programs.redis,
      args: `--port ${port} --bind 127.0.0.1 --cluster-enabled yes --dir ${own}`.split(' ').concat('--save', ''),
      logFile: join(own, 'log'),
      ready: () => answers(programs.redisCli, ['-p', String(port), 'ping']),
    });
  }
  const addresses = nodes.map((port) => `127.0.0.1:${port}`);
  await mustRun(programs.redisCli, ['--cluster', 'create', ...addresses, '--cluster-yes']);
}

export async function startPostgres(context: Context, folder: string): Promise<number> {
  const data = join(folder, 'pg');
  const secret = join(folder, 'password');
  writeFileSync(secret, PASSWORD);
  await ownedBy('postgres', data);
  const as = ['-u', 'postgres', '--'];
  const options = ['-U', 'exim', `--pwfile=${secret}`, '-A', 'scram-sha-256', '--no-sync', '--locale=C.UTF-8'];
  await mustRun('runuser', [...as, programs.initdb, '-D', data, ...options]);
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${PORTS.pgsql}`,
    `unix_socket_directories=${data}`,
    'fsync=off',
  ];
  return startDaemon(context, {
    command: 'runuser',
    args: [...as, programs.postgres, '-D', data, ...settings.flatMap((each) => ['-c', each])],
    logFile: join(folder, 'pg.log'),
    ready: () => answers('pg_isready', ['-h', '127.0.0.1', '-p', String(PORTS.pgsql)]),
  });
}

export async function startMariadb(context: Context, folder: string): Promise<number> {
  const data = join(folder, 'my');
  await ownedBy('mysql', data);
  const options = ['--no-defaults', '--user=mysql', `--datadir=${data}`];
  // --force: the host's own name cannot be looked up in a network of its own.
  await mustRun(programs.mariadbInstall, [...options, '--force', '--auth-root-authentication-method=normal']);
  const socket = join(data, 's');
  return startDaemon(context, {
    command: programs.mariadbd,
    args: [
      ...options,
      `--port=${PORTS.mysql}`,
      '--bind-address=127.0.0.1',
      `--socket=${socket}`,
      `--pid-file=${data}/pid`,
    ],
    logFile: join(folder, 'my.log'),
    ready: () => answers('mariadb', ['--no-defaults', '-S', socket, '-u', 'root', '-e', 'select 1']),
  });
}

export async function startSlapd(context: Context, folder: string, ldif: string): Promise<number> {
  mkdirSync(join(folder, 'ldap'));
  const file = join(folder, 'slapd.conf');
  writeFileSync(join(folder, 'data.ldif'), ldif);
  writeFileSync(
    file,
    `${['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`).join('\n')}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
database mdb
maxsize 10485760
suffix "dc=example"
rootdn "cn=admin,dc=example"
rootpw ${PASSWORD}
directory ${folder}/ldap
`,
  );
  await mustRun(programs.slapadd, ['-f', file, '-l', join(folder, 'data.ldif')]);
  const url = `ldap://127.0.0.1:${PORTS.ldap}`;
  return startDaemon(context, {
    command: programs.slapd,
    args: ['-f', file, '-h', url, '-d', '0'],
    logFile: join(folder, 'slapd.log'),
    ready: () => answers('ldapsearch', ['-x', '-H', url, '-b', 'dc=example', '-s', 'base']),
  });
}

async function ownedBy(user: string, folder: string): Promise<void> {
  mkdirSync(folder);
  await mustRun('chown', [`${user}:`, folder]);
}
