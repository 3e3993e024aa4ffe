/** JSON for people: indented; several results as an array. */
import { printableJson } from './safe.ts';
import type { Format } from './types.ts';

export const json: Format = {
  render: (outcomes) => `${printableJson(outcomes.length === 1 ? outcomes[0] : outcomes, 2)}\n`,
};
