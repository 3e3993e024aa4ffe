import type { OperatorRow } from '../ast.ts';
import { failed, textOf } from '../outcome.ts';
import { firstOctets } from '../values/cut.ts';

export const length: OperatorRow = {
  name: 'length',
  aliases: ['l'],
  doc: 'The first so many octets: length_3.',
  apply: ({ text, tainted }, parameter = '') =>
    /^\d*$/.test(parameter)
      ? textOf(firstOctets(text, Number(parameter)), tainted)
      : failed(`non-digit after underscore in "length_${parameter}"`),
};
