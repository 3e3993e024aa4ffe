/** The generator, the same for all: Postfix's smtp-source for rates, as it costs little; ours for how long each message takes. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { knownMessage, stuffed } from '../../interop/framework/known-message.ts';
import { Talk } from '../../interop/framework/smtp-talk.ts';
import { programs } from '../../interop/peers/programs.ts';
import { elapsedMs } from '../measure.ts';
import type { Load } from './loads.ts';

/** A server that says nothing for so long ends the run. */
const STALL_MS = 20_000;
const RUN_MS = 120_000;

const run = promisify(execFile);

/** @returns messages a second */
export async function sendMany(port: number, { sessions, octets, isKept }: Load, count: number): Promise<number> {
  const numbers = ['-s', sessions, '-m', count, '-l', octets].map(String);
  const words = [...numbers, ...(isKept ? ['-d'] : []), '-f', 'alice@example.net', '-t', 'bob@example.org'];
  const tookMs = await elapsedMs(() => run(programs.smtpSource, [...words, `127.0.0.1:${port}`], { timeout: RUN_MS }));
  return (count * 1000) / tookMs;
}

/** @returns milliseconds from MAIL to the 250 of the message, of one in a hundred that takes longest */
export async function p99Ms(port: number, { sessions, octets }: Load, count: number): Promise<number> {
  const message = stuffed(knownMessage('bench', octets));
  const times: number[] = [];
  let left = count;
  const session = async (): Promise<void> => {
    const talk = await begun(port);
    for (; left > 0; left -= 1) times.push(await elapsedMs(() => mustTake(talk, message)));
    talk.destroy();
  };
  await Promise.all(Array.from({ length: sessions }, session));
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
}

async function mustTake(talk: Talk, message: Uint8Array): Promise<void> {
  const reply = await talk.mail(message);
  if (reply.code !== 250) throw new Error(`${reply.code} ${reply.text}`);
}

async function begun(port: number): Promise<Talk> {
  const talk = await Talk.open(port);
  talk.socket.setTimeout(STALL_MS, () => talk.destroy());
  await talk.ask('EHLO client.example.net');
  return talk;
}
