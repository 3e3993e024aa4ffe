/** `${length{3}{…}}`, `${substr…}`, `${hash…}`, `${nhash…}`: the operators of these names, their numbers as arguments. */
import { type Failure, failed, isFailure, type Outcome, type Text, textOf } from '../outcome.ts';
import { firstOctets, substring } from '../values/cut.ts';
import { numericHash, textualHash } from '../values/hash.ts';
import { areDigits, int32 } from '../values/integer.ts';
import { stringsItem } from './make.ts';

type Cut = (text: string, first: number, second: number | undefined) => string | Failure;

const cutItem = (name: string, doc: string, max: number, cut: Cut) =>
  stringsItem({
    name,
    doc,
    min: 2,
    max,
    evenSkipped: true,
    apply: (args) => applyCut(name, args, cut),
  });

function applyCut(name: string, args: readonly Text[], cut: Cut): Outcome {
  const subject = args[args.length - 1]!;
  const first = readNumber(name, args[0]!.text, 0);
  if (isFailure(first)) return first;
  const second = args.length === 2 ? undefined : readNumber(name, args[1]!.text, 1);
  if (isFailure(second)) return second;
  const result = cut(subject.text, first, second);
  return isFailure(result) ? result : textOf(result as string, subject.tainted);
}

/** Only `length` may not begin with a number below zero; the second of two never is. */
function readNumber(name: string, text: string, index: number): number | Failure {
  const mayBeNegative = name !== 'length' && index === 0;
  const isNumber = areDigits(text) || /^\s*[+-]?\d+$/.test(text);
  const number = int32(Number(text));
  if (isNumber && (mayBeNegative || number >= 0)) return number;
  return failed(`"${text}" is not a ${mayBeNegative ? '' : 'positive '}number (in "${name}" expansion)`);
}

export const CUT_ITEMS = [
  cutItem('length', 'The first so many octets of a string.', 2, (text, count) => firstOctets(text, count)),
  cutItem('substr', 'Octets of a string from a place, so many.', 3, substring),
  cutItem('hash', 'A short hash of letters and digits.', 3, textualHash),
  cutItem('nhash', 'A numeric hash, as one number or two.', 3, numericHash),
];
