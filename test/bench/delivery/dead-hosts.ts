/**
 * 1,000 destinations, each with an address of its own: the time until all mail for those that live is there, where ten are
 * dead and where none is. Of the dead, some refuse connections, some accept them and say nothing, some do not even answer.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { knownMessage, stuffed } from '../../interop/framework/known-message.ts';
import { MailServer } from '../../interop/framework/mail-server.ts';
import { answersTcp } from '../../interop/framework/probe.ts';
import { Talk } from '../../interop/framework/smtp-talk.ts';
import { programs } from '../../interop/peers/programs.ts';
import { median } from '../measure.ts';
import type { Figure } from '../types.ts';
import { OwnSink } from './own-sink.ts';

const PORT = 27_258;
const NEXT_PORT = 27_259;
const DESTINATIONS = 1000;
const DEAD = 10;
const SESSIONS = 20;
const OCTETS = 1024;
const LOST_MS = 60_000;
const AIM = 1.2;

export async function deadHosts(folder: string, quick: boolean): Promise<Figure> {
  const each = quick ? 3 : 20;
  const ratios: number[] = [];
  const times: { readonly living: number; readonly dead: number }[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round += 1) {
    const living = await deliverAll(join(folder, `living${round}`), each, 0);
    const dead = await deliverAll(join(folder, `dead${round}`), each, DEAD);
    times.push({ living, dead });
    ratios.push(dead / living);
  }
  const ofDead = median(times.map(({ dead }) => dead));
  const ofLiving = median(times.map(({ living }) => living));
  return {
    name: `${DESTINATIONS} destinations, ${each} messages each, ${DEAD} dead`,
    ours: ofDead,
    unit: 'ms',
    peer: { name: 'none dead', value: ofLiving },
    aim: { value: AIM, better: 'lower' },
    note: 'all mail for those that live is there',
  };
}

/** @returns ms from the first message to the last arrival at a living destination */
async function deliverAll(folder: string, each: number, dead: number): Promise<number> {
  const left = (DESTINATIONS - dead) * each;
  let arrivals = 0;
  let allThere: (at: number) => void = () => {};
  const done = new Promise<number>((resolve) => {
    allThere = resolve;
  });
  const sink = new OwnSink(() => {
    arrivals += 1;
    if (arrivals === left) allThere(performance.now());
  });
  for (let at = dead; at < DESTINATIONS; at += 1) await sink.listen(NEXT_PORT, addressOf(at));
  const buried = await bury(dead, sink);
  const server = new MailServer({ folder, port: PORT, delivers: true, more: CONFIGURATION });
  try {
    await server.start();
    const began = performance.now();
    await sendAll(each);
    const ended = await Promise.race([done, sleep(LOST_MS, undefined, { ref: false })]);
    if (ended === undefined) throw new Error(`${left - arrivals} messages for living destinations have not arrived`);
    return ended - began;
  } finally {
    await server.stop();
    buried.end();
    await sink.close();
  }
}

const addressOf = (at: number): string => `127.8.${Math.floor(at / 250)}.${1 + (at % 250)}`;

/** Each domain has its address in its name. */
const CONFIGURATION = `smtp_accept_queue_per_connection = 0
begin routers
next:
  driver = manualroute
  route_data = \${tr{\${extract{1}{.}{$domain}}}{-}{.}}
  transport = next
  self = send
begin transports
next:
  driver = smtp
  port = ${NEXT_PORT}
  allow_localhost
begin retry
* * F,2h,15m
`;

/** Domains in no order that a server could use, and all the same number of times. */
async function sendAll(each: number): Promise<void> {
  const message = stuffed(knownMessage('dead', OCTETS));
  const all = Array.from({ length: DESTINATIONS * each }, (_, at) => (at * STRIDE) % DESTINATIONS);
  let next = 0;
  const session = async (): Promise<void> => {
    const talk = await Talk.open(PORT);
    await talk.ask('EHLO client.example.net');
    while (next < all.length) {
      const domain = `${addressOf(all[next]!).replaceAll('.', '-')}.example.org`;
      next += 1;
      const reply = await talk.mail(message, [`bob@${domain}`]);
      if (reply.code !== 250) throw new Error(`${reply.code} ${reply.text}`);
    }
    talk.destroy();
  };
  await Promise.all(Array.from({ length: SESSIONS }, session));
}

/** Has no factor in common with the number of destinations. */
const STRIDE = 617;

/** By turns: refusing (nothing to do), mute, unreachable. */
async function bury(dead: number, sink: OwnSink): Promise<{ readonly end: () => void }> {
  const graves: Grave[] = [];
  for (let at = 0; at < dead; at += 1) {
    if (at % 3 === 1) await sink.listenMutely(NEXT_PORT, addressOf(at));
    if (at % 3 === 2) graves.push(await dig(addressOf(at)));
  }
  return {
    end: () => {
      for (const { child, fillers } of graves) {
        child.kill('SIGKILL');
        for (const socket of fillers) socket.destroy();
      }
    },
  };
}

interface Grave {
  readonly child: ChildProcess;
  readonly fillers: readonly Socket[];
}

/** A server that stands still, and whose queue of connections is full: the system drops whoever comes. */
async function dig(address: string): Promise<Grave> {
  const child = spawn(programs.smtpSink, ['-u', 'nobody', `${address}:${NEXT_PORT}`, '1'], { stdio: 'ignore' });
  for (let tries = 0; !(await answersTcp(address, NEXT_PORT, /^220 /)); tries += 1) {
    if (tries > 100) throw new Error(`smtp-sink does not answer at ${address}`);
    await sleep(20);
  }
  child.kill('SIGSTOP');
  const fillers = Array.from({ length: 4 }, () => connect(NEXT_PORT, address).on('error', () => {}));
  return { child, fillers };
}
