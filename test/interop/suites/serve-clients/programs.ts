/** Clients of other projects: what each sent is what is in the spool. */
import { match, ok, strictEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredMessage } from '../../../../src/mta/spool/index.ts';
import { mustRun, run } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import { asSent, MailServer } from '../../framework/mail-server.ts';
import { answersTcp } from '../../framework/probe.ts';
import { Talk } from '../../framework/smtp-talk.ts';
import type { Context } from '../../framework/types.ts';
import { sendByExim } from '../../peers/exim-sender.ts';
import { startPostfixRelay } from '../../peers/postfix-relay.ts';
import { programs } from '../../peers/programs.ts';

const BODY = `.\n..\n.dot\n\nFrom here\n${'x'.repeat(900)}\n.\nend\n\n`;
const WAIT_MS = 10_000;
const PAUSE_MS = 500;

const messageOf = (subject: string): string =>
  `Subject: ${subject}\nFrom: a@b.test\nTo: c@d.test\nDate: Wed, 25 Nov 2026 12:00:00 +0000\nMessage-ID: <${subject}@b.test>\n\n${BODY}`;

const wire = (text: string): string => text.replaceAll('\n', '\r\n');

export async function tryPrograms(context: Context, server: MailServer): Promise<void> {
  await context.test('swaks, in clear and behind STARTTLS', async () => {
    for (const words of [[], ['--tls']]) {
      const subject = `swaks${words.length}`;
      const file = join(context.folder, subject);
      writeFileSync(file, messageOf(subject).slice(0, -1)); // it ends the last line itself
      const envelope = ['--from', 'a@b.test', '--to', 'c@d.test', '--server', '127.0.0.1', '--port', `${server.port}`];
      await mustRun(programs.swaks, [...envelope, '--data', `@${file}`, ...words]);
      const { message, octets } = await found(server, subject);
      strictEqual(octets, wire(messageOf(subject)));
      strictEqual(message.tls !== undefined, words.length > 0);
    }
  });
  await context.test('openssl s_client with STARTTLS', async () => {
    strictEqual((await byOpenssl(server.port, messageOf('openssl'))).filter((code) => code === 250).length >= 4, true);
    const { message, octets } = await found(server, 'openssl');
    strictEqual(octets, wire(messageOf('openssl')));
    match(message.tls?.version ?? '', /TLS ?v?1\.3/);
  });
  await context.test("Postfix's smtp-source, many connections", async () => {
    const before = await count(server);
    await mustRun(programs.smtpSource, [
      '-s',
      '5',
      '-m',
      '50',
      '-l',
      '4096',
      '-f',
      'a@b.test',
      '-t',
      'c@d.test',
      `127.0.0.1:${server.port}`,
    ]);
    strictEqual(await count(server), before + 50);
  });
  await context.test('Exim, by STARTTLS and CHUNKING', async () => {
    await sendByExim(context, server.port, messageOf('exim'), ['c@d.test', 'e@d.test']);
    await bodyArrived(server, 'exim');
  });
  await context.test('Postfix, by STARTTLS', async () => {
    const talk = await Talk.open(await startPostfixRelay(context, server.port));
    await talk.ask('EHLO client.example.net');
    const reply = await talk.mail(Buffer.from(`${wire(messageOf('postfix')).replaceAll('\r\n.', '\r\n..')}.\r\n`), [
      'c@d.test',
    ]);
    strictEqual(reply.code, 250);
    talk.destroy();
    await bodyArrived(server, 'postfix');
  });
  await context.test('HAProxy in front, with send-proxy-v2: the log has both', () => behindHaproxy(context));
}

/** A mailer puts fields of its own on top. */
async function bodyArrived(server: MailServer, subject: string): Promise<void> {
  const { message, octets } = await found(server, subject);
  ok(octets.endsWith(`\r\n\r\n${wire(BODY)}`), octets);
  ok(message.tls !== undefined, 'it came in clear');
}

/** What it was answered behind the handshake; it is fed a line a time, as nobody tells when one has been answered. */
async function byOpenssl(port: number, message: string): Promise<readonly number[]> {
  const words = ['s_client', '-connect', `127.0.0.1:${port}`, '-starttls', 'smtp', '-quiet'];
  const child = spawn(programs.openssl, words, { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let out = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  const data = `${wire(message).replaceAll('\r\n.', '\r\n..')}.`;
  for (const line of [
    'EHLO s-client.example.net',
    'MAIL FROM:<a@b.test>',
    'RCPT TO:<c@d.test>',
    'DATA',
    data,
    'QUIT',
  ]) {
    await sleep(PAUSE_MS);
    child.stdin.write(`${line}\r\n`, 'latin1');
  }
  await ended;
  return [...out.matchAll(/^(\d{3}) /gm)].map(([, code]) => Number(code));
}

async function found(server: MailServer, subject: string): Promise<{ message: StoredMessage; octets: string }> {
  const spool = await server.openSpool();
  try {
    const deadline = performance.now() + WAIT_MS;
    while (performance.now() < deadline) {
      for await (const item of spool.list()) {
        const read = item.kind === 'message' ? await spool.read(item.entry.id) : undefined;
        if (read?.ok !== true || !read.value.headers.some(({ text }) => text.startsWith(`Subject: ${subject}`)))
          continue;
        return { message: read.value, octets: (await asSent(spool, read.value)).toString('latin1') };
      }
      await sleep(50);
    }
    throw new Error(`no message "${subject}" has come: ${server.said}${server.log().slice(-1000)}`);
  } finally {
    await spool.close();
  }
}

async function count(server: MailServer): Promise<number> {
  const spool = await server.openSpool();
  const all = await spool.count();
  await spool.close();
  return all;
}

const BEHIND = 2731;
const FRONT = 2732;

async function behindHaproxy(context: Context): Promise<void> {
  const folder = join(context.folder, 'haproxy');
  mkdirSync(folder);
  const more = 'hosts_proxy = 127.0.0.1\nlog_selector = +proxy\n';
  const server = new MailServer({ folder: join(context.folder, 'behind'), port: BEHIND, workers: 1, more });
  context.atEnd(() => server.stop());
  await server.start();
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, haproxyConfiguration());
  await startDaemon(context, {
    command: programs.haproxy,
    args: ['-f', file, '-db'],
    logFile: join(folder, 'log'),
    ready: () => answersTcp('127.0.0.1', FRONT, /^220 /),
  });
  const words = ['--from', 'a@b.test', '--to', 'c@d.test', '--server', '127.0.0.1', '--port', `${FRONT}`];
  const { stdout } = await run(programs.swaks, [...words, '--local-interface', '127.0.0.77', '--tls']);
  match(stdout, /250 OK id=/);
  match(server.log(), / <= a@b\.test .*\[127\.0\.0\.77\] .*PRX=127\.0\.0\.1/);
}

const haproxyConfiguration = (): string => `defaults
  mode tcp
  timeout connect 5s
  timeout client 30s
  timeout server 30s
listen mail
  bind 127.0.0.1:${FRONT}
  server behind 127.0.0.1:${BEHIND} send-proxy-v2
`;
