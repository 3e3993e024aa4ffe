/** One JSON object a line. */
import { printableJson } from './safe.ts';
import type { Format } from './types.ts';

export const jsonl: Format = {
  render: (outcomes) => outcomes.map((outcome) => `${printableJson(outcome)}\n`).join(''),
};
