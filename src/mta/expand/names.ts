/** The names of every row, for who asks what there is: `_EXP_…` macros, completion, documentation. */
import { CONDITIONS } from './conditions/registry.ts';
import { ITEMS } from './items/registry.ts';
import { OPERATORS } from './operators/registry.ts';
import { VARIABLES } from './variables/registry.ts';

export interface ExpansionNames {
  readonly items: readonly string[];
  readonly operators: readonly string[];
  readonly conditions: readonly string[];
  readonly variables: readonly string[];
}

export const expansionNames = (): ExpansionNames => ({
  items: ITEMS.map(({ name }) => name),
  operators: OPERATORS.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  conditions: CONDITIONS.map(({ name }) => name),
  variables: VARIABLES.map(({ name }) => name),
});
