import type { ItemNode, ItemRow } from '../ast.ts';
import { choose, secondBranch } from '../evaluate/branches.ts';
import { evaluateCondition } from '../evaluate/condition.ts';
import { afterWith, type Failure, failed, isText, type Later, type Outcome, type Text, TRUE } from '../outcome.ts';
import type { Run } from '../run.ts';

/** `${if condition {yes}{no}}`: without branches `true` or nothing. Captures and `$value` are given back at its end. */
export const ifItem: ItemRow = {
  name: 'if',
  doc: 'Expands to its first string when the condition holds, to its second when not; without either, to "true" or nothing.',
  syntax: { kind: 'condition' },
  evaluate: evaluateIf,
  skipped: secondBranch,
};

function evaluateIf(node: ItemNode, run: Run): Later<Outcome> {
  const { captures, value } = run;
  const holds = evaluateCondition(node.condition!, run);
  const outcome = typeof holds === 'boolean' ? decided(holds, node, run) : afterWith(holds, decided, node, run);
  return isText(outcome) ? restored(outcome, captures, value, run) : afterWith(outcome, restored, captures, value, run);
}

function decided(holds: boolean | Failure, node: ItemNode, run: Run): Later<Outcome> {
  if (typeof holds !== 'boolean') return holds;
  if (node.fault !== undefined) return failed(node.fault.message);
  return choose(node, run, { success: holds, value: run.value, alone: TRUE });
}

function restored(outcome: Outcome, captures: Run['captures'], value: Text, run: Run): Outcome {
  run.captures = captures;
  run.value = value;
  return outcome;
}
