/**
 * Expansions: a file of lines, no two the same, through `mxray expand` and through `exim -be`, start-up included; and the
 * rate behind the start, by the difference of a long file and a short one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Random, seededRandom } from '../../src/base/index.ts';
import { programs } from '../interop/peers/programs.ts';
import { inTurns } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const SEED = 1;
const LONG = 5;

export const bench: Bench = {
  name: 'expansions',
  asks: 'lines of a file expanded, beside exim -be on the same file',
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'expansions-'));
    try {
      return await measured(folder, quick ? 20_000 : 100_000, quick ? 3 : 5);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function measured(folder: string, count: number, turns: number): Promise<readonly Figure[]> {
  const configuration = join(folder, 'exim.conf');
  writeFileSync(configuration, 'primary_hostname = mail.example.com\nqualify_domain = example.com\n', { mode: 0o644 });
  const random = seededRandom(SEED);
  const short = writeLines(folder, 'short', count, random);
  const long = writeLines(folder, 'long', count * LONG, random);
  const run = (command: string, words: readonly string[], file: string) => async () => {
    const input = openSync(file, 'r');
    const { status, error } = spawnSync(command, words, { stdio: [input, 'ignore', 'ignore'] });
    if (error !== undefined) throw error;
    if (status === null) throw new Error(`${command} did not come to its end`);
  };
  const ours = ['bin/run.js', 'expand', '-C', configuration];
  const theirs = ['-C', configuration, '-be'];
  const times = await inTurns(turns, {
    ours: run(process.execPath, ours, short),
    theirs: run(programs.exim, theirs, short),
    oursLong: run(process.execPath, ours, long),
    theirsLong: run(programs.exim, theirs, long),
  });
  const rate = (shortMs: number, longMs: number): number =>
    Math.round((count * (LONG - 1) * 1000) / Math.max(longMs - shortMs, 1));
  return [
    {
      name: `${count} lines, start-up included`,
      ours: Math.round(times.ours),
      unit: 'ms',
      peer: { name: 'exim -be', value: Math.round(times.theirs) },
      aim: { value: 2, better: 'lower' },
    },
    {
      name: 'lines behind the start',
      ours: rate(times.ours, times.oursLong),
      unit: '1/s',
      peer: { name: 'exim -be', value: rate(times.theirs, times.theirsLong) },
      aim: { value: 0.75, better: 'higher' },
    },
  ];
}

function writeLines(folder: string, name: string, count: number, random: Random): string {
  const file = join(folder, name);
  const lines = Array.from({ length: count }, (_, index) => LINES[index % LINES.length]!(() => word(random)));
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const word = (random: Random): string => random.below(2 ** 31).toString(36);

/** What configurations are full of; every word is another each time. */
const LINES: readonly ((word: () => string) => string)[] = [
  (word) => `plain ${word()} text with ${word()}`,
  (word) => `$primary_hostname says ${word()}`,
  (word) => `\${lc:${word()}}@\${uc:${word()}}`,
  (word) => `\${if eq{${word()}}{${word()}}{yes ${word()}}{no $qualify_domain}}`,
  (word) => `\${if and{{eq{a}{a}}{!eq{${word()}}{b}}}{\${length_3:${word()}}}{x}}`,
  (word) => `\${extract{2}{:}{${word()}:${word()}:${word()}}}`,
  (word) => `\${extract{b}{a=${word()} b=${word()}}{<$value>}{none}}`,
  (word) => `\${map{${word()}:${word()}:${word()}}{[$item]}}`,
  (word) => `\${length{3}{${word()}}} \\n \${uc:$qualify_domain}`,
  (word) => `\${if def:local_part{$local_part@$domain}{${word()}}}`,
];
