/** A whole sink on loopback, and clients that misbehave. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningSink, type SinkOptions, startSink } from '../../../src/core/sink/index.ts';
import { openSink, SINK_DEFAULTS } from '../../support/sink.ts';
import { message, sayAll } from '../../support/smtp-dialogue.ts';
import { SMUGGLING_ENDS } from '../../support/smuggling.ts';

const running: RunningSink[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sink) => sink.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sink-'));
  folders.push(made);
  return made;
}

async function start(options: Partial<SinkOptions> = {}, script = '') {
  const opened = await openSink(options, script);
  running.push(opened.sink);
  return opened;
}

/** A client that waits for its turn before it sends data. */
function sayAfter354(port: number, data: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('MAIL FROM:<>\r\nRCPT TO:<c@d>\r\nDATA\r\n'));
    socket.on('error', () => {}).on('close', () => resolve(heard));
    socket.on('data', (bytes) => {
      heard += bytes;
      if (bytes.includes('354')) socket.write(data);
    });
  });
}

describe('a sink', () => {
  it('tells of what it took', async () => {
    const { port, messages, sink } = await start();
    await sayAll(port, message('hello\r\n..dot'));
    const octets = 'hello\r\n.dot\r\n';
    expect(messages).toEqual([
      {
        at: '2026-11-25T12:00:00.000Z',
        connection: 1,
        ip: '127.0.0.1',
        helo: 'client.test',
        from: 'a@b.test',
        to: ['c@d.test'],
        parameters: {},
        octets: octets.length,
        sha256: createHash('sha256').update(octets).digest('hex'),
        reply: '250 OK',
        accepted: true,
      },
    ]);
    expect(sink.totals).toMatchObject({ connections: 1, messages: 1, recipients: 1, octets: octets.length });
  });
  it('tells the parameters of MAIL and RCPT (RFC 3461)', async () => {
    const { port, messages } = await start();
    await sayAll(
      port,
      'EHLO x\r\nMAIL FROM:<> SIZE=5 RET=HDRS ENVID=a+2Bb\r\nRCPT TO:<c@d> NOTIFY=NEVER ORCPT=rfc822;x@y\r\nDATA\r\n.\r\nQUIT\r\n',
    );
    expect(messages[0]).toMatchObject({
      from: '',
      parameters: { SIZE: '5', RET: 'HDRS', ENVID: 'a+b' },
      recipients: [{ address: 'c@d', notify: ['NEVER'], orcpt: 'rfc822;x@y' }],
    });
  });
  it('ends after so many messages, and its clients may say goodbye', async () => {
    const { port, sink } = await start({ count: 1 });
    expect(await sayAll(port, message('x'))).toMatch(/221 .*\r\n$/);
    await sink.ended;
    expect(sink.totals.messages).toBe(1);
  });
  it('refuses more than may be in a time with 421 (RFC 5321 §3.8)', async () => {
    const { port } = await start({ rate: { messages: 2, perMs: 3_600_000 } });
    const said = await sayAll(port, 'MAIL FROM:<>\r\nRSET\r\nMAIL FROM:<>\r\nRSET\r\nMAIL FROM:<>\r\nNOOP\r\n');
    expect(said).toMatch(/250 Reset OK\r\n421 4\.7\.0 Too many messages[^\r]*\r\n$/);
  });
  it('answers by its script', async () => {
    const { port, messages } = await start(
      {},
      'rcpt bob@* = 550 5.1.1 no bob\nmessage = 451 not now\nquit delay 0.05 = 221 bye',
    );
    const said = await sayAll(port, 'MAIL FROM:<a@b>\r\nRCPT TO:<bob@d>\r\nRCPT TO:<c@d>\r\nDATA\r\n.\r\nQUIT\r\n');
    expect(said).toContain('550 5.1.1 no bob\r\n');
    expect(said).toMatch(/451 not now\r\n221 bye\r\n$/);
    expect(messages).toMatchObject([{ accepted: false, reply: '451 not now' }]);
  });
  it('drops without a word, or in the midst of a message', async () => {
    const first = await start({}, 'data drop');
    expect(await sayAll(first.port, message('x'))).toMatch(/250 Accepted\r\n$/);
    const second = await start({}, 'message drop-at 10');
    const said = await sayAfter354(second.port, 'x'.repeat(100));
    expect(said).toMatch(/354 [^\r]*\r\n$/);
    expect(second.sink.totals).toMatchObject({ messages: 0, abandoned: 1 });
  });
  it('has a word for each recipient in LMTP (RFC 2033 §4.2)', async () => {
    const { port, messages } = await start({ protocol: 'lmtp' }, 'recipient e@d = 552 full');
    const said = await sayAll(
      port,
      'LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<c@d>\r\nRCPT TO:<e@d>\r\nDATA\r\n.\r\nQUIT\r\n',
    );
    expect(said).toMatch(/250 <c@d> OK\r\n552 full\r\n221 /);
    expect(messages).toMatchObject([{ accepted: true }]);
  });
  it.each([
    ['PLAIN', 'AUTH PLAIN AGFubgBzZWNyZXQ=\r\n', /235 /],
    ['LOGIN', 'AUTH LOGIN\r\nYW5u\r\nc2VjcmV0\r\n', /235 /],
    ['PLAIN, wrong', 'AUTH PLAIN AGFubgB3cm9uZw==\r\n', /535 /],
    ['CRAM-MD5, wrong', 'AUTH CRAM-MD5\r\nYW5uIDAw\r\n', /535 /],
  ])('authenticates by %s (RFC 4954)', async (_, words, reply) => {
    const credentials = { passwords: new Map([['ann', 'secret']]) };
    const { port, sink } = await start({ credentials, requiresAuth: true });
    expect(await sayAll(port, 'EHLO x\r\nMAIL FROM:<>\r\nQUIT\r\n')).toContain('530 5.7.0 Authentication required');
    const said = await sayAll(port, `EHLO x\r\n${words}MAIL FROM:<>\r\nQUIT\r\n`);
    expect(said).toMatch(reply);
    expect(sink.totals.authenticated).toBe(said.includes('235 ') ? 1 : 0);
  });
  it('believes a PROXY header where one is due, and nobody without', async () => {
    const { port, messages, sink } = await start({ expectsProxy: true });
    await sayAll(port, `PROXY TCP4 192.0.2.7 192.0.2.1 4000 25\r\n${message('x')}`);
    expect(messages[0]).toMatchObject({ ip: '192.0.2.7' });
    expect(await sayAll(port, message('x'))).toBe('');
    expect(sink.totals).toMatchObject({ connections: 2, turnedAway: 1 });
  });
  it.each(SMUGGLING_ENDS)('%j ends no message', async (end) => {
    const { port, messages } = await start({ bare: 'keep' });
    const said = await sayAll(port, message(`a${end}MAIL FROM:<evil@x>\r\nRCPT TO:<c@d>\r\nDATA\r\nb`));
    expect(messages).toHaveLength(1);
    expect(said).toMatch(/354 [^\r]*\r\n250 OK\r\n221 [^\r]*\r\n$/);
  });
});

describe('what is stored', () => {
  it('in a Maildir is as received, in private files, and nothing else is left', async () => {
    const path = join(folder(), 'mail');
    const { port, messages } = await start({ store: { kind: 'maildir', path, syncs: true } });
    await sayAll(port, message('one\r\n\0\xff'));
    await sayAll(port, message('two'));
    const files = messages.map(({ file }) => file!);
    expect(readFileSync(files[0]!, 'latin1')).toBe('one\r\n\0\xff\r\n');
    expect(readFileSync(files[1]!, 'latin1')).toBe('two\r\n');
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(path, 'tmp'))).toEqual([]);
    expect(readdirSync(join(path, 'new'))).toHaveLength(2);
  });
  it('what was refused or broken off is not', async () => {
    const path = folder();
    const { port, sink } = await start({ store: { kind: 'maildir', path, syncs: false } }, 'message bad@x = 550 no');
    await sayAll(port, message('x', 'bad@x'));
    await sayAll(port, message('a\nb'));
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(message('x'.repeat(500_000)).slice(0, 400_000)));
      socket.on('data', (bytes) => bytes.includes('354') && socket.destroy());
      socket.on('close', () => resolve());
    });
    await expect.poll(() => sink.totals.abandoned).toBe(2);
    await expect.poll(() => readdirSync(join(path, 'tmp'))).toEqual([]);
    expect(readdirSync(join(path, 'new'))).toEqual([]);
  });
  it('in an mbox is behind its From line, lines like it quoted (RFC 4155)', async () => {
    const path = join(folder(), 'mbox');
    const { port } = await start({ store: { kind: 'mbox', path, syncs: false } });
    await Promise.all([
      sayAll(port, message('From here\r\n>From there\r\nNot From')),
      sayAll(port, message('x'.repeat(200_000), '')),
    ]);
    const text = readFileSync(path, 'latin1');
    expect(text).toContain('From a@b.test Wed Nov 25 12:00:00 2026\r\n>From here\r\n>>From there\r\nNot From\r\n\r\n');
    expect(text).toContain(`From MAILER-DAEMON Wed Nov 25 12:00:00 2026\r\n${'x'.repeat(200_000)}\r\n\r\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(path, '..'))).toEqual(['mbox']);
  });
  it('a place that cannot be is told before anything is received', async () => {
    const path = join(folder(), 'file');
    const options = {
      ...SINK_DEFAULTS,
      store: { kind: 'mbox' as const, path: join(path, 'no', 'such'), syncs: false },
    };
    const ports = { monotonicMs: () => 0, now: () => new Date(), onMessage: () => {}, onTrouble: () => {} };
    expect(await startSink(options, ports)).toMatchObject({
      ok: false,
      error: { code: 'sink/store', message: expect.stringContaining('no such folder') },
    });
  });
  it('where it fails later the client is told to try again', async () => {
    const path = folder();
    const { port, troubles } = await start({ store: { kind: 'maildir', path, syncs: false } });
    rmSync(join(path, 'new'), { recursive: true });
    chmodSync(path, 0o700);
    expect(await sayAll(port, message('x'))).toContain('451 4.3.0 Error while writing the message');
    expect(troubles).toHaveLength(1);
  });
});

describe('clients that are slow, or endless', () => {
  it('who says nothing is let go with 421 (RFC 5321 §4.5.3.2.7)', async () => {
    const { port } = await start({ limits: { connections: 10, idleMs: 50, totalMs: 60_000 } });
    expect(await sayAll(port, 'EHLO x')).toMatch(/421 sink\.test: SMTP command timeout - closing connection\r\n$/);
    expect(await sayAll(port, message('x').slice(0, -12))).toMatch(
      /421 sink\.test SMTP incoming data timeout - closing connection\.\r\n$/,
    );
  });
  it('who never comes to an end is let go too, however busy', async () => {
    const { port } = await start({ limits: { connections: 10, idleMs: 60_000, totalMs: 300 } });
    const said = await new Promise<string>((resolve) => {
      let heard = '';
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      const trickle = setInterval(() => socket.write('x'), 5);
      socket.on('connect', () => socket.write('EHLO x\r\nNOOP\r\n'));
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        heard += bytes;
      });
      socket.on('close', () => {
        clearInterval(trickle);
        resolve(heard);
      });
    });
    expect(said).toMatch(/250 OK\r\n421 sink\.test: SMTP command timeout - closing connection\r\n$/);
  });
  it('an octet at a time is as good as all at once', async () => {
    const { port, messages } = await start();
    const said = await new Promise<string>((resolve) => {
      let heard = '';
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      const octets = Buffer.from(message('hello'));
      let at = 0;
      const next = (): void => {
        if (at < octets.length) socket.write(octets.subarray(at, ++at), () => setImmediate(next));
      };
      socket.on('connect', next).on('data', (bytes) => {
        heard += bytes;
      });
      socket.on('close', () => resolve(heard));
    });
    expect(said).toMatch(/354 [^\r]*\r\n250 OK\r\n221 /);
    expect(messages).toHaveLength(1);
  });
  it('a line that never ends, a hundred thousand recipients', async () => {
    const { port } = await start({ limits: { connections: 10, idleMs: 5000, totalMs: 60_000, recipients: 1000 } });
    expect(await sayAll(port, `NOOP ${'x'.repeat(5_000_000)}\r\nQUIT\r\n`)).toMatch(
      /500 command line too long\r\n221 /,
    );
    const said = await sayAll(port, `MAIL FROM:<>\r\n${'RCPT TO:<a@b>\r\n'.repeat(100_000)}QUIT\r\n`);
    expect(said.split('250 Accepted').length - 1).toBe(1000);
    expect(said.split('452 too many recipients').length - 1).toBe(99_000);
  }, 20_000);
  it('too many at a time are told 421', async () => {
    const { port } = await start({ limits: { connections: 1, idleMs: 5000, totalMs: 60_000 } });
    const held = connect(port, '127.0.0.1');
    await new Promise((resolve) => held.once('data', resolve));
    expect(await sayAll(port, 'QUIT\r\n')).toMatch(/^421 sink\.test: Too many concurrent SMTP connections/);
    held.destroy();
  });
});
