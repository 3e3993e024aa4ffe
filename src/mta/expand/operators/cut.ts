/** `length_3`, `substr_1_2`, `hash_3_62`, `nhash_8_64`: the items of these names, their numbers in the name (Exim spec §11.6). */
import type { OperatorRow } from '../ast.ts';
import { type Failure, failed, textOf } from '../outcome.ts';
import { firstOctets, substring } from '../values/cut.ts';
import { numericHash, textualHash } from '../values/hash.ts';
import { areDigits } from '../values/integer.ts';

interface Numbers {
  readonly first: number;
  readonly second: number | undefined;
}

const numbered = (
  name: string,
  alias: string,
  doc: string,
  apply: (text: string, numbers: Numbers) => string | Failure | undefined,
): OperatorRow => ({
  name,
  aliases: [alias],
  doc,
  apply: (operand, parameter, _, written) => {
    if (parameter === undefined) return failed(`missing values after ${written}`);
    const numbers = readNumbers(parameter, name === 'substr');
    const result = numbers && apply(operand.text, numbers);
    if (result === undefined) return failed(`non-digit after underscore in "${written}"`);
    return typeof result === 'string' ? textOf(result, operand.tainted && name !== 'nhash') : result; // a number says nothing
  },
});

/** `3`, `3_4`, `-3`: what is not there is zero, or for the second number absent. */
function readNumbers(parameter: string, isSigned: boolean): Numbers | undefined {
  if (areDigits(parameter)) return { first: Number(parameter), second: undefined };
  const [, first, second] = (isSigned ? SIGNED : UNSIGNED).exec(parameter) ?? [];
  if (first === undefined || (first === '' && second !== undefined)) return undefined;
  return { first: Number(first), second: second === undefined ? undefined : Number(second) };
}

const SIGNED = /^(-?\d*)(?:_(\d+))?$/;
const UNSIGNED = /^(\d*)(?:_(\d+))?$/;

export const CUT_OPERATORS = [
  numbered('length', 'l', 'The first so many octets: length_3.', (text, { first, second }) =>
    second === undefined ? firstOctets(text, first) : undefined,
  ),
  numbered('substr', 's', 'Octets from a place, so many: substr_1_2, substr_-3.', (text, { first, second }) =>
    substring(text, first, second),
  ),
  numbered('hash', 'h', 'A short hash of letters and digits: hash_3_62.', (text, { first, second }) =>
    textualHash(text, first, second),
  ),
  numbered('nhash', 'nh', 'A numeric hash, as one number or two: nhash_8_64.', (text, { first, second }) =>
    numericHash(text, first, second),
  ),
];
