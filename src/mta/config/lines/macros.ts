/**
 * Macros (Exim spec §6.4). Every physical line is searched for every name in the order of definition; what was put in is
 * not searched for the same name again, but for the later ones. Hence a name may not contain an earlier one.
 */
import type { Macro } from '../types.ts';
import { readName, trimStart } from './characters.ts';

export interface Substituted {
  readonly text: string;
  /** Something was substituted; what `.ifdef` asks. */
  readonly found: boolean;
  /** It would grow beyond the bound. */
  readonly tooLong?: boolean;
}

export class Macros {
  private readonly builtIn: () => readonly Macro[];
  private readonly own: Macro[];
  /** Octets of lines written anew. */
  private spent = 0;

  /** @param builtIn  asked for when a line may name one: they are many, and most files name none */
  constructor(builtIn: () => readonly Macro[], given: Readonly<Record<string, string>>) {
    this.builtIn = builtIn;
    this.own = Object.entries(given).map(([name, text]) => ({ name, text, origin: 'command-line' }));
  }

  all(): readonly Macro[] {
    return [...this.builtIn(), ...this.own];
  }

  /** Those of the command line and of the file. */
  defined(): readonly Macro[] {
    return this.own;
  }

  /**
   * A line `NAME = text` or `NAME == text`.
   *
   * @returns what is wrong with it, if something is
   */
  define(line: string): string | undefined {
    const { name, rest } = readName(line);
    if (!rest.startsWith('=')) return `malformed macro definition: "=" expected after ${name}`;
    if (name.length > MAX_NAME) return `macro name too long (maximum is ${MAX_NAME} characters)`;
    const again = rest.startsWith('==');
    const text = trimStart(rest.slice(again ? 2 : 1));
    const known = this.own.findIndex((macro) => macro.name === name);
    if (known < 0) return again ? `can't redefine an undefined macro "${name}"` : this.add(name, text);
    if (this.own[known]!.origin === 'command-line') return undefined; // -D wins
    if (!again) return `macro "${name}" is already defined (use "==" if you want to redefine it)`;
    this.own[known] = { name, text, origin: 'file' };
    return undefined;
  }

  private add(name: string, text: string): string | undefined {
    const inside = this.own.find((macro) => name.includes(macro.name));
    if (inside !== undefined)
      return `"${name}" cannot be defined as a macro because previously defined macro "${inside.name}" is a substring`;
    this.own.push({ name, text, origin: 'file' });
    return undefined;
  }

  /**
   * @param from  where searching begins: what is before stays
   */
  substitute(line: string, from: number): Substituted {
    let text = line;
    let found = false;
    let start = nextStart(text, from);
    if (start === text.length) return { text, found };
    // as Exim has it, built-in names are looked for only where the first word that could be a macro begins with _
    for (const { name, text: replacement } of text[start] === '_' ? this.all() : this.own) {
      start = nextStart(text, start);
      const first = text.indexOf(name, start);
      if (first < 0) continue;
      found = true;
      const grown = text.length + countOf(name, text, first) * (replacement.length - name.length);
      this.spent += grown;
      if (grown > MAX_LINE || this.spent > MAX_SPENT) return { text: line, found, tooLong: true };
      text = text.slice(0, first) + text.slice(first).replaceAll(name, () => replacement);
    }
    return { text, found };
  }
}

function countOf(name: string, text: string, first: number): number {
  let count = 0;
  for (let at = first; at >= 0; at = text.indexOf(name, at + name.length)) count += 1;
  return count;
}

/** Long lines may be many. */
const MAX_SPENT = 256 * 1024 * 1024;
const MAX_NAME = 63;
/** Macros in macros grow by powers. */
export const MAX_LINE = 1024 * 1024;

const START = /[A-Z]|_[A-Z]/g;

/** Where the next word begins that may be a macro: a capital, or `_` before one. */
function nextStart(text: string, from: number): number {
  START.lastIndex = from;
  return START.exec(text)?.index ?? text.length;
}
