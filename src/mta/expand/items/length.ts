import { literalText } from '../evaluate/literal.ts';
import { type Failure, failed, textOf } from '../outcome.ts';
import { firstOctets } from '../values/cut.ts';
import { stringsItem } from './make.ts';

/** `${length{number}{string}}` */
export const length = stringsItem({
  name: 'length',
  doc: 'The first so many octets of a string.',
  min: 2,
  skip: ({ args }) => {
    const count = literalText(args[0]!);
    return count === undefined || count === '' ? undefined : notACount(count);
  },
  apply: ([count, subject]) =>
    notACount(count!.text) ?? textOf(firstOctets(subject!.text, Number(count!.text)), subject!.tainted),
});

const notACount = (text: string): Failure | undefined =>
  /^\d+$/.test(text) ? undefined : failed(`"${text}" is not a positive number (in "length" expansion)`);
