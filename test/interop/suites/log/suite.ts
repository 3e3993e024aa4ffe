/**
 * Logs: Debian's exigrep and eximstats read what we write, and find in it, and in a log of a real Exim, what `log grep` and
 * `log stats` find. Syslog is sent what Exim sends.
 */
import { deepEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run as runProgram } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { eximLog } from './exim.ts';
import { ourFigures, theirFigures } from './figures.ts';
import { syslogs } from './syslog.ts';
import { VARIANTS, writeTraffic } from './traffic.ts';

export const suite: Suite = {
  name: 'log',
  proves: 'exigrep and eximstats read our logs, and log grep and log stats say what they say',
  run,
};

const QUICK = 300;
const FULL = 5_000;

async function run(context: Context): Promise<void> {
  for (const variant of VARIANTS) {
    const folder = join(context.folder, variant.name.replaceAll(' ', '-'));
    mkdirSync(folder);
    writeTraffic(folder, variant, context.full ? FULL : QUICK);
    await compareReaders(`our log, ${variant.name}`, join(folder, 'mainlog'), context);
  }
  const log = join(context.folder, 'eximlog');
  writeFileSync(log, await eximLog(join(context.folder, 'exim')), 'latin1');
  await compareReaders('a log of Exim', log, context);
  await syslogs(context);
}

const SEARCHES: readonly (readonly string[])[] = [
  ['ann'],
  ['-l', 'ann1@example.org'],
  ['-I', 'ANN'],
  ['rejected|refused'],
  ['-t', '60', '=>'],
  ['-M', '1x00[0-3]'],
  ['S=\\d{4} '],
];

async function compareReaders(title: string, log: string, { test }: Context): Promise<void> {
  const hasThousandths = /^\S+ [\d:]+\./.test(readFileSync(log, 'latin1'));
  for (const words of SEARCHES)
    if (words[0] !== '-t' || !hasThousandths)
      // exigrep cannot read times that have them
      await test(`${title}: exigrep ${words.join(' ')}`, () => compareGrep(words, log));
  await test(`${title}: eximstats`, () => compareStats(log));
}

const OURS = join(import.meta.dirname, '../../../../bin/run.js');
const peer = (name: string): string => join(programs.exim, '..', name);

/** Messages that are not done are shown last, there in no order. */
async function compareGrep(words: readonly string[], log: string): Promise<void> {
  const theirs = await mustRun(programs.perl, [peer('exigrep'), '--no-pager', ...words, log]);
  const { stdout, status } = await runProgram(process.execPath, [OURS, 'log', 'grep', ...words, log]);
  if ((status === 0) !== (theirs !== ''))
    throw new Error(`status ${status} where exigrep shows ${theirs.length} octets`);
  if (status === 0) deepEqual(groups(stdout), groups(theirs));
}

const groups = (text: string): readonly string[] => text.trim().split('\n\n').sort();

async function compareStats(log: string): Promise<void> {
  const words = ['-byhost', '-byemail', '-byedomain', log];
  const theirs = await mustRun(programs.perl, [peer('eximstats'), ...words]);
  const ours = JSON.parse(await mustRun(process.execPath, [OURS, 'log', 'stats', '--json', log]));
  deepEqual(ourFigures(ours.data), theirFigures(theirs));
}
