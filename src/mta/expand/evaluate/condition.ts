/** Does a condition hold? */
import type { Condition } from '../ast.ts';
import { after, afterWith, type Failure, failed, isFailure, type Later, type Text } from '../outcome.ts';
import type { Run } from '../run.ts';
import { evaluateAll, evaluateLooking } from './sequence.ts';

export function evaluateCondition(condition: Condition, run: Run): Later<boolean | Failure> {
  if (condition.row === undefined) return failed(condition.fault!.message);
  const { row, args } = condition;
  const values = row.early === undefined ? evaluateAll(args, run) : evaluateLooking(args, run, row.early);
  const tested = Array.isArray(values) ? test(values, condition, run) : afterWith(values, test, condition, run);
  if (!condition.negated) return tested;
  return typeof tested === 'boolean' ? !tested : after(tested, not);
}

/** What is wrong behind conditions inside is said after these. */
function test(values: readonly Text[] | Failure, condition: Condition, run: Run): Later<boolean | Failure> {
  if (isFailure(values)) return values;
  if (condition.fault !== undefined && condition.conditions.length === 0) return failed(condition.fault.message);
  return condition.row!.test(values, condition, run);
}

const not = (holds: boolean | Failure): boolean | Failure => (typeof holds === 'boolean' ? !holds : holds);
