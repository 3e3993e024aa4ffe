/** A dialogue by `exim -bh`. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatIpv6, parseIpv6 } from '../../../../src/base/index.ts';
import { readConfiguration } from '../../../../src/mta/config/index.ts';
import { run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import { exchangesOf, exercisedBy } from './coverage/commands.ts';
import { exercisedIn } from './coverage/trace.ts';
import type { Exercised } from './coverage/types.ts';
import type { Dialogue } from './read.ts';
import { REFUSED, type Said, steady, steadyLog } from './said.ts';

export interface EximSaid extends Said {
  /** Words that were put to the test. */
  readonly exercised: readonly Exercised[];
}

export async function eximSays({ configuration, from, lines }: Dialogue, folder: string): Promise<EximSaid> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'exim.conf');
  const spool = join(folder, 'spool'); // what ratelimit remembers is of this dialogue alone
  mkdirSync(spool, { mode: 0o777 });
  chmodSync(spool, 0o777);
  const text = `spool_directory = ${spool}\n${configuration}`;
  writeFileSync(file, text);
  chmodSync(file, 0o644);
  const input = `${lines.join('\r\n')}\r\n`;
  const { stdout, stderr } = await run(programs.exim, ['-C', file, '-bh', from], { input });
  if (/^LOG: Exim configuration error/m.test(stderr)) return { ...REFUSED, exercised: [] };
  const said = repliesIn(shortAddresses(stdout));
  const read = readConfiguration({ text, name: file });
  const exercised = [
    ...exercisedBy(exchangesOf(lines, said.match(/(?:\d{3}-.*\n)*\d{3} .*/g) ?? [])),
    ...(read.ok ? exercisedIn(stderr, read.value) : []),
  ];
  return {
    replies: steady(said).split('\n'),
    log: steadyLog(logIn(shortAddresses(stderr)), configuration).split('\n'),
    exercised,
  };
}

/** Under -bh alone an IPv6 address is written in full. */
const shortAddresses = (text: string): string =>
  text.replace(/\b(?:[0-9a-f]{4}:){7}[0-9a-f]{4}\b/g, (full) => formatIpv6(parseIpv6(full)!));

/** Beside replies, Exim says that it is a test. */
const repliesIn = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('****'))
    .join('\n');

/** Lines of the log; what goes on in the next lines of it is one line of ours, which lets nobody begin another. */
const logIn = (text: string): string =>
  [...text.matchAll(/^LOG: (.*(?:\n(?!LOG: |>>>|\n|$).*)*)/gm)]
    .map(([, line = '']) => line.replaceAll('\n', '\\n'))
    .join('\n');
