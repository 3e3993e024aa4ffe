/** Against a server of Dovecot's protocol that says what the test wants; the real one is asked in the interop suite. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openLocalStream } from '../../../src/core/net/index.ts';
import { authBench, converse, type Saying, summary } from '../../support/mta/auth-dialogue.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-dovecot-'));
const path = join(folder, 'auth');
let server: Server | undefined;
const heard: string[] = [];

afterEach(() => {
  server?.close();
  server = undefined;
  heard.length = 0;
});
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const HELLO = 'VERSION\t1\t2\nMECH\tPLAIN\tplaintext\nMECH\tLOGIN\nSPID\t1\nCUID\t2\nDONE\n';

/** @param answers  what it says to each line that is a request */
async function serve(hello: string, answers: (line: string, socket: Socket) => string | undefined): Promise<void> {
  server = createServer((socket) => {
    socket.write(hello);
    let rest = '';
    socket.on('error', () => {});
    socket.on('data', (part) => {
      const lines = (rest + part.toString('latin1')).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        heard.push(line);
        const answer = /^(?:AUTH|CONT)\t/.test(line) ? answers(line, socket) : undefined;
        if (answer !== undefined) for (const piece of answer.match(/.{1,3}/gs)!) socket.write(piece);
      }
    });
  });
  await new Promise<void>((resolve) => server!.listen(path, resolve));
}

const bench = (mechanism = 'PLAIN', more = '') =>
  authBench(
    `x:\n  driver = dovecot\n  public_name = ${mechanism}\n  server_socket = ${path}\n  server_set_id = $auth1\n${more}`,
    {
      connectLocal: openLocalStream,
      client: { address: '192.0.2.1', port: 4711 },
      local: { address: '192.0.2.2', port: 25 },
    },
  );

const check = async (expected: string, ...said: readonly (Saying | undefined)[]): Promise<void> =>
  expect(summary(await converse(bench(), 'PLAIN', ...said))).toBe(expected);

const WRONG = '535 Incorrect authentication data';
const UNABLE = '435 Unable to authenticate at present';

describe('dovecot', () => {
  it('lets in whom it lets in, under the name it says', async () => {
    await serve(HELLO, () => 'OK\t1\tuser=ann@example.org\tother=x\n');
    await check('235 Authentication succeeded id=ann@example.org', '\0ann\0pw');
    expect(heard[0]).toBe('VERSION\t1\t1');
    expect(heard[2]).toBe(
      'AUTH\t1\tPLAIN\tservice=smtp\trip=192.0.2.1\trport=4711\tlip=192.0.2.2\tlport=25\tnologin\tresp=AGFubgBwdw==',
    );
  });

  it('carries challenges both ways', async () => {
    await serve(HELLO, (line) => (line.startsWith('AUTH') ? 'CONT\t1\tYXNr\n' : 'OK\t1\tuser=b\x01tc\n'));
    const told = await converse(bench('LOGIN'), 'LOGIN', undefined, 'answer');
    expect(told.challenges).toEqual(['ask']);
    expect(summary(told)).toBe('235 Authentication succeeded id=b\tc');
    expect(heard.at(-1)).toBe('CONT\t1\tYW5zd2Vy');
  });

  it('refuses, for good or for now', async () => {
    await serve(HELLO, () => 'FAIL\t1\tuser=ann\n');
    await check(`${WRONG} | ${WRONG} (set_id=ann)`, '\0ann\0no');
    server!.close();
    await serve(HELLO, () => 'FAIL\t1\tuser=ann\ttemp\treason=database is down\n');
    await check(`${UNABLE} | ${UNABLE} (set_id=ann): database is down`, '\0ann\0no');
  });

  it('has its own condition behind it', async () => {
    await serve(HELLO, () => 'OK\t1\tuser=ann\n');
    const told = await converse(bench('PLAIN', '  server_condition = ${if eq{$auth1}{bob}}\n'), 'PLAIN', '\0ann\0pw');
    expect(summary(told)).toBe(`${WRONG} | ${WRONG} (set_id=ann)`);
  });

  it('is put off where nobody answers, or something else', async () => {
    await check(
      `${UNABLE} | ${UNABLE}: unable to connect to UNIX socket (${path}): No such file or directory`,
      '\0ann\0pw',
    );
    await serve('VERSION\t2\t0\nDONE\n', () => undefined);
    await check(`${UNABLE} | ${UNABLE}: authentication socket protocol version mismatch`, '\0ann\0pw');
    server!.close();
    await serve('VERSION\t1\t2\nMECH\tLOGIN\nDONE\n', () => undefined);
    await check(`${UNABLE} | ${UNABLE}: authentication mechanism not supported`, '\0ann\0pw');
    server!.close();
    await serve(HELLO, (_line, socket) => void socket.end());
    await check(`${UNABLE} | ${UNABLE}: authentication socket read error or premature eof`, '\0ann\0pw');
    server!.close();
    await serve('x'.repeat(100_000), () => undefined);
    await check(`${UNABLE} | ${UNABLE}: authentication socket read error or premature eof`, '\0ann\0pw');
  });
});
