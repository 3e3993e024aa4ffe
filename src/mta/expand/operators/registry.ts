/** Every operator. To add one: a file here (copy `lc.ts`), and its row below. */
import type { OperatorRow } from '../ast.ts';
import { lc } from './lc.ts';
import { length } from './length.ts';
import { uc } from './uc.ts';

export const OPERATORS: readonly OperatorRow[] = [lc, length, uc];

const BY_NAME = new Map(OPERATORS.flatMap((row) => [row.name, ...(row.aliases ?? [])].map((name) => [name, row])));

export interface FoundOperator {
  readonly row?: OperatorRow;
  readonly name: string;
  readonly parameter?: string;
}

/** The whole of what is written may be a name (`quote_local_part`); else what stands behind `_` is its parameter. */
export function findOperator(written: string): FoundOperator {
  const whole = BY_NAME.get(written);
  if (whole !== undefined) return { row: whole, name: written };
  const underscore = written.indexOf('_');
  if (underscore < 0) return { name: written };
  const name = written.slice(0, underscore);
  const row = BY_NAME.get(name);
  return row === undefined ? { name: written } : { row, name, parameter: written.slice(underscore + 1) };
}
