/** Names that a line editor completes: items, operators, conditions, variables. */
import { expansionNames } from '../../expand/index.ts';

export interface KnownNames {
  /** What the end of a line may go on to, and how much of the line that replaces. */
  readonly complete: (line: string) => readonly [readonly string[], string];
}

export function knownNames(): KnownNames {
  const { items, operators, conditions, variables } = expansionNames();
  const candidates: readonly (readonly [RegExp, readonly string[]])[] = [
    [/\$\{([a-z0-9_]*)$/i, [...items.map((name) => `${name}{`), ...operators.map((name) => `${name}:`), ...variables]],
    [/\$([a-z0-9_]+)$/i, variables],
    [/\{(?:if|and|or|forany\{[^}]*\}|forall\{[^}]*\}|filter\{[^}]*\})\s*\{?!?\s*([a-z0-9_]*)$/i, conditions],
  ];
  return {
    complete(line) {
      for (const [pattern, names] of candidates) {
        const begun = pattern.exec(line)?.[1];
        if (begun !== undefined) return [[...new Set(names.filter((name) => name.startsWith(begun)))].sort(), begun];
      }
      return [[], line];
    },
  };
}
