/** Macros that lines of input define: `NAME = text`, and `NAME == text` for another text. */

const ASSIGNMENT = /^([A-Z][A-Za-z0-9_]*)\s*(==?)\s*(.*)$/s;
const DEFINED_NAME = /^[A-Z][A-Za-z0-9_]*(?=\s*=)/;

/** What a line that defines a macro came to; `fault`: why it does not. */
export type Definition = { readonly said: string } | { readonly fault: string };

export interface Macros {
  /** The line with every macro's name replaced by its text. */
  readonly apply: (line: string) => string;
  /** Takes a line that defines one; undefined: it does not. */
  readonly define: (line: string) => Definition | undefined;
}

export function createMacros(given: Readonly<Record<string, string>> = {}): Macros {
  const texts = new Map(Object.entries(given));
  return {
    apply(line) {
      if (texts.size === 0) return line;
      // The name that a line defines is not what it stands for.
      const start = DEFINED_NAME.exec(line)?.[0].length ?? 0;
      let said = line.slice(start);
      for (const [name, text] of texts) said = said.replaceAll(name, () => text);
      return line.slice(0, start) + said;
    },
    define(line) {
      const [, name, sign, text] = ASSIGNMENT.exec(line) ?? [];
      if (name === undefined) return undefined;
      if (sign === '==' && !texts.has(name)) return { fault: `can't redefine an undefined macro "${name}"` };
      if (sign === '=' && texts.has(name))
        return { fault: `macro "${name}" is already defined (use "==" if you want to redefine it)` };
      texts.set(name, text!);
      return { said: `Defined macro '${name}'` };
    },
  };
}
