/** The SMTP client in full dialogues with servers of others, each extension on the wire; swaks' mail and ours, octet by octet. */
import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenAsPeer } from '../../../support/smtp-peer.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { MESSAGES, onTheWire } from './messages.ts';
import { commands, type Sent, smtpSend, swaks } from './program.ts';
import { dovecotFolder, eximFile, PASSWORD, PLACES, type ServerName, startServers, USER } from './servers.ts';

export const suite: Suite = {
  name: 'smtp-client',
  proves:
    'Exim, Postfix, OpenSMTPD and Dovecot understand every extension we speak, and what we send arrives as swaks sends it',
  run,
};

async function run(context: Context): Promise<void> {
  await Promise.all([besideSwaks(context), startServers(context)]);
  // Most of the time is spent waiting for servers, each of which is asked by itself.
  await Promise.all([dialogues, deliveries, authentications, extensions, lmtp].map((part) => part(context)));
}

const to = (address: string, server: ServerName): readonly string[] => ['--to', address, '--server', PLACES[server]];

/** A server that keeps what it gets, octet by octet. */
async function besideSwaks(context: Context): Promise<void> {
  const server = await listenAsPeer({ offers: ['8BITMIME', 'PIPELINING', 'CHUNKING'] });
  context.atEnd(server.close);
  const place = ['--to', 'bob@example.org', '--server', `127.0.0.1:${server.port}`];
  for (const [name, text] of Object.entries(MESSAGES)) {
    await context.test(`${name}: what arrives is what swaks sends`, async () => {
      const file = join(context.folder, `${name}.eml`);
      writeFileSync(file, text, 'latin1');
      await smtpSend([...place, '--data', `@${file}`]);
      await smtpSend([...place, '--data', `@${file}`, '--chunking', '--pipeline']);
      const [ours, chunked] = server.peers.slice(-2).map(({ contents }) => contents[0]);
      strictEqual(ours, onTheWire(text));
      strictEqual(chunked, onTheWire(text));
      // swaks puts a line end of its own behind whatever it is given, and a header that stands alone gets an empty line.
      if (name === 'header-alone' || name === 'dot-first' || name === 'smuggling-lf') return;
      const forSwaks = join(context.folder, `${name}.swaks`);
      writeFileSync(forSwaks, text.replace(/\r?\n$/, ''), 'latin1');
      await swaks([...place, '--data', `@${forSwaks}`]);
      strictEqual(server.peers.at(-1)!.contents[0], name === 'empty-body' ? onTheWire(`${text}\n`) : ours);
    });
  }
}

async function dialogues(context: Context): Promise<void> {
  for (const server of ['exim', 'postfix', 'opensmtpd'] as const) {
    const recipient = server === 'opensmtpd' ? 'nobody@example.org' : 'anybody@example.org'; // who is a user there
    for (const way of waysOf(server, context)) {
      await context.test(`${server}: a mail from greeting to QUIT ${way.join(' ')}`, async () => {
        const sent = await smtpSend([...to(recipient, server), ...way]);
        strictEqual(sent.data.detail, 'all was said');
        ok(sent.data.accepted);
        const { steps } = sent.data.attempts[0]!;
        strictEqual(steps.at(-1)?.reply?.code, 221);
        strictEqual(steps.find(({ stage }) => stage === 'mail')?.isSecure, way.includes('--tls'));
      });
    }
    await context.test(`${server}: several mails on a connection`, async () => {
      const sent = await smtpSend([...to(recipient, server), '--repeat', '20', '--jobs', '2', '--pipeline']);
      ok(sent.data.accepted, sent.data.detail);
    });
  }
}

/** Debian's OpenSMTPD 6.8 was made for another OpenSSL: with version 3 it has no private key, and no handshake ends well. */
function waysOf(server: ServerName, { full }: Context): readonly (readonly string[])[] {
  const clear = full ? [[], ['--pipeline']] : [['--pipeline']];
  return server === 'opensmtpd'
    ? [[], ...clear.slice(1)]
    : [...clear, ['--tls'], ...(full ? [['--tls', '--pipeline']] : [])];
}

/** Exim writes what it got into a file, with nothing added. */
async function deliveries(context: Context): Promise<void> {
  for (const [name, text] of Object.entries(MESSAGES)) {
    if (name === 'dot-first' || name === 'header-alone') continue; // Exim puts headers right
    for (const way of context.full ? [[], CHUNKED] : [CHUNKED]) {
      const user = `${name}${way.length}`;
      await context.test(`exim: ${name} is delivered as it was sent ${way.join(' ')}`, async () => {
        const file = join(context.folder, `${name}.eml`);
        const sent = await smtpSend([...to(`${user}@example.org`, 'exim'), '--data', `@${file}`, ...way]);
        ok(sent.data.accepted, sent.data.detail);
        strictEqual(await delivered(eximFile(context, user)), onTheWire(text));
      });
    }
  }
}

const CHUNKED = ['--chunking', '--pipeline'];

async function delivered(file: string): Promise<string> {
  for (let i = 0; i < 100 && !existsSync(file); i += 1) await sleep(50);
  await sleep(50);
  return readFileSync(file, 'latin1');
}

async function authentications(context: Context): Promise<void> {
  const rows: readonly (readonly [ServerName, string])[] = [
    ...(['PLAIN', 'LOGIN', 'CRAM-MD5'] as const).map((name) => ['exim', name] as const),
    ...(['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'] as const).map(
      (name) => ['postfix', name] as const,
    ),
  ];
  const oneOf = async ([server, mechanism]: (typeof rows)[number]): Promise<void> => {
    const words = [...to('anybody@example.org', server), '--tls', '--auth', mechanism, '--auth-user', USER];
    await context.test(`${server}: AUTH ${mechanism}, right and wrong`, async () => {
      const right = await smtpSend([...words, '--auth-password', PASSWORD]);
      ok(right.data.accepted, right.data.detail);
      ok(commands(right).some((line) => line.startsWith(`AUTH ${mechanism}`)));
      const wrong = await smtpSend([...words, '--auth-password', 'wrong']);
      strictEqual(wrong.status, 1);
      strictEqual(wrong.data.outcome, 'auth-failed');
    });
  };
  // Postfix takes seconds over each.
  await Promise.all([
    inTurn(
      rows.filter(([server]) => server === 'exim'),
      oneOf,
    ),
    ...rows.filter(([server]) => server === 'postfix').map(oneOf),
  ]);
  await context.test('postfix: of all that is offered the best is taken', async () => {
    const words = [...to('anybody@example.org', 'postfix'), '--auth-user', USER, '--auth-password', PASSWORD];
    ok(commands(await smtpSend(words)).includes('AUTH SCRAM-SHA-256 <hidden>'));
  });
}

async function inTurn<T>(rows: readonly T[], each: (row: T) => Promise<void>): Promise<void> {
  for (const row of rows) await each(row);
}

const MAIL = /^MAIL FROM:<sender@example\.net>/;
const mailLine = (sent: Sent): string => commands(sent).find((line) => MAIL.test(line)) ?? '';

async function extensions(context: Context): Promise<void> {
  const test = (name: string, words: readonly string[], judge: (sent: Sent) => void): Promise<void> =>
    context.test(name, async () => {
      const sent = await smtpSend(words);
      judge(sent);
    });
  for (const server of ['exim', 'postfix'] as const) {
    await test(`${server}: CHUNKING`, [...to('a@example.org', server), '--chunking'], (sent) => {
      ok(sent.data.accepted, sent.data.detail);
      ok(commands(sent).some((line) => /^BDAT \d+ LAST$/.test(line)));
    });
    await test(`${server}: SMTPUTF8`, [...to('bøb@example.org', server)], (sent) => {
      ok(sent.data.accepted, sent.data.detail);
      match(mailLine(sent), / SMTPUTF8$/);
    });
    const dsn = [
      '--dsn-notify',
      'success,failure',
      '--dsn-ret',
      'HDRS',
      '--dsn-envid',
      'a+b=c',
      '--dsn-orcpt',
      'z@y.org',
    ];
    await test(`${server}: DSN`, [...to('a@example.org', server), ...dsn], (sent) => {
      ok(sent.data.accepted, sent.data.detail);
      match(mailLine(sent), / RET=HDRS ENVID=a\+2Bb\+3Dc/);
      ok(commands(sent).includes('RCPT TO:<a@example.org> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;z@y.org'));
    });
    await test(`${server}: SIZE and 8BITMIME`, [...to('a@example.org', server), '--body', 'grüße'], (sent) => {
      ok(sent.data.accepted, sent.data.detail);
      match(mailLine(sent), / SIZE=\d+ BODY=8BITMIME$/);
    });
    await test(
      `${server}: a refused recipient`,
      [...to('no@example.org,a@example.org', server), '--pipeline'],
      (sent) => {
        deepStrictEqual(
          sent.data.recipients.map(({ status }) => status),
          ['refused', 'accepted'],
        );
        strictEqual(sent.status, 1);
      },
    );
  }
  await test('exim: PRDR', [...to('a@example.org,picky@example.org', 'exim'), '--prdr'], (sent) => {
    match(mailLine(sent), / PRDR$/);
    deepStrictEqual(
      sent.data.recipients.map(({ status, stage }) => `${status} ${stage}`),
      ['accepted dot', 'refused dot'],
    );
  });
  const xclient = [
    '--xclient-addr',
    '192.0.2.77',
    '--xclient-name',
    'client.example.org',
    '--xclient-helo',
    'said.example.org',
  ];
  await context.test('postfix: XCLIENT', async () => {
    const sent = await smtpSend([...to('a@example.org', 'postfix'), ...xclient]);
    ok(sent.data.accepted, sent.data.detail);
    match(readFileSync(join(context.folder, 'postfix/log'), 'utf8'), /client=client\.example\.org\[192\.0\.2\.77\]/);
  });
  await test(
    'exim: quit after RCPT, as expected',
    [...to('later@example.org', 'exim'), '--quit-after', 'rcpt', '--expect', 'rcpt=4xx'],
    (sent) => {
      strictEqual(sent.status, 0);
      strictEqual(commands(sent).at(-1), 'QUIT');
    },
  );
  await test('opensmtpd: enhanced codes of a refusal', [...to('a@example.org', 'opensmtpd'), '--chunking'], (sent) => {
    strictEqual(sent.data.recipients[0]?.status, 'unsent'); // it does not offer CHUNKING
  });
}

const LMTP_WAYS = [[], ['--pipeline'], ['--pipeline', '--chunking']];

async function lmtp(context: Context): Promise<void> {
  const words = ['--lmtp', '--to', 'bob@example.org,nobody@example.org,carol@example.org'];
  for (const place of [
    ['--server', PLACES.dovecot],
    ['--socket', join(dovecotFolder(context), 'lmtp.socket')],
  ]) {
    for (const way of LMTP_WAYS) {
      await context.test(`dovecot: LMTP by ${place[0]} ${way.join(' ')}`, async () => {
        const sent = await smtpSend([...words, ...place, ...way]);
        deepStrictEqual(
          sent.data.recipients.map(({ status, stage }) => `${status} ${stage}`),
          way.includes('--chunking')
            ? ['accepted bdat', 'refused rcpt', 'accepted bdat']
            : ['accepted dot', 'refused rcpt', 'accepted dot'],
        );
      });
    }
  }
  await context.test('dovecot: each mailbox has what was sent to it', () => {
    const folder = join(dovecotFolder(context), 'mail');
    for (const user of ['bob@example.org', 'carol@example.org'])
      strictEqual(readdirSync(join(folder, user, 'new')).length, 6);
  });
}
