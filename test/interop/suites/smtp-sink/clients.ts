/** Clients of other projects into the sink as a program: what they sent is what is stored. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SinkMessage } from '../../../../src/core/sink/index.ts';
import { mustRun } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { sendByExim } from '../../peers/exim-sender.ts';
import { startPostfixRelay } from '../../peers/postfix-relay.ts';
import { programs } from '../../peers/programs.ts';

const RUN = join(import.meta.dirname, '../../../../bin/run.js');

/** Dots, a line that is long, octets beyond ASCII, an empty line at the end. */
const MESSAGE = `Subject: dots\nFrom: a@b.test\nTo: c@d.test\n\n.\n..\n.dot\n\nFrom here\n${'x'.repeat(900)}\n.\nend\n\n`;
const WIRE = MESSAGE.replaceAll('\n', '\r\n');

interface Sink {
  readonly port: number;
  /** Messages told so far. */
  count(): number;
  /** Ends it, and hands back what it told of each message. */
  stop(): Promise<readonly SinkMessage[]>;
}

async function startSink(context: Context, words: readonly string[] = []): Promise<Sink> {
  sinks += 1;
  const folder = join(context.folder, `sink-${sinks}`);
  const args = [
    RUN,
    'smtp',
    'sink',
    '--ehlo',
    'sink.invalid',
    '--maildir',
    folder,
    '--events',
    '-',
    '--json',
    ...words,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  context.atEnd(() => void child.kill());
  let out = '';
  child.stdout.on('data', (bytes) => {
    out += bytes;
  });
  const port = await readyPort(child);
  return {
    port,
    count: () => out.split('\n').filter((line) => line.startsWith('{"at":')).length,
    async stop() {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill();
      await ended;
      const events = out.split('\n').filter((line) => line.startsWith('{"at":'));
      return events.map((line) => JSON.parse(line));
    },
  };
}

let sinks = 0;

function readyPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('close', () => reject(new Error(`the sink ended: ${said}`)));
    child.stderr!.on('data', (bytes) => {
      said += bytes;
      const port = /^ready \S+:(\d+)$/m.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

const stored = ({ file }: SinkMessage): string => readFileSync(file!, 'latin1');

export async function tryClients(context: Context): Promise<void> {
  const file = join(context.folder, 'message');
  writeFileSync(file, MESSAGE);
  await context.test('swaks, in clear and by STARTTLS: octet by octet', async () => {
    const sink = await startSink(context);
    const words = ['-s', `127.0.0.1:${sink.port}`, '-f', 'a@b.test', '-t', 'c@d.test,e@d.test', '--data', `@${file}`];
    await mustRun(programs.swaks, words);
    await mustRun(programs.swaks, [...words, '--tls', '--pipeline']);
    const messages = await sink.stop();
    // It ends its data with a line end of its own.
    assert.deepEqual(messages.map(stored), [`${WIRE}\r\n`, `${WIRE}\r\n`]);
    assert.deepEqual(
      messages.map(({ to }) => to),
      [
        ['c@d.test', 'e@d.test'],
        ['c@d.test', 'e@d.test'],
      ],
    );
    assert.match(messages[1]!.tls ?? '', /^TLSv1\./);
  });
  await context.test('swaks authenticates by PLAIN, LOGIN and CRAM-MD5, and not with a wrong password', async () => {
    const secrets = join(context.folder, 'secrets');
    writeFileSync(secrets, 'ann:se:cret\n');
    const sink = await startSink(context, ['--auth-file', secrets, '--require-auth']);
    const words = [
      '-s',
      `127.0.0.1:${sink.port}`,
      '-f',
      'a@b.test',
      '-t',
      'c@d.test',
      '-au',
      'ann',
      '--data',
      `@${file}`,
    ];
    for (const mechanism of ['PLAIN', 'LOGIN', 'CRAM-MD5'])
      await mustRun(programs.swaks, [...words, '-a', mechanism, '-ap', 'se:cret']);
    await assert.rejects(
      mustRun(programs.swaks, [...words, '-a', 'PLAIN', '-ap', 'wrong']),
      /No authentication type succeeded/,
    );
    assert.deepEqual(
      (await sink.stop()).map(({ identity }) => identity),
      ['ann', 'ann', 'ann'],
    );
  });
  await context.test('smtp-source: every message, whole, by SMTP and by LMTP', async () => {
    for (const [ours, theirs] of [
      [[], []],
      [['--lmtp'], ['-L']],
    ]) {
      const sink = await startSink(context, ours);
      const words = ['-s', '5', '-m', '200', '-l', '4096', '-r', '3', '-f', 'a@b.test', '-t', 'c@d.test'];
      await mustRun(programs.smtpSource, [...theirs!, ...words, `127.0.0.1:${sink.port}`]);
      const messages = await sink.stop();
      assert.equal(messages.length, 200);
      assert.deepEqual(new Set(messages.map(({ to }) => to.length)), new Set([3]));
      assert.deepEqual(
        messages.filter((message) => stored(message).length !== message.octets),
        [],
      );
    }
  });
  await context.test("Python's smtplib: by STARTTLS, authenticated, octet by octet", async () => {
    const sink = await startSink(context, ['--auth-any']);
    await mustRun(programs.python, ['-c', PYTHON, String(sink.port), file]);
    const messages = await sink.stop();
    assert.deepEqual(messages.map(stored), [WIRE, `${WIRE}é\r\n`.replace('é', '\xc3\xa9')]);
    assert.deepEqual(
      messages.map(({ identity }) => identity),
      ['ann', 'ann'],
    );
    assert.equal(messages[1]!.parameters.BODY, '8BITMIME');
  });
  await context.test('openssl s_client -starttls smtp: a dialogue by hand', async () => {
    const sink = await startSink(context);
    const words = ['s_client', '-starttls', 'smtp', '-quiet', '-crlf', '-connect', `127.0.0.1:${sink.port}`];
    const input = 'EHLO x\nMAIL FROM:<a@b>\nRCPT TO:<c@d>\nDATA\nby hand\n.\nQUIT\n';
    await mustRun(programs.openssl, words, { input });
    const messages = await sink.stop();
    assert.deepEqual(
      messages.map((message) => [stored(message), message.tls]),
      [['by hand\r\n', 'TLSv1.3']],
    );
  });
  await context.test('Exim: by STARTTLS, BDAT and PRDR, its Received fields before what it was given', async () => {
    const sink = await startSink(context);
    const log = await sendByExim(context, sink.port, MESSAGE, ['c@d.test', 'e@d.test']);
    assert.match(log, /=> \S*c@d\.test R=to_sink T=to_sink H=127\.0\.0\.1 \[127\.0\.0\.1\] X=TLS1/);
    const [message] = await sink.stop();
    assert.ok(stored(message!).startsWith('Received: from '));
    assert.ok(stored(message!).endsWith(WIRE.slice(WIRE.indexOf('\r\n\r\n'))), stored(message!));
    assert.match(log, /PRDR K C="250 PRDR R=<c@d\.test> acceptance/);
  });
  await context.test('Postfix, through its queue: by STARTTLS, pipelined, each message whole', async () => {
    const sink = await startSink(context);
    const relay = await startPostfixRelay(context, sink.port);
    const words = ['-s', '3', '-m', '30', '-l', '2000', '-f', 'a@b.test', '-t', 'c@d.test'];
    await mustRun(programs.smtpSource, [...words, `127.0.0.1:${relay}`]);
    await until(() => sink.count() === 30);
    const messages = await sink.stop();
    assert.deepEqual(new Set(messages.map(({ tls }) => tls)), new Set(['TLSv1.3']));
    assert.deepEqual(
      messages.filter((message) => stored(message).length !== message.octets),
      [],
    );
    assert.deepEqual(
      messages.filter(
        (message) =>
          !/^Received: from [\s\S]*by postfix\.invalid \(Postfix\) with SMTP[\s\S]*\r\n\r\n[\s\S]*\r\n$/.test(
            stored(message),
          ),
      ),
      [],
    );
  });
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (holds()) return;
    await sleep(50);
  }
  throw new Error('it did not come to be within ten seconds');
}

const PYTHON = `
import smtplib, ssl, sys
text = open(sys.argv[2], 'rb').read().replace(b'\\n', b'\\r\\n')
client = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
client.starttls(context=context)
client.login('ann', 'any')
client.sendmail('a@b.test', ['c@d.test'], text)
client.sendmail('a@b.test', ['c@d.test'], text + b'\\xc3\\xa9', ['BODY=8BITMIME'])
client.quit()
`;
