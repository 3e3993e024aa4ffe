import { setValue } from '../../facts/index.ts';
import type { ModifierRow } from '../rows.ts';

/** Known to what follows at once. */
export const set: ModifierRow = {
  name: 'set',
  apply: (value, { world }, { variable }) => {
    setValue(world.facts, variable!, value);
    return undefined;
  },
};
