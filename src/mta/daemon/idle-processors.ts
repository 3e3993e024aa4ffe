/** How many processors of this machine had nothing to do for a while. */
import { cpus } from 'node:os';

/** @returns asked again, it tells of the time since it was asked last; 0 at first */
export function idleProcessors(nowMs: () => number): () => number {
  let before: { readonly atMs: number; readonly idleMs: number } | undefined;
  return () => {
    const now = { atMs: nowMs(), idleMs: cpus().reduce((sum, { times }) => sum + times.idle, 0) };
    const since = before;
    before = now;
    return since === undefined ? 0 : (now.idleMs - since.idleMs) / Math.max(1, now.atMs - since.atMs);
  };
}
