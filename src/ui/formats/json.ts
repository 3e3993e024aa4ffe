/** JSON for people: indented; several results as an array. */
import type { Format } from './types.ts';

export const json: Format = {
  render: (outcomes) => `${JSON.stringify(outcomes.length === 1 ? outcomes[0] : outcomes, null, 2)}\n`,
};
