/** `bool` and `bool_lax`: strings that say yes or no. */
import type { ConditionRow } from '../ast.ts';
import { skippedText } from '../evaluate/literal.ts';
import { type Failure, failed, isFailure, type Text } from '../outcome.ts';
import { oneString } from './make.ts';

export const bool: ConditionRow = {
  ...oneString(
    'bool',
    'The string is true, yes or an integer other than zero; anything but these and false, no, zero and nothing fails.',
    truth,
  ),
  // Exim looks at it even where nobody needs to know.
  skip: ({ args: [arg] }, run) => {
    const found = arg === undefined ? false : truth(skippedText(arg, run));
    return isFailure(found) ? found : undefined;
  },
};

function truth({ text }: Text): boolean | Failure {
  const word = text.trim().toLowerCase();
  if (word === '' || word === 'no' || word === 'false' || /^-?0+$/.test(word)) return false;
  if (word === 'yes' || word === 'true' || /^-?\d+$/.test(word)) return true;
  return failed(`unrecognised boolean value "${text.trim()}"`);
}

const FALSE = new Set(['', '0', 'no', 'false']);

export const boolLax = oneString(
  'bool_lax',
  'The string is anything but false, no, 0 or nothing; this one never fails.',
  ({ text }) => !FALSE.has(text.trim().toLowerCase()),
);
