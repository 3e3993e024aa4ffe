import type { ItemNode, ItemRow, Sequence } from '../ast.ts';
import { choose } from '../evaluate/branches.ts';
import { evaluateSequence } from '../evaluate/sequence.ts';
import { after, type Failure, failed, type Later, type Outcome, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';
import { isCertificateVariable } from '../values/certificates.ts';

/** `${certextract{field}{$tls_in_peercert}…}` (Exim spec §11.5). */
export const certextract: ItemRow = {
  name: 'certextract',
  doc: 'A field of a certificate that a variable holds.',
  syntax: {
    kind: 'branches',
    missing: ["missing '{' for arg 1 of certextract", "missing '{' for arg 2 of certextract"],
  },
  skip: ({ args: [, second] }) => (second === undefined ? undefined : notACertificate(second)),
  evaluate: (node, run) =>
    after(evaluateSequence(node.args[0] ?? NOTHING, run), (field) =>
      field.kind === 'text' ? fromVariable(node, field.text, run) : field,
    ),
};

const NOTHING = { parts: [], minds: false, hasZero: false, start: 0, end: 0 };

/** Exim looks at it even where its branch is not taken. */
function notACertificate({ parts: [first] }: Sequence): Failure | undefined {
  return first?.kind === 'variable' && isCertificateVariable(first.name) ? undefined : failed(NOT_A_CERTIFICATE);
}

const NOT_A_CERTIFICATE = 'second argument of "certextract" must be a certificate variable';

function fromVariable(node: ItemNode, field: string, run: Run): Later<Outcome> {
  const [variable] = node.args[1]?.parts ?? [];
  if (variable?.kind === 'fault') {
    const unknown = /^unknown variable name ("[^"]*")/.exec(variable.message)?.[1];
    return failed(unknown === undefined ? variable.message : `no variable named ${unknown}`);
  }
  if (variable?.kind !== 'variable' || !isCertificateVariable(variable.name)) {
    return failed(node.fault?.message ?? NOT_A_CERTIFICATE);
  }
  return after(variable.row.read(run, variable.name), (pem) => {
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
