/**
 * What a program of others is not handed on.
 *
 * Files that Node opens close by themselves when another program begins (O_CLOEXEC). Those that a library has opened, as
 * that of the store does, and those that we were started with need not: whoever has them may read and write there, whatever
 * user he has become. Node cannot mark them; so each program is given /dev/null by their numbers.
 */
import type { StdioOptions } from 'node:child_process';
import { openSync, readdirSync, readFileSync } from 'node:fs';

/** Numbers that were seen open for programs. One that means something else by now is closed for them anyway. */
const open = new Set<number>();
let isNoted = false;
let nothing: number | undefined;

/** To be called by who has let a library open something that stays open. Where there is no /proc, nothing is found. */
export function noteDescriptors(): void {
  isNoted = true;
  for (const name of namesIn('/proc/self/fd')) if (isHandedOn(name)) open.add(Number(name));
}

type Streams = Exclude<StdioOptions, string>;

/** @param streams  what the program is to have, by number */
export function nothingElse(streams: Streams): Streams {
  if (!isNoted) noteDescriptors();
  const all = [...streams];
  for (const number of open) {
    if (number < streams.length) continue;
    nothing ??= openSync('/dev/null', 'r+');
    while (all.length < number) all.push('ignore');
    all[number] = nothing;
  }
  return all;
}

const STANDARD = 3;
const O_CLOEXEC = 0o2000000;

function isHandedOn(name: string): boolean {
  if (Number(name) < STANDARD) return false;
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'latin1'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0;
  } catch {
    return false; // it was open for the reading of the folder alone
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
