/** A line that defines a macro. */
import { readName } from '../lines/characters.ts';
import type { LogicalLine } from '../lines/logical.ts';
import type { Macros } from '../lines/macros.ts';
import type { Problems } from '../problems.ts';

export function readMacro({ text, place }: LogicalLine, macros: Macros, problems: Problems): void {
  const wrong = macros.define(text);
  if (wrong !== undefined) problems.error('macro', place, wrong, { subject: readName(text).name });
}

/** Outside the main section a macro is known by its `=` alone. */
export const isMacroLine = (text: string): boolean => /^[A-Z][A-Za-z0-9_]*[ \t\v\f\r]*=/.test(text);
