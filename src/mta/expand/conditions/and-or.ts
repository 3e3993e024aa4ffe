/** `and{{…}{…}}` and `or{{…}{…}}`: those behind the one that decides are read, and not asked. */
import type { Condition, ConditionRow } from '../ast.ts';
import { evaluateCondition } from '../evaluate/condition.ts';
import { skipCondition } from '../evaluate/skip.ts';
import { after, type Failure, failed, inside, type Later } from '../outcome.ts';
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

function walk(condition: Condition, index: number, manner: Manner, run: Run): Later<boolean | Failure> {
  const inner = condition.conditions[index];
  if (inner === undefined) return condition.fault ? failed(condition.fault.message) : !manner.decides;
  return after(evaluateCondition(inner, run), (holds) => {
    if (typeof holds !== 'boolean') return manner.within(holds);
    if (holds === manner.decides) return rest(condition, index + 1, manner, run);
    return walk(condition, index + 1, manner, run);
  });
}

function rest(condition: Condition, index: number, { decides, within }: Manner, run: Run): boolean | Failure {
  for (const inner of condition.conditions.slice(index)) {
    const found = skipCondition(inner, run);
    if (found !== undefined) return within(found);
  }
  return condition.fault ? failed(condition.fault.message) : decides;
}
