/** Operators whose result is a text made of their operand: it is as tainted as that, unless nothing of it is left. */
import type { OperatorRow } from '../ast.ts';
import { clean, type Failure, type Outcome, textOf } from '../outcome.ts';

export const textOperator = (
  name: string,
  doc: string,
  apply: (operand: string, parameter: string | undefined) => string | Failure,
): OperatorRow => ({
  name,
  doc,
  apply: (operand, parameter): Outcome => {
    const result = apply(operand.text, parameter);
    return typeof result === 'string' ? textOf(result, operand.tainted) : result;
  },
});

/** A digest, or a count: whoever writes the operand cannot have it say what he likes, and for Exim it is clean. */
export const cleanOperator = (...given: Parameters<typeof textOperator>): OperatorRow => {
  const row = textOperator(...given);
  const apply: OperatorRow['apply'] = (...asked) => {
    const made = row.apply(...asked) as Outcome;
    return made.kind === 'text' ? clean(made.text) : made;
  };
  return { ...row, apply };
};

export const operator = (name: string, doc: string, apply: OperatorRow['apply']): OperatorRow => ({ name, doc, apply });

/** The operand may be a certificate. */
export const ofCertificates = (row: OperatorRow): OperatorRow => ({ ...row, certificates: true });

export const withAliases = (row: OperatorRow, ...aliases: readonly string[]): OperatorRow => ({ ...row, aliases });
