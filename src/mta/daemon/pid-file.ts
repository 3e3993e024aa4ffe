/** The file with the daemon's number (`pid_file_path`): for scripts that send it signals. */
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';

/** @returns why it could not be written, as the end of a sentence */
export function writePidFile(path: string): string | undefined {
  try {
    writeFileSync(path, `${process.pid}\n`, { mode: 0o644 });
    return undefined;
  } catch (cause) {
    return `cannot be written: ${(cause as NodeJS.ErrnoException).code}`;
  }
}

/** Only while it is still ours: a successor may have written its own. */
export function removePidFile(path: string): void {
  try {
    if (readFileSync(path, 'latin1').trim() === String(process.pid)) unlinkSync(path);
  } catch {
    // gone already
  }
}
