/** Clients that mean harm or know no better: each says what it has to, and what must have come of it. */
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { sequence } from '../../framework/known-message.ts';
import { Talk, type TalkReply } from '../../framework/smtp-talk.ts';

export interface Row {
  readonly name: string;
  /** @param scale  1 in the full form, less in the reduced one */
  readonly act: (port: number, scale: number) => Promise<void>;
}

const ENVELOPE = ['MAIL FROM:<alice@example.net>', 'RCPT TO:<bob@example.org>'];
const TURN_MS = 1000;

async function begun(port: number): Promise<Talk> {
  const talk = await Talk.open(port);
  await talk.ask('EHLO hostile.example.net');
  return talk;
}

async function inData(port: number): Promise<Talk> {
  const talk = await begun(port);
  for (const line of [...ENVELOPE, 'DATA']) await talk.ask(line);
  return talk;
}

/** All that still comes, until the end of the connection or of our patience. */
async function replies(talk: Talk, withinMs = 2000): Promise<readonly number[]> {
  const codes: number[] = [];
  for (;;) {
    const reply = await Promise.race([talk.reply(), sleep(withinMs, undefined, { ref: false })]).catch(() => undefined);
    if (reply === undefined) return codes;
    codes.push(reply.code);
  }
}

/** The last word was said to it, and no other message came of it. */
function takenOnce(codes: readonly number[]): void {
  ok(codes.filter((code) => code === 250).length <= 1, codes.join(' '));
}

export const ROWS: readonly Row[] = [
  {
    name: 'one octet a second, in commands and in a message',
    act: async (port, scale) => {
      const [commands, data] = await Promise.all([begun(port), inData(port)]);
      for (let at = 0; at < 3 + 30 * scale; at += 1) {
        await Promise.all([commands.send('N'), data.send('x')]);
        await sleep(TURN_MS);
      }
      match(String((await commands.ask('')).code), /^50/);
      match(String((await data.ask('\r\n.')).code), /^250/);
      for (const talk of [commands, data]) talk.destroy();
    },
  },
  {
    name: 'a message in single octets',
    act: async (port, scale) => {
      const talk = await inData(port);
      const octets = `X-Long: ${'a'.repeat(2000 + 100_000 * scale)}\r\n\r\n${'b\r\n'.repeat(1000 + 30_000 * scale)}`;
      for (let at = 0; at < octets.length; at += 1) {
        talk.socket.write(octets[at]!, 'latin1');
        if (at % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      match(String((await talk.ask('.')).code), /^250/);
      talk.destroy();
    },
  },
  {
    name: 'a reader that reads nothing',
    act: async (port, scale) => {
      const talk = await begun(port);
      talk.socket.pause();
      const noise = 'HELP\r\n'.repeat(1000);
      for (let at = 0; at < 20 + 2000 * scale; at += 1)
        if ((await Promise.race([talk.send(noise).then(() => true), sleep(200, false)])) === false) break;
      talk.destroy();
    },
  },
  {
    name: 'a header without end',
    act: async (port, scale) => {
      const talk = await inData(port);
      const line = `X-Endless: ${'y'.repeat(900)}\r\n`;
      for (let sent = 0; sent < 3_000_000 + 100_000_000 * scale; sent += line.length * 64)
        await talk.send(line.repeat(64));
      match(String((await talk.ask('\r\n.')).code), /^552/);
      talk.destroy();
    },
  },
  {
    name: 'a header line without end',
    act: async (port, scale) => {
      const talk = await inData(port);
      await talk.send('X-Endless: ');
      const piece = 'z'.repeat(65_536);
      for (let sent = 0; sent < 3_000_000 + 100_000_000 * scale; sent += piece.length) await talk.send(piece);
      match(String((await talk.ask('\r\n.')).code), /^5/);
      talk.destroy();
    },
  },
  {
    name: 'a command line without end',
    act: async (port, scale) => {
      const talk = await begun(port);
      const piece = 'z'.repeat(65_536);
      for (let sent = 0; sent < 1_000_000 + 50_000_000 * scale; sent += piece.length) await talk.send(piece);
      match(String((await talk.ask('')).code), /^500/);
      talk.destroy();
    },
  },
  {
    name: 'very many recipients in one transaction',
    act: async (port, scale) => {
      const talk = await begun(port);
      await talk.ask(ENVELOPE[0]!);
      const count = 10_000 + 990_000 * scale;
      let accepted = 0;
      for (let at = 0; at < count; at += 1000) {
        const lines = Array.from({ length: 1000 }, (_, each) => `RCPT TO:<u${at + each}@example.org>\r\n`);
        await talk.send(lines.join(''));
        for (const _ of lines) if ((await talk.reply()).code === 250) accepted += 1;
      }
      ok(accepted === Math.min(count, 50_000), `${accepted} recipients`);
      await talk.ask('DATA');
      match(String((await talk.ask('Subject: many\r\n\r\n.')).code), /^250/);
      talk.destroy();
    },
  },
  {
    name: 'NUL and octets beyond ASCII in commands and messages',
    act: async (port) => {
      for (const line of ['MAIL FROM:<a\0b@example.net>', 'N\0OP', '\0', '\xff\xfe\x80', 'RCPT TO:<\xe4@\xff>']) {
        const talk = await begun(port);
        match(String((await talk.ask(line)).code), /^5/);
        talk.destroy();
      }
      const other = await inData(port);
      await other.send(`Subject: \0\xff\r\n\r\n\0\0\x80\xff\r\n`);
      match(String((await other.ask('.')).code), /^250/);
      other.destroy();
    },
  },
  {
    name: 'huge sizes in BDAT and SIZE',
    act: async (port) => {
      for (const size of ['18446744073709551616', '9'.repeat(400), '4294967296', '-1', '1e9', '0x10', '60000000']) {
        const talk = await begun(port);
        for (const line of ENVELOPE) await talk.ask(line);
        match(String((await Promise.race([talk.ask(`BDAT ${size}`), said]))!.code), /^(5\d\d|0)$/, size);
        talk.destroy();
      }
      const talk = await begun(port);
      match(String((await talk.ask(`${ENVELOPE[0]} SIZE=99999999999999999999`)).code), /^5/);
      talk.destroy();
    },
  },
  {
    name: 'garbage in place of a handshake, and a handshake broken off',
    act: async (port) => {
      const random = sequence(5);
      const garbage = Buffer.from(Array.from({ length: 4096 }, () => Math.floor(random() * 256)));
      for (const octets of [
        garbage,
        Buffer.from('EHLO again\r\n'),
        Buffer.from([22, 3, 1, 255, 255, 1, 0, 0]),
        Buffer.alloc(0),
      ]) {
        const talk = await begun(port);
        match(String((await talk.ask('STARTTLS')).code), /^220/);
        await talk.send(octets);
        await sleep(50);
        talk.destroy();
      }
    },
  },
  {
    name: 'TLS renegotiated over and over',
    act: async (port) => {
      const talk = await begun(port);
      await talk.ask('STARTTLS');
      const socket = connectTls({ socket: talk.socket, rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
      await new Promise((resolve, reject) =>
        socket.once('secureConnect', () => resolve(undefined)).once('error', reject),
      );
      socket.setMaxListeners(0);
      const inner = new Talk(socket);
      for (let at = 0; at < 10 && !inner.isClosed; at += 1)
        await Promise.race([
          new Promise((resolve) => void socket.renegotiate({ rejectUnauthorized: false }, resolve)),
          sleep(200),
        ]);
      inner.destroy();
    },
  },
  {
    name: 'commands behind STARTTLS in clear are not believed',
    act: async (port) => {
      const talk = await begun(port);
      await talk.send('STARTTLS\r\nMAIL FROM:<injected@example.net>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n');
      const codes = await replies(talk, 300);
      ok(!codes.includes(354), codes.join(' '));
      talk.destroy();
    },
  },
  {
    name: 'messages smuggled behind ends that are none',
    act: async (port) => {
      for (const end of ['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r.\r\n', '\r\n.\r', '\0\r\n.\n', '\r\n\0.\r\n']) {
        const talk = await inData(port);
        const hidden = `MAIL FROM:<hidden@example.net>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\nSubject: hidden\r\n\r\nhidden\r\n.\r\n`;
        await talk.send(`Subject: outer\r\n\r\nouter${end}${hidden}`);
        takenOnce(await replies(talk, 300));
        talk.destroy();
      }
    },
  },
  {
    name: 'pipelined junk',
    act: async (port, scale) => {
      const random = sequence(9);
      for (let round = 0; round < 5 + 100 * scale; round += 1) {
        const talk = await begun(port);
        const junk = Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(random() * 256)));
        await talk.send(junk);
        await talk.send('\r\nNOOP\r\n'.repeat(500));
        deepStrictEqual(
          (await replies(talk, 200)).filter((code) => Number.isNaN(code)),
          [],
        );
        talk.destroy();
      }
    },
  },
  {
    name: 'a message broken off again and again',
    act: async (port, scale) => {
      const piece = 'w'.repeat(998).concat('\r\n').repeat(400);
      for (let round = 0; round < 10 + 200 * scale; round += 1) {
        const talk = await inData(port);
        await talk.send(`Subject: broken\r\n\r\n${piece}`);
        talk.destroy();
      }
    },
  },
];

/** A chunk within the bound is waited for. */
const said: Promise<TalkReply> = sleep(1000, { code: 0, text: 'waits' }, { ref: false });
