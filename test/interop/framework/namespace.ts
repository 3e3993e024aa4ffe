/**
 * A network and a mount table of our own, so that peers may have port 25 and 53, and a resolv.conf, without the rest of
 * the machine noticing, and nothing of ours can reach anything else.
 *
 * The runner starts itself again inside (`unshare`, which needs root); there is a loopback interface and nothing beside.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from '../peers/programs.ts';
import { mustRun } from './command.ts';

const INSIDE = 'MXRAY_INTEROP_INSIDE';

export const isInside = (): boolean => process.env[INSIDE] === '1';

/** Runs this same program inside, and resolves to its exit status. */
export function rerunInside(): Promise<number> {
  const words = ['--net', '--mount', '--', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  return new Promise((resolve, reject) => {
    const child = spawn(programs.unshare, words, { stdio: 'inherit', env: { ...process.env, [INSIDE]: '1' } });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
}

export interface Furnishing {
  readonly folder: string;
  /** Loopback addresses that are to be an interface's own: named listens on no others. */
  readonly addresses: readonly string[];
  /** For libc's users: it is believed when it says AD. */
  readonly resolver: string;
}

/** Inside: loopback up with its addresses, and a resolv.conf. */
export async function furnish({ folder, addresses, resolver }: Furnishing): Promise<void> {
  await mustRun(programs.ip, ['link', 'set', 'lo', 'up']);
  const lines = addresses.map((address) => `address add ${address}/8 dev lo\n`);
  await mustRun(programs.ip, ['-batch', '-'], { input: lines.join('') });
  const file = join(folder, 'resolv.conf');
  writeFileSync(file, `nameserver ${resolver}\noptions trust-ad edns0 timeout:2 attempts:2\n`);
  await mustRun(programs.mount, ['--bind', file, '/etc/resolv.conf']);
}
