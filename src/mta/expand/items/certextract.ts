import type { ItemNode, ItemRow, Sequence } from '../ast.ts';
import { choose, secondBranch } from '../evaluate/branches.ts';
import { literalText } from '../evaluate/literal.ts';
import { evaluateSequence } from '../evaluate/sequence.ts';
import { skipSequence } from '../evaluate/skip.ts';
import { after, EMPTY, failed, type Later, type Outcome, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';
import { isCertificateVariable } from '../values/certificates.ts';
import { findVariable } from '../variables/registry.ts';

/** `${certextract{field}{$tls_in_peercert}…}` (Exim spec §11.5). */
export const certextract: ItemRow = {
  name: 'certextract',
  doc: 'A field of a certificate that a variable holds.',
  syntax: {
    kind: 'branches',
    missing: ["missing '{' for field arg of certextract", "missing '{' for cert variable arg of certextract"],
    verbatim: 1,
  },
  skipped: secondBranch,
  // Exim looks at its first letter even where its branch is not taken.
  skipArgument: (argument, index) => (index === 1 && !isVariable(argument) ? failed(NOT_A_VARIABLE) : undefined),
  evaluate: (node, run) =>
    after(node.args[0] === undefined ? EMPTY : evaluateSequence(node.args[0], run), (field) =>
      field.kind === 'text' ? fromVariable(node, field.text, run) : field,
    ),
};

const NOT_A_VARIABLE = 'second argument of "certextract" must be a certificate variable';

const isVariable = (argument: Sequence): boolean => literalText(argument)?.startsWith('$') === true;

function fromVariable(node: ItemNode, field: string, run: Run): Later<Outcome> {
  const [, written] = node.args;
  const unclosed = written && skipSequence(written, run);
  if (written === undefined || unclosed !== undefined) return unclosed ?? failed(node.fault!.message);
  if (!isVariable(written)) return failed(NOT_A_VARIABLE);
  const name = literalText(written)!.slice(1);
  const row = findVariable(name);
  if (row === undefined || name.startsWith('acl_')) return failed(`no variable named "${name}"`);
  if (!isCertificateVariable(name)) return failed(`"${name}" is not a certificate`);
  return after(row.read(run, name), (pem) => {
    if (pem.kind !== 'text') return pem;
    const found = pem.text === '' ? undefined : certificateField(pem.text, field);
    return after(found, (value) =>
      typeof value === 'object'
        ? failed(value.message)
        : choose(node, run, {
            success: value !== undefined,
            value: value === undefined ? run.value : textOf(value, true),
          }),
    );
  });
}

/** Certificates are seldom asked for, and what reads them is large. */
const certificateField = async (pem: string, field: string) =>
  (await import('../values/certificate-fields.ts')).certificateField(pem, field);
