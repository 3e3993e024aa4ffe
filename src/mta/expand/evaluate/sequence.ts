/** A string's value: its parts one after the other; the first that fails ends it. */
import type { Node, OperatorNode, Sequence } from '../ast.ts';
import {
  after,
  beforeZero,
  EMPTY,
  type Failure,
  failed,
  type Later,
  type Outcome,
  type Text,
  textOf,
} from '../outcome.ts';
import type { Run } from '../run.ts';
import { derOf, isCertificateVariable } from '../values/certificates.ts';
import { evaluateHeader } from './header.ts';

export function evaluateSequence(sequence: Sequence, run: Run): Later<Outcome> {
  return sequence.hasZero ? after(joined(sequence, run), untilZero) : joined(sequence, run);
}

/** What stands behind a zero octet is evaluated, and not seen. */
function untilZero(outcome: Outcome): Outcome {
  return outcome.kind === 'text' ? textOf(beforeZero(outcome.text), outcome.tainted) : outcome;
}

function joined({ parts }: Sequence, run: Run): Later<Outcome> {
  if (parts.length === 0) return EMPTY;
  const first = evaluateNode(parts[0]!, run);
  return parts.length === 1 ? first : append(EMPTY, first, parts, 1, run);
}

/** `before`, then `part`, then the parts from `next` on. */
function append(before: Text, part: Later<Outcome>, parts: readonly Node[], next: number, run: Run): Later<Outcome> {
  let { text, tainted, quotedFor } = before;
  let outcome = part;
  for (let index = next; ; index += 1) {
    if (outcome instanceof Promise) {
      const said = quotedText(text, tainted, quotedFor);
      return outcome.then((settled) => append(said, settled, parts, index, run));
    }
    if (outcome.kind !== 'text') return outcome;
    text += outcome.text;
    if (outcome.tainted) {
      quotedFor = tainted && quotedFor !== outcome.quotedFor ? undefined : outcome.quotedFor;
      tainted = true;
    }
    if (index === parts.length) return quotedText(text, tainted, quotedFor);
    outcome = evaluateNode(parts[index]!, run);
  }
}

const quotedText = (text: string, tainted: boolean, quotedFor: string | undefined): Text =>
  quotedFor === undefined ? textOf(text, tainted) : { kind: 'text', text, tainted, quotedFor };

export function evaluateNode(node: Node, run: Run): Later<Outcome> {
  if (node.kind === 'literal') return node.text;
  const outcome = partValue(node, run);
  return run.observe === undefined ? outcome : after(outcome, (settled) => observed(node, settled, run));
}

function observed(node: Node, outcome: Outcome, run: Run): Outcome {
  run.observe?.(node, outcome);
  return outcome;
}

function partValue(node: Exclude<Node, { kind: 'literal' }>, run: Run): Later<Outcome> {
  switch (node.kind) {
    case 'variable':
      return node.row.read(run, node.name);
    case 'capture':
      return run.captures[node.number] ?? EMPTY;
    case 'item':
      return node.row.evaluate(node, run);
    case 'operator':
      return after(operandOf(node, run), (operand) => {
        if (operand.kind !== 'text') return operand;
        return node.row === undefined
          ? failed(node.fault!.message)
          : node.row.apply(operand, node.parameter, run, node.written);
      });
    case 'header':
      return evaluateHeader(node, run);
    default:
      return failed(node.message);
  }
}

/** The operand of some operators may be a certificate; where there is none it is the name that stands there. */
function operandOf({ row, operand }: OperatorNode, run: Run): Later<Outcome> {
  const [only, more] = operand.parts;
  if (row?.certificates !== true || more !== undefined || only?.kind !== 'variable')
    return evaluateSequence(operand, run);
  if (!isCertificateVariable(only.name)) return evaluateSequence(operand, run);
  return after(only.row.read(run, only.name), (pem) =>
    pem.kind === 'text' ? textOf(derOf(pem.text) ?? only.name, pem.tainted) : pem,
  );
}

/** The values of arguments, in order; the first that fails ends it. */
export function evaluateAll(sequences: readonly Sequence[], run: Run): Later<readonly Text[] | Failure> {
  return collect([], sequences, run);
}

function collect(values: Text[], sequences: readonly Sequence[], run: Run): Later<readonly Text[] | Failure> {
  while (values.length < sequences.length) {
    const outcome = evaluateSequence(sequences[values.length]!, run);
    if (outcome instanceof Promise) return outcome.then((settled) => collectAfter(values, settled, sequences, run));
    if (outcome.kind !== 'text') return outcome;
    values.push(outcome);
  }
  return values;
}

function collectAfter(values: Text[], outcome: Outcome, sequences: readonly Sequence[], run: Run) {
  if (outcome.kind !== 'text') return outcome;
  values.push(outcome);
  return collect(values, sequences, run);
}
