/** `=`, `<` and their kin: integers compared. */
import type { ConditionRow } from '../ast.ts';
import type { Text } from '../outcome.ts';
import { isInteger, parseInteger } from '../values/integer.ts';
import { twoStrings } from './make.ts';

type Number64 = bigint | number;

const row = (name: string, doc: string, holds: (first: Number64, second: Number64) => boolean): ConditionRow => ({
  ...twoStrings(name, doc, (first, second) => holds(integer(first), integer(second))),
  early: ({ text }) => {
    const value = parseInteger(text);
    return isInteger(value) ? undefined : value;
  },
});

/** It was looked at when it came. */
const integer = ({ text }: Text): Number64 => parseInteger(text) as Number64;

// A number and a bigint of the same value are not `===`.
const isSame = (first: Number64, second: Number64): boolean => first >= second && first <= second;

export const NUMBER_CONDITIONS = [
  row('=', 'The two integers are the same.', isSame),
  row('==', 'The two integers are the same.', isSame),
  row('<', 'The first integer is less than the second.', (first, second) => first < second),
  row('<=', 'The first integer is at most the second.', (first, second) => first <= second),
  row('>', 'The first integer is greater than the second.', (first, second) => first > second),
  row('>=', 'The first integer is at least the second.', (first, second) => first >= second),
];
