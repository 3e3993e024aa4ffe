/** `inlist` and `inlisti`: plain membership; `$value` is the list's spelling. */
import { asciiLowerCase } from '../../../base/index.ts';
import { textOf } from '../outcome.ts';
import { readList } from '../values/list.ts';
import { twoStrings } from './make.ts';

const membership = (name: string, doc: string, isSame: (item: string, subject: string) => boolean) =>
  twoStrings(name, doc, (subject, list, run) => {
    const item = readList(list.text).items.find((candidate) => isSame(candidate, subject.text));
    if (item === undefined) return false;
    run.value = textOf(item, list.tainted);
    return true;
  });

export const inlist = membership(
  'inlist',
  'The string is an item of the list; $value is that item.',
  (item, subject) => item === subject,
);

export const inlisti = membership(
  'inlisti',
  'The string is an item of the list, letters of either case being the same; $value is that item.',
  (item, subject) => asciiLowerCase(item) === asciiLowerCase(subject),
);
