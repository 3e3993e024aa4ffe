/** The servers that are compared, each with a folder, a port and a configuration of its own. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MailServer } from '../../interop/framework/mail-server.ts';
import { hasHaraka, startHarakaReceiver } from '../peers/haraka.ts';
import { handingOn, type Place, type Receiver, startEximReceiver, startPostfixReceiver } from '../peers/receivers.ts';
import type { SlowFlushes } from '../peers/slow-flush.ts';
import { treeSeconds } from './processor.ts';

export type Name = 'ours' | 'postfix' | 'exim' | 'haraka';

export const PORTS: Readonly<Record<Name, number>> = { ours: 27_251, postfix: 27_252, exim: 27_253, haraka: 27_254 };

export interface Contestant {
  readonly name: Name;
  readonly port: number;
  /** Of its first process. */
  readonly pid: number;
  /** Seconds of processor that all its processes have had. */
  readonly seconds: () => number;
  /** Flushes since the last time, where they are counted. */
  readonly flushes: () => string | undefined;
  readonly stop: () => Promise<void>;
}

const STARTERS: Readonly<Record<Name, (place: Place) => Promise<Receiver>>> = {
  ours: startOurs,
  postfix: startPostfixReceiver,
  exim: startEximReceiver,
  haraka: startHarakaReceiver,
};

export interface Setting {
  /** Absent: as fast as the disk is. */
  readonly slow?: SlowFlushes;
  /** A port of loopback that all goes on to; absent: it is kept. */
  readonly nextHop?: number;
}

/** Ours first. */
export async function startContestants(
  folder: string,
  { slow, nextHop }: Setting = {},
): Promise<readonly Contestant[]> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755); // all of them give up root
  const names = (Object.keys(PORTS) as Name[]).filter((name) => name !== 'haraka' || hasHaraka());
  const started: Contestant[] = [];
  for (const name of names) {
    const flush = slow?.of(name);
    const { pid, stop } = await STARTERS[name]({
      folder: join(folder, name),
      port: PORTS[name],
      env: flush?.env ?? {},
      ...(nextHop !== undefined && { nextHop }),
    });
    started.push({
      name,
      port: PORTS[name],
      pid,
      seconds: () => treeSeconds(pid),
      flushes: () => flush?.take(),
      stop,
    });
  }
  return started;
}

async function startOurs(place: Place): Promise<Receiver> {
  const { nextHop } = place;
  const server = new MailServer({
    ...place,
    ...(nextHop !== undefined && {
      delivers: true,
      more: `smtp_accept_queue_per_connection = 0\n${handingOn(nextHop)}`,
    }),
  });
  await server.start();
  return { pid: server.processes().master, stop: () => server.stop() };
}
