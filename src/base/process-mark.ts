/**
 * Which process: its number, and when it began, since numbers are given again.
 *
 * What is left by a process (a lock, a claim, half a file) carries its mark, and another can tell that nobody will come
 * back for it.
 */
import { readFileSync } from 'node:fs';

export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks after the start of the system; undefined where that does not say. */
  readonly began?: string;
}

export function ourMark(): ProcessMark {
  const began = beganAt(process.pid);
  return { pid: process.pid, ...(began !== undefined && { began }) };
}

/** Has that process of this host ended? */
export function isGone({ pid, began }: ProcessMark): boolean {
  if (!isRunning(pid)) return true;
  const fields = fieldsOf(pid);
  if (fields?.[0] === 'Z') return true; // ended, and nobody has asked how: its parent died before
  const now = fields?.[BEGAN];
  return began !== undefined && now !== undefined && now !== began; // the number has a new owner
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'; // another user's
  }
}

const beganAt = (pid: number): string | undefined => fieldsOf(pid)?.[BEGAN];

/** From field 3 of proc_pid_stat(5) on; a name in field 2 may have blanks and parentheses. */
function fieldsOf(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** Field 22 of it. */
const BEGAN = 19;
