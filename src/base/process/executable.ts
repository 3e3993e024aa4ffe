/**
 * Would the system itself run it? The library's execvp, by which Node starts programs, gives a text without `#!` to /bin/sh
 * where execve says ENOEXEC: then whoever can write such a file has a shell that nobody named.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';

/** As far as the system looks (BINPRM_BUF_SIZE). */
const HEAD_OCTETS = 256;

/** What is looked for along a PATH is taken to be a program; what cannot be read is the system's to judge. */
export function isShellText(command: string, cwd = '.'): boolean {
  if (!command.includes('/')) return false;
  const head = headOf(resolve(cwd, command));
  if (head === undefined || head.subarray(0, 2).toString('latin1') === '#!') return false;
  return !head.includes(0); // programs in any format of the system's have such octets at their beginning, texts have none
}

function headOf(path: string): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(file).isFile()) return undefined;
    const head = Buffer.alloc(HEAD_OCTETS);
    return head.subarray(0, readSync(file, head, 0, HEAD_OCTETS, 0));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
