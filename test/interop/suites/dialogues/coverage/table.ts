/** The table of words and outcomes, and what is missing of it. */
import { type Exercised, HOWS, KINDS, type Kind } from './types.ts';
import { reasonAgainst, WANTED } from './wanted.ts';

export interface Coverage {
  /** A line a kind: each word with a mark for match, non-match and error. */
  readonly lines: readonly string[];
  /** `condition spam error`, … */
  readonly missing: readonly string[];
}

const LEGEND = 'each word: match, non-match, error; + exercised, . missing, - cannot be';

/** @param reasons  why some cannot be, beside those that are so everywhere */
export function coverageOf(exercised: readonly Exercised[], reasons: Readonly<Record<string, string>> = {}): Coverage {
  const seen = new Set(exercised.map(({ kind, name, how }) => `${kind} ${name} ${how}`));
  const missing: string[] = [];
  const marksOf = (kind: Kind, name: string): string =>
    HOWS.map((how) => {
      if (seen.has(`${kind} ${name} ${how}`)) return '+';
      if (reasonAgainst({ kind, name }, how, reasons) !== undefined) return '-';
      missing.push(`${kind} ${name} ${how}`);
      return '.';
    }).join('');
  const lines = KINDS.map((kind) => {
    const words = WANTED.filter((wanted) => wanted.kind === kind);
    return `${kind}: ${words.map(({ name }) => `${name} ${marksOf(kind, name)}`).join(', ')}`;
  });
  return { lines: [LEGEND, ...lines], missing };
}
