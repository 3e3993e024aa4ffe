/** Very many messages of all sizes over several connections, by DATA and by BDAT: each arrives octet for octet. */
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { knownMessage, sequence, stuffed } from '../../framework/known-message.ts';
import type { Taken } from '../../framework/load.ts';
import type { MailServer } from '../../framework/mail-server.ts';
import { Talk, type TalkReply } from '../../framework/smtp-talk.ts';
import type { Context } from '../../framework/types.ts';
import { verifySpool } from '../durability/verify.ts';

const SESSIONS = 8;
const KIB = 1024;
const MIB = 1024 * KIB;

/** 98 of 100 up to 64 KiB, the logarithms of their sizes evenly spread, as mail's are; some up to 1 MiB; few of 25 MiB. */
function sizes(full: boolean): readonly number[] {
  const random = sequence(31);
  const [usual, large, huge] = full ? [9800, 190, 10] : [293, 6, 1];
  const between = (from: number, to: number): number => Math.round(from * (to / from) ** random());
  return [
    ...Array.from({ length: usual }, () => between(200, 64 * KIB)),
    ...Array.from({ length: large }, () => between(64 * KIB, MIB)),
    ...Array.from({ length: huge }, () => 25 * MIB),
  ];
}

export async function tryMany(context: Context, server: MailServer): Promise<void> {
  const left = sizes(context.full).map((octets, at) => ({ octets, key: `m${at}` }));
  await context.test(`${left.length} messages from 200 octets to 25 MiB arrive as they were sent`, async () => {
    const taken: Taken[] = [];
    const session = async (): Promise<void> => {
      const talk = await Talk.open(server.port);
      await talk.ask('EHLO client.example.net');
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const { key, octets } = next;
        const reply = await send(talk, knownMessage(key, octets), taken.length % 3 === 0);
        strictEqual(reply.code, 250, `${key}: ${reply.code} ${reply.text}`);
        taken.push({ key, octets, id: /^OK id=(\S+)/.exec(reply.text)![1]! });
      }
      talk.destroy();
    };
    await Promise.all(Array.from({ length: SESSIONS }, session));
    const spool = await server.openSpool();
    const { faults, untold } = await verifySpool(spool, taken, new Set());
    await spool.close();
    deepStrictEqual({ faults, untold }, { faults: [], untold: 0 });
  });
}

async function send(talk: Talk, message: Buffer, isChunked: boolean): Promise<TalkReply> {
  if (!isChunked) return await talk.mail(stuffed(message));
  for (const line of ['MAIL FROM:<alice@example.net>', 'RCPT TO:<bob@example.org>']) await talk.ask(line);
  const half = message.length >> 1; // wherever that is, in the middle of a line
  talk.socket.write(`BDAT ${half}\r\n`);
  talk.socket.write(message.subarray(0, half));
  await talk.reply();
  talk.socket.write(`BDAT ${message.length - half} LAST\r\n`);
  talk.socket.write(message.subarray(half));
  return await talk.reply();
}
