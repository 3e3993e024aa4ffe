/** Variables whose value is asked of the host. */
import type { VariableRow } from '../ast.ts';
import { after, EMPTY, textOf } from '../outcome.ts';

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
    return askedVariable(name, { group, doc, tainted });
  });

export const askedVariable = (
  name: string,
  facts: { readonly group: string; readonly doc: string; readonly tainted: boolean },
): VariableRow => ({
  name,
  ...facts,
  read: (run, asked) =>
    after(run.host.variable(asked), (value) => {
      if (value === undefined) return EMPTY;
      return typeof value === 'string' ? textOf(value, facts.tainted) : value;
    }),
});
