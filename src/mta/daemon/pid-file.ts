/**
 * The file with the daemon's number (`pid_file_path`): for scripts that send it signals.
 *
 * Root writes it, often into the spool, where the user that mail runs as may have put anything in its place: no link is followed,
 * a file that has another name as well is not written to, and nothing is waited for (CVE-2020-28014 was Exim's own of this kind).
 */
import { closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';

const { O_WRONLY, O_RDONLY, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;

/** @returns why it could not be written, as the end of a sentence */
export function writePidFile(path: string): string | undefined {
  try {
    return inFile(path, O_WRONLY | O_CREAT, (file) => {
      ftruncateSync(file);
      writeSync(file, `${process.pid}\n`);
    });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    return code === 'ELOOP' ? 'is a symbolic link, which is not followed' : `cannot be written: ${code}`;
  }
}

/** Only while it is still ours: a successor may have written its own. */
export function removePidFile(path: string): void {
  try {
    inFile(path, O_RDONLY, (file) => {
      if (readFileSync(file, 'latin1').trim() === String(process.pid)) unlinkSync(path);
    });
  } catch {
    // gone already
  }
}

/** @returns why it is not opened */
function inFile(path: string, flags: number, act: (file: number) => void): string | undefined {
  const file = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK, 0o644);
  try {
    const facts = fstatSync(file);
    if (!facts.isFile() || facts.nlink !== 1) return 'is no plain file with one name';
    act(file);
    return undefined;
  } finally {
    closeSync(file);
  }
}
