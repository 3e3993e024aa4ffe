/** Options that are expanded each time they are used, parsed once. */
import {
  type ExpansionHost,
  expand,
  type Later,
  type Outcome,
  parseExpansion,
  type Sequence,
} from '../expand/index.ts';

const parsed = new Map<string, Sequence>();
/** Texts of a configuration are few; those of batches of configurations may not be. */
const MAX_PARSED = 1_000;

export function expandOption(text: string, host: ExpansionHost): Later<Outcome> {
  let sequence = parsed.get(text);
  if (sequence === undefined) {
    if (parsed.size >= MAX_PARSED) parsed.clear();
    sequence = parseExpansion(text);
    parsed.set(text, sequence);
  }
  return expand(sequence, host);
}
