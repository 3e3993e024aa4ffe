/** One JSON object a line. */
import type { Format } from './types.ts';

export const jsonl: Format = {
  render: (outcomes) => outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join(''),
};
