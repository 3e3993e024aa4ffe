/** Variables whose value is asked of the host. */
import type { VariableRow } from '../ast.ts';
import { afterWith, EMPTY, type Later, type Text, textOf } from '../outcome.ts';

/** What every variable of a group has in common. */
export interface Group {
  readonly group: string;
  /** Names and what they hold; a name behind `!` is tainted. */
  readonly rows: Readonly<Record<string, string>>;
}

export const asked = ({ group, rows }: Group): readonly VariableRow[] =>
  Object.entries(rows).map(([written, doc]) => {
    const tainted = written.startsWith('!');
    const name = tainted ? written.slice(1) : written;
    return { name, group, doc, tainted, read: (run) => askedValue(run.host.variable(name), tainted) };
  });

/** One row for many names. */
export const askedFamily = (facts: Omit<VariableRow, 'read'>): VariableRow => ({
  ...facts,
  read: (run, name) => askedValue(run.host.variable(name), facts.tainted),
});

function askedValue(value: Later<string | Text | undefined>, tainted: boolean): Later<Text> {
  // What is empty says nothing, and nothing of it is a stranger's.
  if (typeof value === 'string') return textOf(value, tainted && value !== '');
  return value instanceof Promise ? afterWith(value, askedValue, tainted) : (value ?? EMPTY);
}
