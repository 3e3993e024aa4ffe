/** Options expanded: each text is parsed once, however many deliveries pass it. */
import {
  clean,
  type ExpansionHost,
  expand,
  type Later,
  type Outcome,
  parseExpansion,
  type Sequence,
} from '../expand/index.ts';

const parsed = new Map<string, Sequence>();

/** Configurations that come and go (a reload) do not fill the memory. */
const MAX_PARSED = 10_000;

/** @param text  of the configuration, never of a message */
export function expandOption(text: string, host: ExpansionHost): Later<Outcome> {
  if (!text.includes('$') && !text.includes('\\')) return clean(text);
  return expand(sequenceOf(text), host);
}

function sequenceOf(text: string): Sequence {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size >= MAX_PARSED) parsed.clear();
  const sequence = parseExpansion(text);
  parsed.set(text, sequence);
  return sequence;
}
