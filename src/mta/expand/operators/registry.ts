/** Every operator. To add one: a row in the file of its kind (copy one of `case.ts`), or a file of its own, and a row below. */
import type { OperatorRow } from '../ast.ts';
import { IP_OPERATORS } from './addresses.ts';
import { BASE_OPERATORS } from './bases.ts';
import { CASE_OPERATORS } from './case.ts';
import { CUT_OPERATORS } from './cut.ts';
import { DIGEST_OPERATORS } from './digests.ts';
import { IDNA_OPERATORS } from './idna.ts';
import { MAIL_OPERATORS } from './mail.ts';
import { NUMBER_OPERATORS } from './numbers.ts';
import { OUTSIDE_OPERATORS } from './outside.ts';
import { QUOTE_OPERATORS } from './quotes.ts';
import { TEXT_OPERATORS } from './texts.ts';

export const OPERATORS: readonly OperatorRow[] = [
  ...BASE_OPERATORS,
  ...CASE_OPERATORS,
  ...CUT_OPERATORS,
  ...DIGEST_OPERATORS,
  ...IDNA_OPERATORS,
  ...IP_OPERATORS,
  ...MAIL_OPERATORS,
  ...NUMBER_OPERATORS,
  ...OUTSIDE_OPERATORS,
  ...QUOTE_OPERATORS,
  ...TEXT_OPERATORS,
];

const BY_NAME = new Map(OPERATORS.flatMap((row) => [row.name, ...(row.aliases ?? [])].map((name) => [name, row])));

export interface FoundOperator {
  readonly row: OperatorRow | undefined;
  readonly parameter: string | undefined;
}

/** The whole of what is written may be a name (`quote_local_part`); else what stands behind `_` is its parameter. */
export function findOperator(written: string): FoundOperator {
  const whole = BY_NAME.get(written);
  const underscore = whole === undefined ? written.indexOf('_') : -1;
  if (underscore < 0) return { row: whole, parameter: undefined };
  return { row: BY_NAME.get(written.slice(0, underscore)), parameter: written.slice(underscore + 1) };
}
