/** `-DNAME=text`: a macro that the configuration then has from the start (Exim spec §5.2). */
import { err, ok, type Result } from '../../base/index.ts';

export interface MacroFlag {
  readonly name: string;
  readonly text: string;
}

/** @returns what follows the program's name, where it is none */
export function readMacroFlag(word: string): Result<MacroFlag, string> {
  if (!/^-D[A-Z]/.test(word)) return err(': macro name set by -D must start with an upper case letter');
  const [, name, text = ''] = /^-D(\w+)\s*(?:=\s*(.*))?$/s.exec(word) ?? [];
  return name === undefined ? err(` abandoned: unknown, malformed, or incomplete option ${word}`) : ok({ name, text });
}
