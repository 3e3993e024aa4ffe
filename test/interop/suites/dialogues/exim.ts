/** A dialogue by `exim -bh`. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import type { Dialogue } from './read.ts';
import { type Said, steady } from './said.ts';

export async function eximSays({ configuration, from, lines }: Dialogue, folder: string): Promise<Said> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'exim.conf');
  const spool = join(folder, 'spool'); // what ratelimit remembers is of this dialogue alone
  mkdirSync(spool, { mode: 0o777 });
  chmodSync(spool, 0o777);
  writeFileSync(file, `spool_directory = ${spool}\n${configuration}`);
  chmodSync(file, 0o644);
  const input = `${lines.join('\r\n')}\r\n`;
  const { stdout, stderr } = await run(programs.exim, ['-C', file, '-bh', from], { input });
  return { replies: steady(repliesIn(stdout)).split('\n'), log: steady(logIn(stderr)).split('\n') };
}

/** Beside replies, Exim says that it is a test. */
const repliesIn = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('****'))
    .join('\n');

/** Lines of the log; with its time shortened, where a selector has it. */
const logIn = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.startsWith('LOG:'))
    .map((line) => line.slice('LOG: '.length))
    .join('\n');
