/** Callouts: the same hosts asked by `exim -bhc` and by `session --callouts`; what each says, logs, and has said to them. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run as command } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { steady } from '../dialogues/said.ts';
import { CASES, type Case, configurationOf } from './cases.ts';
import { Targets } from './targets.ts';

export const suite: Suite = {
  name: 'callouts',
  proves: 'addresses are verified by callouts as exim -bhc verifies them, and hosts hear the same',
  run,
};

const REDUCED = 4;
const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

async function run(context: Context): Promise<void> {
  const targets = new Targets();
  await targets.open();
  context.atEnd(() => targets.close());
  const asked = context.full ? CASES : CASES.filter((_, index) => index % REDUCED === 0);
  for (const [index, one] of asked.entries())
    await context.test(one.name, async () => {
      const file = write(one, join(context.folder, String(index)));
      const theirs = await said([programs.exim, '-C', file, '-bhc', '10.1.2.3'], one, targets);
      const ours = await said(
        [process.execPath, PROGRAM, 'session', '--callouts', '--from', '10.1.2.3', '-C', file],
        one,
        targets,
      );
      compare(theirs, ours);
    });
}

function write(one: Case, folder: string): string {
  const spool = join(folder, 'spool');
  mkdirSync(spool, { recursive: true });
  chmodSync(spool, 0o777); // what callouts have found out is kept there
  const file = join(folder, 'exim.conf');
  writeFileSync(file, `spool_directory = ${spool}\n${configurationOf(one)}`);
  chmodSync(file, 0o644);
  return file;
}

async function said(
  [program = '', ...args]: readonly string[],
  { lines }: Case,
  targets: Targets,
): Promise<readonly string[]> {
  targets.take();
  const input = `${['EHLO x', ...lines, 'QUIT'].join('\r\n')}\r\n`;
  const { stdout, stderr } = await command(program, args, { input });
  await new Promise((resolve) => setTimeout(resolve, 50)); // the last words to a host may still be on their way
  const replies = steady(stdout.replaceAll('\r', ''))
    .split('\n')
    .filter((line) => /^\d/.test(line));
  const log = stderr.split('\n').filter((line) => line.startsWith('LOG: '));
  const plainLog = steady(withoutLibrary(log.map((line) => line.slice('LOG: '.length)).join('\n'))).split('\n');
  return [...replies, ...plainLog, ...targets.take()];
}

/** What a handshake failed of is told in the words of the library. */
const withoutLibrary = (log: string): string =>
  log.replace(/\((?:gnutls_handshake|SSL_connect)\): .*?: callout/g, 'LIBRARY: callout');

function compare(theirs: readonly string[], ours: readonly string[]): void {
  const at = Array.from({ length: Math.max(theirs.length, ours.length) }, (_, index) => index).find(
    (index) => theirs[index] !== ours[index],
  );
  if (at !== undefined) throw new Error(`exim ${theirs[at] ?? '(none)'}\n    ours ${ours[at] ?? '(none)'}`);
}
