/** Connections that say EHLO and then nothing: what one costs, and that they keep nobody out. */
import { ok } from 'node:assert/strict';
import { type MailServer, memoryOf } from '../../framework/mail-server.ts';
import { Talk } from '../../framework/smtp-talk.ts';

const OPEN_AT_A_TIME = 50;

export interface IdleFigures {
  readonly connections: number;
  /** Of each worker and the acceptor, with nobody connected. */
  readonly idleRssMiB: readonly number[];
  /** What all processes together have grown by, for each connection. */
  readonly perConnectionKiB: number;
}

/** Loopback has many addresses: a client of its own each, as far as ports go. */
export async function openIdle(server: MailServer, count: number): Promise<{ figures: IdleFigures; talks: Talk[] }> {
  const { acceptor, workers } = server.processes();
  ok(acceptor !== undefined);
  const pids = [acceptor, ...workers];
  const before = pids.map((pid) => memoryOf(pid));
  const talks: Talk[] = [];
  while (talks.length < count) {
    const some = Array.from({ length: Math.min(OPEN_AT_A_TIME, count - talks.length) }, () => greeted(server.port));
    talks.push(...(await Promise.all(some)));
  }
  const grown = pids.map((pid, at) => memoryOf(pid).rssKiB - before[at]!.rssKiB);
  return {
    talks,
    figures: {
      connections: count,
      idleRssMiB: before.map(({ rssKiB }) => rssKiB / 1024),
      perConnectionKiB: grown.reduce((sum, one) => sum + one, 0) / count,
    },
  };
}

async function greeted(port: number): Promise<Talk> {
  const talk = await Talk.open(port);
  await talk.ask('EHLO idle.example.net');
  return talk;
}
