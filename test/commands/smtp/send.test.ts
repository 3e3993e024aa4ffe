/** `mxray smtp send` as it is run, against a server on loopback. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SendData } from '../../../src/core/send/index.ts';
import { mxray, type Ran } from '../../support/cli.ts';
import { listenAsPeer, type PeerScript, type SmtpPeer } from '../../support/smtp-peer.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-send-'));
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Sent extends Ran {
  readonly peers: readonly SmtpPeer[];
}

async function send(script: PeerScript, words: readonly string[], input = ''): Promise<Sent> {
  const server = await listenAsPeer(script);
  closers.push(server.close);
  const usual = ['--from', 'alice@example.net', '--server', `127.0.0.1:${server.port}`, '--ehlo', 'client.test'];
  const ran = await mxray(['smtp', 'send', ...usual, '--timeout', '5', ...words], {}, input);
  return { ...ran, peers: server.peers };
}

const dataOf = ({ out }: Ran): SendData => (JSON.parse(out) as { data: SendData }).data;
const TO = ['--to', 'bob@example.org'];

describe('smtp send', () => {
  it('shows the conversation in the signs of swaks', async () => {
    const { out, status, peers } = await send({}, [...TO, '--h-Subject', 'hello', '--body', 'one\\n.two']);
    expect(status).toBe(0);
    expect(out).toContain(' -> MAIL FROM:<alice@example.net>\n<-  250 2.1.0 sender ok\n');
    expect(out).toMatch(/^=== connected to /m);
    expect(peers[0]!.contents[0]).toMatch(
      /^Date: .*\r\nTo: bob@example\.org\r\nFrom: alice@example\.net\r\nSubject: hello\r\n/,
    );
    expect(peers[0]!.contents[0]).toMatch(/\r\n\r\none\r\n\.two\r\n$/);
  });

  it.each([
    ['a refusal for good', { RCPT: '550 5.1.1 no' }, 1, 'send.refused'],
    ['a refusal for now', { RCPT: '450 4.2.0 later' }, 1, 'send.deferred'],
    ['the end of the connection', { DATA: '421 4.3.0 closing' }, 1, 'send.deferred'],
    ['no SMTP', { MAIL: 'hello' }, 1, 'send.protocol'],
  ] as const)('%s', async (_, replies, status, id) => {
    const ran = await send({ replies }, [...TO, '--json']);
    expect(ran.status).toBe(status);
    expect(ran.out).toContain(`"${id}"`);
  });

  it('recipients that fare differently are told apart', async () => {
    const replies = { 'RCPT TO:<NO': '550 5.1.1 no such user' };
    const ran = await send({ replies }, ['--to', 'bob@example.org,no@example.org', '--json']);
    expect(ran.status).toBe(1);
    expect(dataOf(ran).recipients.map(({ address, status }) => [address, status])).toEqual([
      ['bob@example.org', 'accepted'],
      ['no@example.org', 'refused'],
    ]);
  });

  it('nobody there is undecided', async () => {
    const ran = await mxray(['smtp', 'send', '-t', 'bob@example.org', '-s', '127.0.0.1:1', '--timeout', '2']);
    expect(ran.status).toBe(3);
  });

  it('what is expected decides', async () => {
    const script: PeerScript = { replies: { RCPT: '550 5.1.1 no such user' } };
    const met = await send(script, [...TO, '--expect', 'rcpt=550 No such', '--expect', 'banner=2xx']);
    expect(met.status).toBe(0);
    const unmet = await send(script, [...TO, '--expect', 'rcpt=250', '--json']);
    expect(unmet.status).toBe(1);
    expect(dataOf(unmet).expectations).toEqual([{ expected: 'rcpt=250', met: false, got: '550 5.1.1 no such user' }]);
    const never = await send(script, [...TO, '--expect', 'dot=250']);
    expect(never.status).toBe(1);
  });

  it('stops where it is told to', async () => {
    const quit = await send({}, [...TO, '--quit-after', 'RCPT']);
    expect(quit.status).toBe(0);
    expect(quit.peers[0]!.commands.at(-1)).toBe('QUIT');
    const dropped = await send({}, ['--drop-after', 'FROM']);
    expect(dropped.peers[0]!.commands.at(-1)).toMatch(/^MAIL/);
  });

  it('secrets are masked, and nothing that shows one is said in clear', async () => {
    const auth = [...TO, '--auth', 'PLAIN', '--auth-user', 'alice', '--auth-password', 'secret'];
    const script: PeerScript = { offers: ['AUTH PLAIN'], replies: { AUTH: '235 2.7.0 ok' } };
    const clear = await send(script, auth);
    expect(clear.status).toBe(1);
    expect(clear.peers[0]!.commands.some((line) => line.startsWith('AUTH'))).toBe(false);
    const allowed = await send(script, [...auth, '--auth-in-clear']);
    expect(allowed.status).toBe(0);
    expect(allowed.out).toContain(' -> AUTH PLAIN <hidden>');
    expect(allowed.out).not.toContain(Buffer.from('\0alice\0secret').toString('base64'));
  });

  it('a file is sent as it is, its bare LFs made CRLF and told', async () => {
    const file = join(folder, 'mail.eml');
    writeFileSync(file, 'Subject: %DATE% \\n\n\n.dot\nno end');
    const { out, peers } = await send({}, [...TO, '--data', `@${file}`]);
    expect(peers[0]!.contents).toEqual(['Subject: %DATE% \\n\r\n\r\n.dot\r\nno end\r\n']);
    expect(out).toContain('3 bare LFs');
    const refused = await send({}, [...TO, '--data', `@${file}`, '--line-ends', 'refuse']);
    expect(refused.status).toBe(2);
    expect(refused.peers).toHaveLength(0);
  });

  it('a smuggled end of data never leaves', async () => {
    const message = 'Subject: x\r\n\r\na\n.\nMAIL FROM:<evil@example.org>\r.\rb\r\n.\r\nc\r\n';
    const { peers } = await send({}, [...TO, '--data', '-'], message);
    expect(peers[0]!.contents).toHaveLength(1);
    expect(peers[0]!.contents[0]).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
  });

  it('repeats at speed, and tells numbers', async () => {
    const ran = await send({ offers: ['PIPELINING'] }, [
      ...TO,
      '--repeat',
      '50',
      '--jobs',
      '3',
      '--pipeline',
      '--json',
    ]);
    expect(ran.status).toBe(0);
    expect(dataOf(ran).rate).toMatchObject({ wanted: 50, sent: 50, accepted: 50, refused: 0 });
    expect(ran.peers.flatMap(({ contents }) => contents)).toHaveLength(50);
  });

  it('lines of a batch', async () => {
    const server = await listenAsPeer({ replies: { 'RCPT TO:<NO': '550 no' } });
    closers.push(server.close);
    const lines = [
      { id: 1, to: 'bob@example.org', message: Buffer.from('Subject: a\r\n\r\n').toString('base64') },
      { id: 2, to: ['no@example.org'], quitAfter: 'rcpt', expect: ['rcpt=550'] },
      { id: 3, too: 'x' },
    ];
    const usual = ['--server', `127.0.0.1:${server.port}`, '--from', '<>', '--batch', '-'];
    const ran = await mxray(['smtp', 'send', ...usual], {}, lines.map((line) => JSON.stringify(line)).join('\n'));
    const results = ran.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; exit: number });
    expect(results.map(({ id, exit }) => [id, exit])).toEqual([
      [1, 0],
      [2, 0],
      [3, 2],
    ]);
    expect(server.peers[0]!.contents).toEqual(['Subject: a\r\n\r\n']);
  });
});

describe('a command line that is not right', () => {
  let ran: Ran;
  beforeAll(async () => {
    const words = [
      '--to',
      'no address',
      '--protocol',
      'UUCP',
      '--expect',
      'never=1',
      '--quit-after',
      'dot',
      '--header',
      'x',
    ];
    ran = await mxray(['smtp', 'send', ...words, '-s', '127.0.0.1:1']);
  });

  it('is status 2, and every fault of it is told', () => {
    expect(ran.status).toBe(2);
    for (const word of ['"to"', '"protocol"', '--expect', '"quitAfter"', '"header"'])
      expect(ran.complaint).toContain(word);
  });
});
