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
    return after(subject.row.read(run, subject.name), (value) => isThere(value, subject.name));
  },
};

function isThere(value: Text | Failure, name: string): boolean | Failure {
  if (value.kind === 'text') return value.text !== '';
  return isUnset(value) ? { ...value, message: `unknown variable "${name}" after "def:" ${STRICT}` } : value;
}

/** Of a variable that strict_acl_vars does not let be empty. */
const STRICT = '(strict_acl_vars is set)';
const isUnset = ({ message }: Failure): boolean => message.endsWith(STRICT);
