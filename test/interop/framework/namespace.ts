/**
 * A network, a mount table and process ids of our own, so that peers may have port 25 and 53, and a resolv.conf, without
 * the rest of the machine noticing; nothing of ours can reach anything else, and all of it ends with the runner.
 *
 * The runner starts itself again inside (`unshare`, which needs root); there is a loopback interface and nothing beside.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programs } from '../peers/programs.ts';
import { mustRun } from './command.ts';

const FOLDER = 'MXRAY_INTEROP_FOLDER';

/** Inside: the folder for everything that is written. */
export const insideFolder = (): string | undefined => process.env[FOLDER];

/** Runs this same program inside, and resolves to its exit status. */
export async function rerunInside(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-interop-'));
  // Servers that give up root must still find their files.
  chmodSync(folder, 0o755);
  try {
    return await unshared(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function unshared(folder: string): Promise<number> {
  const spaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const words = [...spaces, '--', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  return new Promise((resolve, reject) => {
    const child = spawn(programs.unshare, words, { stdio: 'inherit', env: { ...process.env, [FOLDER]: folder } });
    // --kill-child ends what is inside, whatever signal ends unshare.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill('SIGKILL'));
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
