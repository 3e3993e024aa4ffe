import type { ModifierRow } from '../rows.ts';

/** Known to what follows at once. */
export const set: ModifierRow = {
  name: 'set',
  apply: (value, { world }, { variable }) => {
    world.facts.set(variable!, value);
    return undefined;
  },
};
