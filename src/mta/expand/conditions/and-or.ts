/** `and{{…}{…}}` and `or{{…}{…}}`: those behind the one that decides are read, and not asked. */
import type { Condition, ConditionRow } from '../ast.ts';
import { evaluateCondition } from '../evaluate/condition.ts';
import { skipCondition } from '../evaluate/skip.ts';
import { afterWith, type Failure, failed, inside, type Later } from '../outcome.ts';
import type { Run } from '../run.ts';

const combination = (name: string, doc: string, decides: boolean): ConditionRow => {
  const within = (failure: Failure) => inside(failure, `inside "${name}{...}" condition`);
  return {
    name,
    doc,
    syntax: { kind: 'conditions' },
    within,
    test: (_, condition, run) => walk(condition, 0, { decides, within }, run),
  };
};

export const and = combination('and', 'All of the conditions hold.', false);
export const or = combination('or', 'At least one of the conditions holds.', true);

interface Manner {
  readonly decides: boolean;
  readonly within: (failure: Failure) => Failure;
}

function walk(condition: Condition, start: number, manner: Manner, run: Run): Later<boolean | Failure> {
  const { conditions } = condition;
  for (let index = start; index < conditions.length; index += 1) {
    const holds = evaluateCondition(conditions[index]!, run);
    if (typeof holds !== 'boolean') return afterWith(holds, goOn, condition, index + 1, manner, run);
    if (holds === manner.decides) return rest(condition, index + 1, manner, run);
  }
  return condition.fault ? failed(condition.fault.message) : !manner.decides;
}

function goOn(holds: boolean | Failure, condition: Condition, next: number, manner: Manner, run: Run) {
  if (typeof holds !== 'boolean') return manner.within(holds);
  return holds === manner.decides ? rest(condition, next, manner, run) : walk(condition, next, manner, run);
}

function rest(condition: Condition, index: number, { decides, within }: Manner, run: Run): boolean | Failure {
  for (let next = index; next < condition.conditions.length; next += 1) {
    const found = skipCondition(condition.conditions[next]!, run);
    if (found !== undefined) return within(found);
  }
  return condition.fault ? failed(condition.fault.message) : decides;
}
