import type { ItemNode, ItemRow } from '../ast.ts';
import { choose } from '../evaluate/branches.ts';
import { evaluateCondition } from '../evaluate/condition.ts';
import { after, failed, type Later, type Outcome, TRUE } from '../outcome.ts';
import type { Run } from '../run.ts';

/** `${if condition {yes}{no}}`: without branches `true` or nothing. Captures and `$value` are given back at its end. */
export const ifItem: ItemRow = {
  name: 'if',
  doc: 'Expands to its first string when the condition holds, to its second when not; without either, to "true" or nothing.',
  syntax: { kind: 'condition' },
  evaluate: evaluateIf,
};

function evaluateIf(node: ItemNode, run: Run): Later<Outcome> {
  const { captures, value } = run;
  const outcome = after(evaluateCondition(node.condition!, run), (holds) => {
    if (typeof holds !== 'boolean') return holds;
    if (node.fault !== undefined) return failed(node.fault.message);
    return choose(node, run, { success: holds, value: run.value, alone: TRUE });
  });
  return after(outcome, (settled) => {
    run.captures = captures;
    run.value = value;
    return settled;
  });
}
