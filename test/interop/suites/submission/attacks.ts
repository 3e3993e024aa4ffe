/**
 * The drop folder under attack by another user of this host: what he leaves there, whatever it is, is taken as his, or told and
 * taken away; nobody else waits for him, and nobody is handed a message who is not the server.
 */
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  lchownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun, run } from '../../framework/command.ts';
import { MailServer } from '../../framework/mail-server.ts';
import type { Context } from '../../framework/types.ts';
import { until } from '../../framework/until.ts';

const PORT = 3398;
const NOBODY = 65534;
/** Neither the caller, nor the server, nor root. */
const ANOTHER = 1;
const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');
const CONFIGURATION = 'untrusted_set_sender = you@x.example\nexim_user = mail\nexim_group = mail\n';

export async function tryAttacks(context: Context): Promise<void> {
  const server = new MailServer({
    folder: join(context.folder, 'attacked'),
    port: PORT,
    workers: 1,
    more: CONFIGURATION,
  });
  const drop = new Drop(server);
  context.atEnd(() => server.stop('SIGKILL'));
  await server.start();
  const { workers } = server.processes();
  for (const [name, attack] of Object.entries(ATTACKS))
    await context.test(`left in the drop folder by another user: ${name}`, () => tryAttack(attack, drop, server));
  await context.test('a file that grows for as long as it is read: bounded, and told', () => growing(drop));
  await context.test('a message of who has the umask 077, 000 or 777 is taken', () => umasks(drop, server));
  await context.test('callers that say nothing, and sessions without end, of one user: others are served', () =>
    crowd(drop),
  );
  await context.test('nothing of all that is left, and no worker has died', () => {
    deepStrictEqual(readdirSync(drop.folder), ['submit.socket']);
    deepStrictEqual(server.processes().workers, workers);
  });
  await context.test('a socket of somebody else in the place of a server that is not there is handed nothing', () =>
    stranger(drop, server),
  );
}

/** As one who knows where it is and what stands in its files. */
class Drop {
  readonly folder: string;
  readonly configuration: string;

  constructor(server: MailServer) {
    this.folder = join(server.spool, 'submit');
    this.configuration = join(server.spool, '../server.conf');
  }

  path = (): string => join(this.folder, randomBytes(16).toString('hex'));

  /** A plain file of nobody's. */
  leave(text: string, mode = 0o644): string {
    const path = this.path();
    writeFileSync(path, text);
    chmodSync(path, mode);
    lchownSync(path, NOBODY, NOBODY);
    return path;
  }

  call(): Socket {
    return connect(join(this.folder, 'submit.socket')).on('error', () => {});
  }

  async ask(words: string): Promise<string> {
    const socket = this.call();
    socket.write(words);
    let answer = '';
    for await (const octets of socket) answer += octets;
    return answer;
  }

  askFor = (path: string): Promise<string> => this.ask(`${path.slice(-32)}\n`);

  /** The command itself, of nobody's. */
  sendmail(umask: string, words: readonly string[], input: string): ReturnType<typeof run> {
    const call = ['setpriv', '--reuid', 'nobody', '--regid', 'nogroup', '--clear-groups', process.execPath, PROGRAM];
    const script = `umask ${umask}; exec "$@"`;
    return run('sh', ['-c', script, 'sh', ...call, 'sendmail', '-C', this.configuration, ...words], {
      input: Buffer.from(input),
      cwd: '/',
      env: { HOME: '/dev/null', XDG_CACHE_HOME: '/dev/null' },
    });
  }
}

const order = (more: object = {}): string =>
  `${JSON.stringify({ kind: 'message', recipients: ['bob@x.example'], errors: 'stderr', ...more })}\n`;
const MESSAGE = 'Subject: attack\n\ntext\n';

interface Attack {
  /** @returns what the caller is answered */
  readonly act: (drop: Drop) => Promise<string>;
  readonly answered: RegExp;
  /** What the main log then has. */
  readonly logged?: RegExp;
}

const TAKEN = /^\{"status":0,/;
const made = (make: (path: string) => void): Attack['act'] => {
  return (drop) => {
    const path = drop.path();
    make(path);
    lchownSync(path, NOBODY, NOBODY);
    return drop.askFor(path);
  };
};
const left =
  (text: string, mode?: number): Attack['act'] =>
  (drop) =>
    drop.askFor(drop.leave(text, mode));

const ATTACKS: Readonly<Record<string, Attack>> = {
  'a message that says it is root’s': {
    act: left(order({ sender: 'root@x.example', claims: { ident: 'root', authenticatedId: 'root' } }) + MESSAGE),
    answered: TAKEN,
    logged: / <= nobody@mx\.example\.org U=nobody P=local /,
  },
  'a sender that untrusted_set_sender has': {
    act: left(order({ sender: 'you@x.example' }) + MESSAGE),
    answered: TAKEN,
    logged: / <= you@x\.example U=nobody P=local /,
  },
  'a reference that is a piece of a log line': {
    act: left(order({ reference: 'x U=root P=local' }) + MESSAGE),
    answered: TAKEN,
    logged: / <= nobody@mx\.example\.org U=nobody P=local S=/,
  },
  'a symbolic link to what may be read': {
    act: made((path) => symlinkSync('/etc/passwd', path)),
    answered: /cannot be opened: ELOOP/,
  },
  'a symbolic link to a submission': {
    act: async (drop) => {
      const [file, path] = [drop.leave(order() + MESSAGE), drop.path()];
      symlinkSync(file, path);
      const answer = await drop.askFor(path);
      rmSync(file);
      return answer;
    },
    answered: /cannot be opened: ELOOP/,
  },
  'a second name of a file': {
    act: async (drop) => {
      const [file, path] = [drop.leave(order() + MESSAGE), drop.path()];
      linkSync(file, path);
      const answer = await drop.askFor(path);
      rmSync(file);
      return answer;
    },
    answered: /no plain file with one name/,
  },
  'a file of root’s that everybody may write to': {
    act: (drop) => {
      const path = drop.path();
      writeFileSync(path, order({ sender: 'root@x.example' }) + MESSAGE);
      chmodSync(path, 0o666);
      return drop.askFor(path);
    },
    answered: /others than its owner may write to it/,
  },
  'a file that may not be read': { act: left(order() + MESSAGE, 0o600), answered: /cannot be opened: EACCES/ },
  'a pipe': { act: (drop) => special(drop, 'p'), answered: /no plain file with one name/ },
  'a device': { act: (drop) => special(drop, 'c', '1', '5'), answered: /no plain file|EACCES/ },
  'a folder': { act: made((path) => mkdirSync(path)), answered: /no plain file with one name/ },
  'an empty file': { act: left(''), answered: /its first line has no end/ },
  'a first line without an end': { act: left('x'.repeat(3_000_000)), answered: /its first line has no end/ },
  'brackets, a million deep': { act: left(`${'['.repeat(1_000_000)}\n`), answered: /its first line is no JSON/ },
  'more recipients than a command line has': {
    act: left(order({ recipients: Array.from({ length: 60_000 }, (_, at) => `a${at}@x`) })),
    answered: /recipients that are none/,
  },
  'a comment that never ends as a recipient': {
    act: left(order({ recipients: ['('.repeat(500_000)] }) + MESSAGE),
    answered: /"status":1/,
  },
  'a line end in a recipient': { act: left(order({ recipients: ['a@x\nb'] })), answered: /recipients that are none/ },
  'a header without an end': { act: left(`${order()}X: ${'x'.repeat(5_000_000)}`), answered: /message header longer/ },
  'a name that leads elsewhere': { act: (drop) => drop.ask('../../../etc/passwd\n'), answered: /no name of a sub/ },
  'a name with a line end in it': {
    act: (drop) => drop.ask(`${'a'.repeat(16)}\n${'b'.repeat(15)}\n`),
    answered: /no name of a submission/,
  },
};

function special(drop: Drop, ...kind: readonly string[]): Promise<string> {
  const path = drop.path();
  return mustRun('mknod', ['-m', '666', path, ...kind]).then(() => drop.askFor(path));
}

async function tryAttack({ act, answered, logged }: Attack, drop: Drop, server: MailServer): Promise<void> {
  const before = server.log().length;
  const began = performance.now();
  match(await act(drop), answered);
  ok(performance.now() - began < 20_000, 'it took too long');
  if (logged !== undefined) match(server.log().slice(before), logged);
  deepStrictEqual(readdirSync(drop.folder), ['submit.socket']);
}

/** `message_size_limit` bounds it: 50 MiB, as usual. */
async function growing(drop: Drop): Promise<void> {
  const path = drop.leave(`${order()}Subject: grows\n\n${'x'.repeat(70)}\n`);
  const feeding = run('sh', ['-c', `while [ -e ${path} ]; do head -c 4000000 /dev/zero | tr '\\0' y >>${path}; done`]);
  await until(() => readFileSync(path).length > 60_000_000, 'it does not grow');
  match(await drop.askFor(path), /message too big/);
  await rmAgain(path, feeding);
}

/** The one who feeds it may have made it anew. */
async function rmAgain(path: string, feeding: Promise<unknown>): Promise<void> {
  let isOver = false;
  void feeding.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    rmSync(path, { force: true });
    await sleep(20);
  }
  rmSync(path, { force: true });
}

async function umasks(drop: Drop, server: MailServer): Promise<void> {
  for (const umask of ['077', '000', '777']) {
    const before = server.log().length;
    const { status, stderr } = await drop.sendmail(umask, ['-f', 'root@x.example', 'bob@x.example'], MESSAGE);
    deepStrictEqual({ umask, status, stderr: String(stderr) }, { umask, status: 0, stderr: '' });
    match(server.log().slice(before), / <= nobody@mx\.example\.org U=nobody P=local /);
  }
}

const [CROWD, SESSIONS] = [2000, 300];

async function crowd(drop: Drop): Promise<void> {
  const silent = await callMany(drop, CROWD, () => '');
  const talking = await callMany(
    drop,
    SESSIONS,
    () => `${drop.leave(order({ kind: 'smtp', recipients: [] })).slice(-32)}\n`,
  );
  await until(() => talking.every(({ heard }) => heard !== ''), 'a session has no answer');
  const greeted = talking.filter(({ heard }) => heard.startsWith('220 '));
  const refused = talking.filter(({ heard }) => heard.includes('too many sessions of user 65534'));
  deepStrictEqual([greeted.length, refused.length], [100, SESSIONS - 100]);
  match(await drop.askFor(drop.leave(order() + MESSAGE)), TAKEN);
  for (const { socket } of [...silent, ...talking]) socket.destroy();
  const again = async (): Promise<boolean> =>
    (await drop.ask(`${drop.leave(order({ kind: 'smtp', recipients: [] })).slice(-32)}\nQUIT\r\n`)).startsWith('220 ');
  for (let tries = 0; !(await again()); tries += 1) {
    ok(tries < 200, 'sessions that are over still count');
    await sleep(100);
  }
}

interface Call {
  readonly socket: Socket;
  heard: string;
}

/** A few at a time: more than its backlog holds would be refused by the system. */
async function callMany(drop: Drop, count: number, words: () => string): Promise<readonly Call[]> {
  const calls: Call[] = [];
  for (let at = 0; at < count; at += 1) {
    const call: Call = { socket: drop.call(), heard: '' };
    call.socket.on('data', (octets) => {
      call.heard += String(octets);
    });
    const text = words();
    if (text !== '') call.socket.write(text);
    calls.push(call);
    if (at % 100 === 99) await sleep(20);
  }
  return calls;
}

/** Everybody may make a socket there, or a folder, while nobody serves. */
async function stranger(drop: Drop, server: MailServer): Promise<void> {
  await server.stop();
  const path = join(drop.folder, 'submit.socket');
  rmSync(path, { force: true });
  let heard = 0;
  const listening = createServer((socket) => {
    heard += 1;
    socket.end('{"status":0,"out":"","aside":""}\n');
  });
  await new Promise<void>((resolve) => listening.listen(path, resolve));
  lchownSync(path, ANOTHER, ANOTHER);
  chmodSync(path, 0o777);
  const { status, stderr } = await drop.sendmail('022', ['bob@x.example'], MESSAGE);
  listening.close();
  deepStrictEqual([status, heard], [75, 0]);
  match(String(stderr), /submit\.socket belongs to user 1, who is not the server/);
  deepStrictEqual(readdirSync(drop.folder), []);
  mkdirSync(join(path, 'full'), { recursive: true });
  await server.start();
  match(String((await drop.sendmail('022', ['bob@x.example'], MESSAGE)).status), /^0$/);
}
