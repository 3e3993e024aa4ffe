/** Every condition. To add one: a file here (copy `def.ts`), and its row below. */
import type { ConditionRow } from '../ast.ts';
import { and, or } from './and-or.ts';
import { def } from './def.ts';
import { STRING_CONDITIONS } from './strings.ts';

export const CONDITIONS: readonly ConditionRow[] = [and, def, or, ...STRING_CONDITIONS];

const BY_NAME = new Map(CONDITIONS.map((row) => [row.name, row]));

export const findCondition = (name: string): ConditionRow | undefined => BY_NAME.get(name);
