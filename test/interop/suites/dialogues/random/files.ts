/** Files that lists and expansions of random dialogues look up, by one folder for all of them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../../framework/command.ts';
import { programs } from '../../../peers/programs.ts';

const PAIRS: readonly (readonly [key: string, value: string])[] = [
  ['a', 'of a'],
  ['bob', 'robert'],
  ['our.example', 'a : bob : *r'],
  ['far.example', 'a : !b'],
  ['*.example', 'some example'],
  ['a@far.example', 'a friend'],
  ['*@local.example', 'local ones'],
  ['*', 'whatever'],
];
/** Keys that only some types of lookup read. */
const WILD = '^\\w\\.example$: one letter\n*our.example : ends so\n"x y" : quoted\n';
const ADDRESSES = '10.1.2.3: the client\n"10.1.2.0/24": near\n10.0.0.0/8: net\n"2001:db8::6": six\n"*": any\n';
const DOMAINS = '# a list\nour.example\n!far.example\nbob # who\n10.1.2.3\n\n*@far.example\n';
const ACL = 'warn\n  logwrite = from a file\naccept\n  message = accepted by a file\n';

const lines = PAIRS.map(([key, value]) => `${key}: ${value}\n`).join('');
const records = PAIRS.map(
  ([key, value]) => `+${Buffer.byteLength(key)},${Buffer.byteLength(value)}:${key}->${value}\n`,
);

export async function makeFiles(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('table', `${lines}${WILD}`);
  write('addresses', ADDRESSES);
  write('domains', DOMAINS);
  write('acl', ACL);
  write('lines', lines);
  await mustRun(programs.cdb, ['-c', join(folder, 'table.cdb')], { input: `${records.join('')}\n` });
  await mustRun(programs.eximDbmBuild, ['-nozero', join(folder, 'lines'), join(folder, 'table.dbm')]);
}
