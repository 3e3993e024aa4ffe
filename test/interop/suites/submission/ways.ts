/** The ways a message is handed in: to Exim, to ours with a server, to ours without. */
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ran, run } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { storedBy } from '../serve-dialogues/stored.ts';
import type { SubmissionCase } from './cases.ts';
import { type Heard, steadyHeard } from './heard.ts';

export interface Way {
  readonly hear: (one: SubmissionCase) => Promise<Heard>;
}

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');
const FIRST_PORT = 3400;
/** Debian's user for mail. */
const MAIL_ID = 8;
const NOBODY = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];

/** Exim keeps its rights with no configuration but its own: it has one in an /etc that only it sees. */
export async function openExim(context: Context, configuration: string, index: number): Promise<Way> {
  const folder = makeFolder(context, `exim${index}`);
  const etc = join(folder, 'etc');
  mkdirSync(join(etc, 'exim4'), { recursive: true });
  for (const name of SYSTEM_FILES) if (existsSync(`/etc/${name}`)) cpSync(`/etc/${name}`, join(etc, name));
  const file = join(etc, 'exim4/exim4.conf');
  writeFileSync(file, head(folder) + configuration);
  chmodSync(file, 0o644);
  const script = `mount --bind ${etc} /etc && exec "$@"`;
  const begin = ['--mount', 'sh', '-c', script, 'sh'];
  const caller = (as: SubmissionCase['as']): readonly string[] => (as === 'root' ? [] : ['setpriv', ...NOBODY]);
  return hearing('exim', folder, ({ words, as }, input) =>
    run(programs.unshare, [...begin, ...caller(as), programs.exim, ...words], { input, cwd: '/' }),
  );
}

const SYSTEM_FILES = [
  'passwd',
  'group',
  'nsswitch.conf',
  'hosts',
  'host.conf',
  'resolv.conf',
  'ld.so.cache',
  'services',
];

export async function openServed(context: Context, configuration: string, index: number): Promise<Way> {
  const folder = makeFolder(context, `served${index}`);
  const file = writeOwn(folder, `${head(folder)}daemon_smtp_ports = ${FIRST_PORT + index}\n${configuration}`);
  const log = (): string => readLog(folder, 'main');
  await startDaemon(context, {
    command: process.execPath,
    args: [PROGRAM, 'serve', '-C', file, '--workers', '1'],
    logFile: join(folder, 'output'),
    ready: async () => log().includes(' daemon started: '),
  });
  return hearing('ours', folder, (one, input) => callOurs(file, one, input));
}

export async function openOurs(context: Context, configuration: string, index: number): Promise<Way> {
  const folder = makeFolder(context, `ours${index}`);
  const file = writeOwn(folder, head(folder) + configuration);
  return hearing('ours', folder, (one, input) => callOurs(file, one, input));
}

function writeOwn(folder: string, text: string): string {
  const file = join(folder, 'exim.conf');
  writeFileSync(file, text);
  chmodSync(file, 0o644);
  return file;
}

function callOurs(file: string, { words, as }: SubmissionCase, input: Uint8Array): Promise<Ran> {
  const call = [
    process.execPath,
    PROGRAM,
    'exim',
    '--',
    ...(words.length === 0 ? [] : ['-C', file]),
    ...words.map(asUtf8),
  ];
  const [command = '', ...args] = as === 'root' ? call : ['setpriv', ...NOBODY, ...call];
  return run(command, args, { input, cwd: '/', env: { HOME: '/dev/null', XDG_CACHE_HOME: '/dev/null' } });
}

/** Node gives its children no other octets than those of UTF-8. */
const asUtf8 = (word: string): string => word;

function makeFolder({ folder }: Context, name: string): string {
  const path = join(folder, name);
  for (const part of ['', 'spool', 'log']) {
    mkdirSync(join(path, part), { recursive: true });
    chownSync(join(path, part), MAIL_ID, MAIL_ID);
  }
  return path;
}

function hearing(
  kind: 'exim' | 'ours',
  folder: string,
  call: (one: SubmissionCase, input: Uint8Array) => Promise<Ran>,
): Way {
  return {
    hear: async (one) => {
      const before = { main: readLog(folder, 'main').length, reject: readLog(folder, 'reject').length };
      const ran = await call(one, Buffer.from(one.input, 'latin1'));
      const main = readLog(folder, 'main').slice(before.main);
      const stored = await storedBy({ kind, folder });
      const messages = [...main.matchAll(/^\S+ \S+ (\S+) <= /gm)].map(([, id]) => stored.get(id!));
      return steadyHeard({ one, ran, main, reject: readLog(folder, 'reject').slice(before.reject), messages });
    },
  };
}

function readLog(folder: string, which: string): string {
  const file = join(folder, 'log', `${which}log`);
  return existsSync(file) ? readFileSync(file, 'latin1') : '';
}

const head = (folder: string): string => `
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/pid
primary_hostname = our.example
qualify_domain = q.example
exim_user = mail
exim_group = mail
exim_path = ${programs.exim}
local_interfaces = 127.0.0.1
keep_environment = PATH
tls_advertise_hosts =
disable_ipv6
queue_only
`;
