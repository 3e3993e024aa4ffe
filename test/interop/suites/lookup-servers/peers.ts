/** The servers, each with a folder of its own; those that refuse root run as the user of their package. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun, run } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

export const PASSWORD = 'geheim';
export const PORTS = {
  redis: 16379,
  redisTls: 16380,
  cluster: 17001,
  pgsql: 15432,
  mysql: 13306,
  ldap: 13890,
  ldaps: 13891,
} as const;

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

/** An authority, and a certificate of it for 127.0.0.1, which every server with TLS shows. */
export async function makeCertificates(folder: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const authority = ['-subj', '/CN=Authority of the suite', '-keyout', at('ca.key'), '-out', at('ca.pem')];
  await mustRun(programs.openssl, ['req', '-x509', ...key, ...authority]);
  const names = ['-subj', '/CN=servers', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-keyout', at('server.key'), '-out', at('server.pem')];
  await mustRun(programs.openssl, ['req', '-x509', ...key, ...names, ...signed]);
  for (const name of ['server.key', 'server.pem', 'ca.pem']) chmodSync(at(name), 0o644);
}

export const redisCli = (port: number, ...words: readonly string[]) =>
  mustRun(programs.redisCli, ['-p', String(port), '-a', PASSWORD, '--no-auth-warning', ...words]);

export function startRedis(context: Context, folder: string): Promise<number> {
  const args = ['--port', PORTS.redis, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--requirepass', PASSWORD];
  const files = ['--tls-cert-file', 'server.pem', '--tls-key-file', 'server.key', '--tls-ca-cert-file', 'ca.pem'];
  const paths = files.map((word) => (word.startsWith('--') ? word : join(folder, word)));
  const tls = ['--tls-port', PORTS.redisTls, ...paths, '--tls-auth-clients', 'no'];
  return startDaemon(context, {
    command: programs.redis,
    args: [...args, '--unixsocket', join(folder, 'redis.sock'), ...tls].map(String),
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

export async function startPostgres(context: Context, folder: string): Promise<void> {
  const data = join(folder, 'pg');
  const secret = join(folder, 'password');
  writeFileSync(secret, PASSWORD);
  await ownedBy('postgres', data);
  const as = ['-u', 'postgres', '--'];
  const options = ['-U', 'exim', `--pwfile=${secret}`, '-A', 'scram-sha-256', '--no-sync', '--locale=C.UTF-8'];
  await mustRun('runuser', [...as, programs.initdb, '-D', data, ...options]);
  await runPostgres(context, folder);
}

export async function runPostgres(context: Context, folder: string): Promise<void> {
  const data = join(folder, 'pg');
  const as = ['-u', 'postgres', '--'];
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${PORTS.pgsql}`,
    `unix_socket_directories=${data}`,
    'fsync=off',
  ];
  await startDaemon(context, {
    command: 'runuser',
    args: [...as, programs.postgres, '-D', data, ...settings.flatMap((each) => ['-c', each])],
    logFile: join(folder, 'pg.log'),
    ready: () => answers('pg_isready', ['-h', '127.0.0.1', '-p', String(PORTS.pgsql)]),
  });
}

/** At once, as a crash would. */
export async function stopPostgres(folder: string): Promise<void> {
  await mustRun('runuser', [
    '-u',
    'postgres',
    '--',
    programs.pgCtl,
    '-D',
    join(folder, 'pg'),
    '-m',
    'immediate',
    'stop',
  ]);
}

export async function startMariadb(context: Context, folder: string): Promise<number> {
  const data = join(folder, 'my');
  await ownedBy('mysql', data);
  const options = ['--no-defaults', '--user=mysql', `--datadir=${data}`];
  // --force: the host's own name cannot be looked up in a network of its own.
  await mustRun(programs.mariadbInstall, [...options, '--force', '--auth-root-authentication-method=normal']);
  return runMariadb(context, folder);
}

export function runMariadb(context: Context, folder: string): Promise<number> {
  const data = join(folder, 'my');
  const options = ['--no-defaults', '--user=mysql', `--datadir=${data}`];
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
TLSCACertificateFile ${folder}/ca.pem
TLSCertificateFile ${folder}/server.pem
TLSCertificateKeyFile ${folder}/server.key
database mdb
maxsize 10485760
suffix "dc=example"
rootdn "cn=admin,dc=example"
rootpw ${PASSWORD}
directory ${folder}/ldap
`,
  );
  await mustRun(programs.slapadd, ['-f', file, '-l', join(folder, 'data.ldif')]);
  return runSlapd(context, folder);
}

export function runSlapd(context: Context, folder: string): Promise<number> {
  const file = join(folder, 'slapd.conf');
  const url = `ldap://127.0.0.1:${PORTS.ldap}`;
  return startDaemon(context, {
    command: programs.slapd,
    args: ['-f', file, '-h', `${url} ldaps://127.0.0.1:${PORTS.ldaps}`, '-d', '0'],
    logFile: join(folder, 'slapd.log'),
    ready: () => answers('ldapsearch', ['-x', '-H', url, '-b', 'dc=example', '-s', 'base']),
  });
}

async function ownedBy(user: string, folder: string): Promise<void> {
  mkdirSync(folder);
  await mustRun('chown', [`${user}:`, folder]);
}
