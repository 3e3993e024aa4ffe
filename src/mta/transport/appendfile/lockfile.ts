/**
 * A lock file beside a mailbox (Exim spec ch. 26, "use_lockfile"): made under a name of its own, the hitching post, and then
 * linked to the name that all agree on. That is one step, and works over NFS: where the answer to the link is lost, the
 * number of links tells whether it was made.
 */
import { link, open, stat, unlink } from 'node:fs/promises';
import { sleep } from '../../../base/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { attempt, halt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import { deferred } from '../outcome.ts';
import type { AppendfileTask } from './task.ts';

const MS = 1000;

/** @returns the name of the lock file, to be taken away when all is done */
export async function takeLockfile({ path, primaryHostname, locking }: AppendfileTask): Promise<string> {
  const name = `${path}.lock`;
  for (let tries = 0; tries < locking.retries; tries += 1) {
    if (tries > 0) await sleep(locking.interval * MS);
    const post = `${name}.${primaryHostname}.${hex(Math.floor(Date.now() / MS))}.${hex(nextNumber())}`;
    if (await hitch(post, name, locking.lockfileMode)) return name;
    await removeForgotten(name, locking.lockfileTimeout);
  }
  return halt(deferred(`failed to lock mailbox ${path} (lock file)`, { errno: ERRNO.lockFailed }));
}

const HEX_DIGITS = 8;
const hex = (number: number): string => number.toString(16).padStart(HEX_DIGITS, '0');

let given = 0;

/** Others of this process are at it at the same time: the process id, and the next ones. */
function nextNumber(): number {
  given = (given + 1) % POSTS;
  return (process.pid + given * PIDS) >>> 0;
}

const PIDS = 2 ** 22;
const POSTS = 2 ** 10;

/** Has the link been made? The post goes in any case. */
async function hitch(post: string, name: string, mode: number): Promise<boolean> {
  const ids = `(euid=${process.geteuid?.()} egid=${process.getegid?.()})`;
  const handle = await attempt(open(pathOf(post), 'wx', mode), `creating lock file hitching post ${post} ${ids}`);
  try {
    await handle.chmod(mode);
    const isLinked = await link(pathOf(post), pathOf(name)).then(
      () => true,
      () => false,
    );
    return isLinked || (await handle.stat()).nlink === 2;
  } finally {
    await handle.close();
    await unlink(pathOf(post)).catch(() => {}); // gone already
  }
}

/** Who made it has not been heard of for long. Zero: lock files are never too old. */
async function removeForgotten(name: string, timeoutSeconds: number): Promise<void> {
  if (timeoutSeconds <= 0) return;
  const facts = await stat(pathOf(name)).catch(() => undefined);
  if (facts === undefined || Date.now() - facts.ctimeMs <= timeoutSeconds * MS) return;
  await unlink(pathOf(name)).catch(() => {}); // another has found it, too
}
