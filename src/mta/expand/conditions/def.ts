import type { ConditionRow } from '../ast.ts';
import { after, type Failure, type Later } from '../outcome.ts';

/** `def:name`: the variable has a value that is not empty; `def:h_name:`: the message has such a header. */
export const def: ConditionRow = {
  name: 'def',
  doc: 'A variable has a value that is not empty, or the message has a header of that name.',
  syntax: { kind: 'variable' },
  test: (_, { subject }, run): Later<boolean | Failure> => {
    if (subject!.kind === 'header') return run.host.headers.has(subject!.name);
    return after(subject!.row.read(run, subject!.name), (value) => (value.kind === 'text' ? value.text !== '' : value));
  },
};
