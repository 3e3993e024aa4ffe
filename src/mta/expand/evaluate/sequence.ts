/** A string's value: its parts one after the other; the first that fails ends it. */
import type { Literal, Node, OperatorNode, Sequence } from '../ast.ts';
import {
  after,
  afterWith,
  beforeZero,
  EMPTY,
  type Failure,
  failed,
  isText,
  type Later,
  type Outcome,
  type Text,
  textOf,
} from '../outcome.ts';
import type { Run } from '../run.ts';
import { derOf, isCertificateVariable } from '../values/certificates.ts';
import { evaluateHeader } from './header.ts';

/** More than any message may have; a text that doubles at each step of a `reduce` is soon there. */
const MAX_OCTETS = 64 * 1024 * 1024;
export const TOO_LONG: Failure = failed('the result is longer than 64 MiB');

export function evaluateSequence(sequence: Sequence, run: Run): Later<Outcome> {
  return sequence.hasZero ? after(joined(sequence.parts, run), untilZero) : joined(sequence.parts, run);
}

/** What stands behind a zero octet is evaluated, and not seen. */
function untilZero(outcome: Outcome): Outcome {
  return outcome.kind === 'text' ? textOf(beforeZero(outcome.text), outcome.tainted) : outcome;
}

function joined(parts: readonly Node[], run: Run): Later<Outcome> {
  if (parts.length === 0) return EMPTY;
  const first = evaluateNode(parts[0]!, run);
  return parts.length === 1 ? first : append(EMPTY, first, parts, 1, run);
}

/** `before`, then `part`, then the parts from `next` on. */
function append(before: Text, part: Later<Outcome>, parts: readonly Node[], next: number, run: Run): Later<Outcome> {
  let { text, tainted, quotedFor } = before;
  let outcome = part;
  for (let index = next; ; index += 1) {
    if (!isText(outcome))
      return afterWith(outcome, appendSettled, quotedText(text, tainted, quotedFor), parts, index, run);
    text += outcome.text;
    if (text.length > MAX_OCTETS) return TOO_LONG;
    if (outcome.tainted) {
      quotedFor = tainted && quotedFor !== outcome.quotedFor ? undefined : outcome.quotedFor;
      tainted = true;
    }
    if (index === parts.length) return quotedText(text, tainted, quotedFor);
    outcome = evaluateNode(parts[index]!, run);
  }
}

const appendSettled = (part: Outcome, before: Text, parts: readonly Node[], next: number, run: Run): Later<Outcome> =>
  part.kind === 'text' ? append(before, part, parts, next, run) : part;

const quotedText = (text: string, tainted: boolean, quotedFor: string | undefined): Text =>
  quotedFor === undefined ? textOf(text, tainted) : { kind: 'text', text, tainted, quotedFor };

export function evaluateNode(node: Node, run: Run): Later<Outcome> {
  if (node.kind === 'literal') return node.text;
  return run.observe === undefined ? partValue(node, run) : observed(node, run);
}

const observed = (node: Exclude<Node, Literal>, run: Run): Later<Outcome> =>
  after(partValue(node, run), (outcome) => {
    run.observe?.(node, outcome);
    return outcome;
  });

function partValue(node: Exclude<Node, Literal>, run: Run): Later<Outcome> {
  switch (node.kind) {
    case 'variable':
      return node.row.read(run, node.name);
    case 'capture':
      return run.captures[node.number] ?? EMPTY;
    case 'item':
      return node.row.evaluate(node, run);
    case 'operator':
      return operate(node, run);
    case 'header':
      return evaluateHeader(node, run);
    default:
      return failed(node.message);
  }
}

function operate(node: OperatorNode, run: Run): Later<Outcome> {
  const operand = node.row?.certificates === true ? certificateOf(node, run) : evaluateSequence(node.operand, run);
  return isText(operand) ? apply(operand, node, run) : afterWith(operand, apply, node, run);
}

function apply(operand: Outcome, { row, fault, parameter, written }: OperatorNode, run: Run): Later<Outcome> {
  if (operand.kind !== 'text') return operand;
  return row === undefined ? failed(fault!.message) : row.apply(operand, parameter, run, written);
}

/** The operand of some operators may be a certificate; where there is none it is the name that stands there. */
function certificateOf({ operand }: OperatorNode, run: Run): Later<Outcome> {
  const [only, more] = operand.parts;
  if (more !== undefined || only?.kind !== 'variable' || !isCertificateVariable(only.name)) {
    return evaluateSequence(operand, run);
  }
  return after(only.row.read(run, only.name), (pem) =>
    pem.kind === 'text' ? textOf(derOf(pem.text) ?? only.name, pem.tainted) : pem,
  );
}

const NONE: readonly Text[] = [];

/** The values of arguments, in order; the first that fails ends it. */
export function evaluateAll(sequences: readonly Sequence[], run: Run): Later<readonly Text[] | Failure> {
  if (sequences.length === 0) return NONE;
  const first = evaluateSequence(sequences[0]!, run);
  if (!isText(first)) return afterWith(first, collectSettled, [], sequences, run);
  return sequences.length === 1 ? [first] : collect([first], sequences, run);
}

function collect(values: Text[], sequences: readonly Sequence[], run: Run): Later<readonly Text[] | Failure> {
  while (values.length < sequences.length) {
    const outcome = evaluateSequence(sequences[values.length]!, run);
    if (!isText(outcome)) return afterWith(outcome, collectSettled, values, sequences, run);
    values.push(outcome);
  }
  return values;
}

/** The same, but what is wrong with a value is said before the next one is made. */
export function evaluateLooking(
  sequences: readonly Sequence[],
  run: Run,
  look: (value: Text) => Failure | undefined,
  before: readonly Text[] = NONE,
): Later<readonly Text[] | Failure> {
  if (before.length === sequences.length) return before;
  return after(evaluateSequence(sequences[before.length]!, run), (outcome) => {
    const failure = outcome.kind === 'text' ? look(outcome) : outcome;
    return failure ?? evaluateLooking(sequences, run, look, [...before, outcome as Text]);
  });
}

const collectSettled = (
  outcome: Outcome,
  values: Text[],
  sequences: readonly Sequence[],
  run: Run,
): Later<readonly Text[] | Failure> =>
  outcome.kind === 'text' ? collect([...values, outcome], sequences, run) : outcome;
