import type { OperatorRow } from '../ast.ts';
import { textOf } from '../outcome.ts';

export const uc: OperatorRow = {
  name: 'uc',
  doc: 'Upper case, for the letters of ASCII.',
  apply: ({ text, tainted }) => textOf(raised(text), tainted),
};

const raised = (text: string): string =>
  /[\x80-\xff]/.test(text) ? text.replace(/[a-z]+/g, (run) => run.toUpperCase()) : text.toUpperCase();
