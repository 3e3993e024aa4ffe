/** Operators that ask somebody: the expander itself, the file system, the named lists. */
import type { FileFacts } from '../host.ts';
import { after, clean, failed, isFailure, textOf } from '../outcome.ts';
import { operator } from './make.ts';
import { itemsOfNamedList } from './named-list.ts';

/** `drwxr-xr-x`, the type as ls has it (Exim spec §11.6). */
function symbolic(mode: number): string {
  const type = TYPES[(mode >> 12) & 0xf] ?? '-';
  const bits = Array.from('rwxrwxrwx', (letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-'));
  if (mode & 0o4000) bits[2] = bits[2] === 'x' ? 's' : 'S';
  if (mode & 0o2000) bits[5] = bits[5] === 'x' ? 's' : 'S';
  if (mode & 0o1000) bits[8] = bits[8] === 'x' ? 't' : 'T';
  return type + bits.join('');
}

const TYPES: Readonly<Record<number, string>> = { 1: 'p', 2: 'c', 4: 'd', 6: 'b', 8: '-', 10: 'l', 12: 's' };

/** The mode with the bits of the type, but for that of a regular file, which Exim leaves out. */
const facts = (file: FileFacts): string =>
  `mode=${(file.mode & 0o77777).toString(8).padStart(4, '0')} smode=${symbolic(file.mode)} inode=${file.inode} ` +
  `device=${file.device} links=${file.links} uid=${file.uid} gid=${file.gid} size=${file.sizeBytes} ` +
  `atime=${file.accessedSeconds} mtime=${file.modifiedSeconds} ctime=${file.changedSeconds}`;

export const OUTSIDE_OPERATORS = [
  operator('expand', 'Expands the string once more; what came from outside is never expanded.', (operand, _, run) =>
    after(run.again(run, operand), (outcome) =>
      outcome.kind === 'text' || operand.tainted
        ? outcome
        : { ...outcome, message: `internal expansion of "${operand.text}" failed: ${outcome.message}` },
    ),
  ),
  operator('stat', 'What the system knows of a file: mode, owner, size, times.', (path, _, run) =>
    path.tainted
      ? failed(`Tainted filename '${path.text}'`)
      : after(run.host.system.stat(path.text), (found) => (isFailure(found) ? found : clean(facts(found)))),
  ),
  operator(
    'listnamed',
    'The items of a named list; listnamed_d and its kin say which kind is meant.',
    (name, kind, run) => {
      const items = itemsOfNamedList(name.text, kind, run.host.lists);
      return typeof items === 'string' ? textOf(items, false) : items;
    },
  ),
];
