/** Files for linear search made at random of the pieces that mean something in them, and keys made likewise. */
import { randomNumbers } from '../../../fuzz/mutate.ts';
import type { Case } from './cases.ts';

const PIECES = [
  'a',
  'b',
  'ab',
  'A',
  '"',
  '\\',
  '\\"',
  '\\n',
  '\\x41',
  '\\101',
  ':',
  ' ',
  '\t',
  '#',
  '\n',
  '\n',
  '\n  ',
  '\n\t',
  '*',
  '.',
  '!',
  '^',
  '\r',
  '1.2.3.4',
  '/8',
  '@',
  '\v',
  ',',
];
const KEYS = [
  'a',
  'b',
  'ab',
  'aa',
  'ba',
  'a b',
  'A',
  '*',
  'a.b',
  'x.ab',
  'a@b',
  '1.2.3.4',
  '"',
  'a"',
  ':',
  '#',
  '.',
  'a:',
  'b\\\\',
  'a,b',
];
const TYPES = [
  'lsearch',
  'lsearch,ret=full',
  'lsearch*',
  'partial1-lsearch',
  'nwildlsearch',
  'nwildlsearch,ret=full',
  'iplsearch',
];

export interface RandomFile {
  readonly name: string;
  readonly text: string;
}

export function randomFiles(count: number, seed: number): readonly RandomFile[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, (_, index) => ({
    name: `random-${index}`,
    text: Array.from({ length: 4 + random(40) }, () => PIECES[random(PIECES.length)]!).join(''),
  }));
}

/** A pattern that is none ends exim; files that have one are left to lsearch. */
const isForPatterns = (text: string): boolean => !/\^|;|\+|\//.test(text);

export const casesOf = (files: readonly RandomFile[]): readonly Case[] =>
  files.flatMap(({ name, text }) =>
    TYPES.filter((type) => !type.startsWith('nwild') || isForPatterns(text)).flatMap((type) =>
      KEYS.map((key) => ({
        group: 'random files',
        text: `[\${lookup{${key}}${type}{@FOLDER@/${name}}{y:$value:$1:$2}{n}}]`,
      })),
    ),
  );
