/** `lc` and `uc`: the letters of ASCII; octets beyond it stay, though a latin1 string would have letters there. */
import { textOperator } from './make.ts';

const BEYOND_ASCII = /[\x80-\xff]/;

export const CASE_OPERATORS = [
  textOperator('lc', 'Lower case, for the letters of ASCII.', (text) =>
    BEYOND_ASCII.test(text) ? text.replace(/[A-Z]+/g, (run) => run.toLowerCase()) : text.toLowerCase(),
  ),
  textOperator('uc', 'Upper case, for the letters of ASCII.', (text) =>
    BEYOND_ASCII.test(text) ? text.replace(/[a-z]+/g, (run) => run.toUpperCase()) : text.toUpperCase(),
  ),
];
