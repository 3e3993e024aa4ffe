/** The umask that a program is started with. */

/** A child has the umask of its parent at that instant; nothing else of ours runs in between. */
export function withUmask<T>(umask: number | undefined, start: () => T): T {
  const before = umask === undefined ? undefined : setUmask(umask);
  try {
    return start();
  } finally {
    if (before !== undefined) process.umask(before);
  }
}

/** A thread cannot set it, and does without. */
function setUmask(umask: number): number | undefined {
  try {
    return process.umask(umask);
  } catch {
    return undefined;
  }
}
