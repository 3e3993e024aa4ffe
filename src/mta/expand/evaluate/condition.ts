/** Does a condition hold? */
import type { Condition } from '../ast.ts';
import { after, type Failure, failed, isFailure, type Later } from '../outcome.ts';
import type { Run } from '../run.ts';
import { evaluateAll } from './sequence.ts';

export function evaluateCondition(condition: Condition, run: Run): Later<boolean | Failure> {
  const { row, args, negated, fault } = condition;
  if (row === undefined) return failed(fault!.message);
  const tested = after(evaluateAll(args, run), (values) => {
    if (isFailure(values)) return values;
    // What is wrong behind conditions inside is said after these.
    if (fault !== undefined && condition.conditions.length === 0) return failed(fault.message);
    return row.test(values, condition, run);
  });
  return negated ? after(tested, (holds) => (typeof holds === 'boolean' ? !holds : holds)) : tested;
}
