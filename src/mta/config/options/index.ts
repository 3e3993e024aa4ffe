/**
 * Every option there is, found by scope and name (Exim spec ch. 14 "Main configuration").
 *
 * To add one, put a row into the file of its scope. Order does not matter; a name stands once in a scope.
 */
import { ROWS } from './registry.ts';
import type { OptionRow, OptionScope } from './types.ts';

export { DRIVERS, type DriverKind } from './drivers.ts';
export { ROWS as OPTION_ROWS } from './registry.ts';
export type { OptionRow, OptionScope, OptionStatus, OptionType, Repetition } from './types.ts';

export interface FoundOption {
  readonly row: OptionRow;
  /** It was found by an older name. */
  readonly alias: boolean;
}

/** By its own name or an older one, in the first scope that has it. */
export function findOption(scopes: readonly OptionScope[], name: string): FoundOption | undefined {
  for (const scope of scopes) {
    const found = tableOf(scope).get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The options of a scope in the order of their names, which is the order `-bP` prints. */
export const optionsOf = (scope: OptionScope): readonly OptionRow[] =>
  ROWS.filter((row) => row.scope === scope).sort((a, b) => (a.name < b.name ? -1 : 1));

/** Names and older names, for "did you mean". */
export const optionNames = (scopes: readonly OptionScope[]): readonly string[] =>
  scopes.flatMap((scope) => [...tableOf(scope).keys()]);

const tables = new Map<OptionScope, ReadonlyMap<string, FoundOption>>();

function tableOf(scope: OptionScope): ReadonlyMap<string, FoundOption> {
  const known = tables.get(scope);
  if (known !== undefined) return known;
  const table = new Map<string, FoundOption>();
  for (const row of ROWS) {
    if (row.scope !== scope) continue;
    table.set(row.name, { row, alias: false });
    for (const alias of row.aliases ?? []) table.set(alias, { row, alias: true });
  }
  tables.set(scope, table);
  return table;
}
