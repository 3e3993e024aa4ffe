/** The servers that are compared, each with a folder, a port and a configuration of its own. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MailServer } from '../../interop/framework/mail-server.ts';
import { hasHaraka, startHarakaReceiver } from '../peers/haraka.ts';
import { startEximReceiver, startPostfixReceiver } from '../peers/receivers.ts';
import type { SlowFlush, SlowFlushes } from '../peers/slow-flush.ts';
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

const STARTERS: Readonly<Record<Name, (folder: string, port: number, env: SlowFlush['env']) => Promise<Started>>> = {
  ours: startOurs,
  postfix: startPostfixReceiver,
  exim: startEximReceiver,
  haraka: startHarakaReceiver,
};

interface Started {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Ours first. @param slow  absent: as fast as the disk is */
export async function startContestants(folder: string, slow?: SlowFlushes): Promise<readonly Contestant[]> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755); // all of them give up root
  const names = (Object.keys(PORTS) as Name[]).filter((name) => name !== 'haraka' || hasHaraka());
  const started: Contestant[] = [];
  for (const name of names) {
    const flush = slow?.of(name);
    const { pid, stop } = await STARTERS[name](join(folder, name), PORTS[name], flush?.env ?? {});
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

async function startOurs(folder: string, port: number, env: SlowFlush['env']): Promise<Started> {
  const server = new MailServer({ folder, port, env });
  await server.start();
  return { pid: server.processes().master, stop: () => server.stop() };
}
