import type { ConditionRow } from '../ast.ts';
import { after, type Failure, type Later, type Text } from '../outcome.ts';

/** `def:name`: the variable has a value that is not empty; `def:h_name:`: the message has such a header. */
export const def: ConditionRow = {
  name: 'def',
  doc: 'A variable has a value that is not empty, or the message has a header of that name.',
  syntax: { kind: 'variable' },
  test: (_, condition, run): Later<boolean | Failure> => {
    const subject = condition.subject!;
    if (subject.kind === 'header') return run.host.headers.has(subject.name);
    return after(subject.row.read(run, subject.name), isThere);
  },
};

const isThere = (value: Text | Failure): boolean | Failure => (value.kind === 'text' ? value.text !== '' : value);
