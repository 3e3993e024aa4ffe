/**
 * Waits until a server is done with the connections it has had, so that what it logs of one is not taken for the next one's.
 *
 * The last lines may be written long after the client has heard the last word: an ACL for QUIT asks a name server. Exim has a
 * process for each connection, its child; ours counts who came and who is still in.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from './servers.ts';

const PATIENCE_MS = 20_000;
const AGAIN_MS = 10;
const QUIET_MS = 40;
/** For a queue run to begin. */
const RUN_MS = 400;

export interface Had {
  /** By all clients since the server's start. */
  readonly connections: number;
  /** An ETRN has begun a queue run, which goes on by itself. */
  readonly mayRun: boolean;
}

export async function untilDone(server: Server, { connections, mayRun }: Had): Promise<void> {
  await until(() => (server.kind === 'exim' ? isChildless(server.pid) : hasSeenOff(server, connections)));
  await untilQuiet(server, mayRun ? RUN_MS : QUIET_MS);
  if (mayRun) await until(async () => runsOf(server, 'Start') === runsOf(server, 'End'));
}

/** Whoever has no end in time is told of by what is missing in its log. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline && !(await isSo()); )
    await sleep(AGAIN_MS);
}

async function isChildless(pid: number): Promise<boolean> {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1') === '';
}

async function hasSeenOff({ statusUrl }: Server, connections: number): Promise<boolean> {
  const text = await fetch(`${statusUrl}/metrics`).then(
    (answer) => answer.text(),
    () => '', // a server that is busy is asked again
  );
  const figure = (name: string): number => Number(new RegExp(`^mxray_${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  const came = figure('connections_total') + figure('connections_refused_total');
  return came >= connections && figure('connections_open') === 0;
}

/** What is not of a connection writes when it likes. */
async function untilQuiet(server: Server, quietMs: number): Promise<void> {
  for (let size = -1; size !== server.log('main').length; ) {
    size = server.log('main').length;
    await sleep(quietMs);
  }
}

const runsOf = (server: Server, word: string): number =>
  server.log('main').match(new RegExp(`^\\S+ \\S+ (?:\\[\\d+\\] )?${word} queue run: `, 'gm'))?.length ?? 0;
