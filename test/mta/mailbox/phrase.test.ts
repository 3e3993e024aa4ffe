/** Names before addresses, as a live Exim 4.96 writes those of `-F`. */
import { expect, test } from 'vitest';
import { phraseOf } from '../../../src/mta/mailbox/index.ts';

test.each([
  ['plain', 'plain'],
  ['Ann S.', '"Ann S."'],
  ['"Ann, S." (x)', '"Ann, S." (x)'],
  ['Joe "the" Doe (x)', 'Joe "the" Doe (x)'],
  ['A (c) B.', '"A (c) B."'],
  ['x@y "q"', '"x@y" "q"'],
  ['"open', '"open"'],
])('%s is %s', (name, phrase) => {
  expect(phraseOf(name)).toBe(phrase);
});

test.each(['a\\', '"a\\', '(a\\', 'a "b\\'])('%s ends what it begins', (name) => {
  expect(phraseOf(name)).toMatch(/(?:[^\\]|\\\\)[")]$/);
});
