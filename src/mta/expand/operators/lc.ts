import type { OperatorRow } from '../ast.ts';
import { textOf } from '../outcome.ts';

export const lc: OperatorRow = {
  name: 'lc',
  doc: 'Lower case, for the letters of ASCII.',
  apply: ({ text, tainted }) => textOf(lowered(text), tainted),
};

/** An octet string holds latin1: what lies beyond ASCII stays as it is. */
const lowered = (text: string): string =>
  /[\x80-\xff]/.test(text) ? text.replace(/[A-Z]+/g, (run) => run.toLowerCase()) : text.toLowerCase();
