/** LMTP to programs and sockets of this host; words as Exim 4.96 was seen to log them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { deliverByLmtp } from '../../../../src/mta/transport/lmtp/deliver.ts';
import { recipient, transporting } from '../../../support/remote-transport.ts';
import { type PeerScript, SmtpPeer } from '../../../support/smtp-peer.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-lmtp-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BOTH = ['a@x.test', 'b@x.test'];

async function send(transport: string, to: readonly string[] = BOTH) {
  const { delivery, world } = transporting({ driver: 'lmtp', transport });
  const report = await deliverByLmtp(delivery({ recipients: to.map((address) => recipient(address)) }), world);
  return report.outcomes.map(({ status, errno, text, confirmation }) =>
    [status, errno, text, confirmation].filter((one) => one !== undefined).join(' '),
  );
}

/** A peer behind a socket in the file system. */
async function overSocket(script: PeerScript, options = '') {
  const path = join(folder, `s${Math.floor(performance.now() * 1000)}`);
  const peer = new SmtpPeer({ lmtp: true, ...script });
  const server = createServer((socket) => {
    socket.write(peer.greeting());
    socket.on('data', (octets) => void socket.write(peer.push(octets.toString('latin1')), 'latin1'));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const outcomes = await send(`socket = ${path}\n${options}`);
  server.close();
  return { outcomes, peer };
}

/** A program that plays one side of a dialogue: what it says before anything, and to each line. */
function program(says: Readonly<Record<string, string>>): string {
  const path = join(folder, `p${Math.floor(performance.now() * 1000)}.mjs`);
  writeFileSync(
    path,
    `const says = ${JSON.stringify(says)};
let inData = false;
process.stdout.write(says['']);
let rest = '';
process.stdin.on('data', (octets) => {
  rest += octets;
  for (let end = rest.indexOf('\\r\\n'); end >= 0; end = rest.indexOf('\\r\\n')) {
    const line = rest.slice(0, end);
    rest = rest.slice(end + 2);
    if (inData && line !== '.') continue;
    inData = line === 'DATA';
    const key = Object.keys(says).find((one) => one !== '' && line.startsWith(one));
    if (key !== undefined) process.stdout.write(says[key]);
    if (line === 'QUIT') process.exit(0);
  }
});
`,
  );
  return `command = ${process.execPath} ${path}`;
}

const GOOD = {
  '': '220 lm\r\n',
  LHLO: '250-lm\r\n250 PIPELINING\r\n',
  MAIL: '250 ok\r\n',
  'RCPT TO:<b': '550 no b\r\n',
  RCPT: '250 ok\r\n',
  DATA: '354 go\r\n',
  '.': '250 taken a\r\n',
  QUIT: '221 bye\r\n',
};

describe('lmtp', () => {
  it('over a socket, an answer for each', async () => {
    const { outcomes, peer } = await overSocket({ replies: { '.': ['250 a', '450 b'] } });
    expect(outcomes).toEqual(['delivered 250 a', 'deferred -46 LMTP error after end of data: 450 b']);
    expect(peer.commands[0]).toBe('LHLO mail.example.com');
    expect(peer.contents).toEqual(['Subject: test\r\n\r\nbody\r\n']);
  });

  it('ignore_quota asks for it where it is offered', async () => {
    const { peer } = await overSocket({ offers: ['IGNOREQUOTA'] }, 'ignore_quota');
    expect(peer.commands).toContain('RCPT TO:<a@x.test> IGNOREQUOTA');
  });

  it('with a program, whose words are expanded', async () => {
    expect(await send(program(GOOD))).toEqual([
      'delivered 250 taken a',
      'failed LMTP error after RCPT TO:<b@x.test>: 550 no b',
    ]);
  });

  const rows: Readonly<Record<string, readonly [() => string, string]>> = {
    'a program that is not there': [
      () => 'command = /nonexist',
      'deferred -1 LMTP connection closed after initial connection',
    ],
    'one that ends': [() => 'command = /bin/false', 'deferred -1 LMTP connection closed after initial connection'],
    'one that says nothing': [
      () => 'command = /bin/sleep 9\ntimeout = 1s',
      'deferred -1 LMTP timeout after initial connection',
    ],
    'one that says 421': [
      () => program({ '': '421 no\r\n' }),
      'deferred -1 LMTP error after initial connection: 421 no',
    ],
    'one that does not speak LMTP': [
      () => program({ ...GOOD, LHLO: 'hello\r\n' }),
      'deferred -19 Malformed LMTP response after LHLO mail.example.com: hello',
    ],
    'MAIL 450': [
      () => program({ ...GOOD, MAIL: '450 not now\r\n' }),
      'deferred -45 LMTP error after MAIL FROM:<sender@example.com>: 450 not now',
    ],
    'no socket': [
      () => 'socket = /nonexist/sock',
      'deferred -1 Failed to connect to socket /nonexist/sock for t transport: No such file or directory',
    ],
  };
  for (const [name, [transport, expected]] of Object.entries(rows))
    it(name, async () => {
      expect(await send(transport(), ['a@x.test'])).toEqual([expected]);
    });
});
