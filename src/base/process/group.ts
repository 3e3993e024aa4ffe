/** A program that leads a group of its own, and what it has started. */
import type { ChildProcess } from 'node:child_process';

/** To all of the group, also when its leader has ended: what that has left behind is in it still. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // nothing of it is left
  }
}
