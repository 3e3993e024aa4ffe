/** The yes and no parts of a conditional item (Exim spec §11.5): which is expanded, and what `$value` is meanwhile. */
import type { ItemNode, Sequence } from '../ast.ts';
import { afterWith, EMPTY, failed, forcedFail, isText, type Later, type Outcome, type Text } from '../outcome.ts';
import type { Run } from '../run.ts';
import { skippedText } from './literal.ts';
import { evaluateSequence } from './sequence.ts';
import { skipSequence } from './skip.ts';
import { branchFault, unclosedFail } from './tail.ts';

export interface Choice {
  readonly success: boolean;
  /** `$value` in the yes part. */
  readonly value: Text;
  /** The result of success where there is no yes part: the value, or what `if` says. */
  readonly alone?: Text;
  /** `$value` also holds in the no part (`run`). */
  readonly keepsValue?: boolean;
}

/** @param branches  the strings that are the branches: with `extract`, one of the node's may be an argument */
export function choose(
  node: ItemNode,
  run: Run,
  choice: Choice,
  branches: readonly Sequence[] = node.branches,
): Later<Outcome> {
  const yes = branches[0];
  if (yes === undefined) return withoutBranches(node, choice, branches);
  const before = run.value;
  if (choice.success || choice.keepsValue === true) run.value = choice.value;
  const no = branches.length > 1 ? branches[1] : undefined;
  const outcome = choice.success ? takeYes(yes, no, run) : takeNo(node, yes, no, run);
  return isText(outcome)
    ? chosen(outcome, node, branches, before, run)
    : afterWith(outcome, chosen, node, branches, before, run);
}

/** Behind the branch `$value` is what it was, and the end of the item is looked at. */
function chosen(outcome: Outcome, node: ItemNode, branches: readonly Sequence[], before: Text, run: Run): Outcome {
  run.value = before;
  if (outcome.kind !== 'text') return outcome;
  const fault = branchFault(node, branches);
  return fault === undefined ? outcome : failed(fault);
}

/** In a branch that is not taken nothing is found, and the no part is made. */
export const secondBranch = ({ branches: [, no] }: ItemNode, run: Run): Text =>
  no === undefined ? EMPTY : skippedText(no, run);

function withoutBranches(
  node: ItemNode,
  { success, value, alone = value }: Choice,
  branches: readonly Sequence[],
): Outcome {
  const fault = branchFault(node, branches);
  if (fault !== undefined) return failed(fault);
  return success ? alone : EMPTY;
}

function takeYes(yes: Sequence, no: Sequence | undefined, run: Run): Later<Outcome> {
  const outcome = evaluateSequence(yes, run);
  return no === undefined || !no.minds ? outcome : afterWith(outcome, skip, no, run);
}

const skip = (outcome: Outcome, no: Sequence, run: Run): Outcome =>
  outcome.kind === 'text' ? (skipSequence(no, run) ?? outcome) : outcome;

function takeNo(node: ItemNode, yes: Sequence, no: Sequence | undefined, run: Run): Later<Outcome> {
  const found = skipSequence(yes, run);
  if (found !== undefined) return found;
  if (no !== undefined) return evaluateSequence(no, run);
  if (node.tail.word !== 'fail') return EMPTY;
  const fault = unclosedFail(node);
  return fault === undefined ? forcedFail(`"${node.row.name}" failed and "fail" requested`) : failed(fault);
}
