/** What came of a case, with all that differs by nature taken out: log lines, and files with their owners, modes and texts. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalCase } from './cases.ts';
import { folderOf, type Side, wordOf } from './servers.ts';

/** Lines about deliveries to its address. */
export function linesOf(side: Side, one: LocalCase): readonly string[] {
  return side
    .log()
    .split('\n')
    .filter((line) => / (?:=>|->|==|\*\*) |transport output: /.test(line) && isAbout(line, one))
    .map((line) => plain(line.replace(/^\S+ \S+ \S+ /, ''), side));
}

const isAbout = (line: string, one: LocalCase): boolean =>
  [`<${one.name}@test>`, ` ${one.name}@test `, ` ${one.name} <`, ` t${wordOf(one)} transport output`].some((part) =>
    line.includes(part),
  );

/** How often something has come of it: each message ends in one of these. */
export const outcomesOf = (side: Side, one: LocalCase): number =>
  linesOf(side, one).filter((line) => /^(?:=>|==|\*\*) /.test(line)).length;

const plain = (text: string, { folder }: Side): string =>
  text
    .replaceAll(folder, '@@')
    .replace(/\d{10}\.M\d+P\d+/g, 'TIME.MMICROSPPID')
    // How much of it a program has taken before it ended is a matter of time.
    .replace(/( T=t(?:to_)?pipe\w*) S=\d+/, '$1')
    .replace(/(\.lock\.mail\.test)\.[0-9a-f]{8}\.[0-9a-f]{8}/g, '$1.TIME.PID')
    .replace(/temp\.\d+(?:-\d+)?\./g, 'temp.PID.')
    .replace(/q[0-9A-Za-z]{6}-\d+/g, 'qTIME-INODE')
    .replace(/[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4}(?:-[0-9A-Za-z]{6})?(?=\.)/g, 'ID');

export interface Found {
  readonly path: string;
  readonly facts: string;
  readonly text: string;
}

export function filesOf(side: Side, one: LocalCase): readonly Found[] {
  const root = folderOf(side, one);
  const found: Found[] = [];
  const walk = (path: string): void => {
    const facts = lstatSync(join(root, path));
    const kind = facts.isDirectory() ? 'd' : facts.isSymbolicLink() ? 'l' : facts.isFIFO() ? 'p' : 'f';
    found.push({
      path: plain(path, side),
      facts: `${kind} ${(facts.mode & 0o7777).toString(8)} ${facts.uid}:${facts.gid}`,
      text:
        kind === 'f' ? textOf(join(root, path), side) : kind === 'l' ? plain(readlinkSync(join(root, path)), side) : '',
    });
    if (facts.isDirectory()) for (const name of readdirSync(join(root, path)).sort()) walk(join(path, name));
  };
  walk('.');
  return found.sort((a, b) => (a.path + a.text < b.path + b.text ? -1 : 1));
}

/** Dates are of the second in which it was delivered. */
const textOf = (path: string, side: Side): string =>
  plain(readFileSync(path, 'latin1'), side)
    .replace(/^(From \S+ )\w{3} \w{3} .\d \d\d:\d\d:\d\d \d{4}$/gm, '$1DATE')
    .replace(/^(Delivery-date: ).*$/gm, '$1DATE')
    .replace(/(?<=^|\0)[ \d]\d-\w{3}-\d{4} \d\d:\d\d:\d\d /gm, 'DATE ')
    .replace(/^(\*mbx\*\r\n)[0-9a-f]{8}/, '$1VALIDITY')
    .replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/gm, 'DATE')
    .replace(/^(MESSAGE_ID=).*$/gm, '$1ID');
