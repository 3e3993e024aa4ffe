/** Logical lines out of physical ones: macros, conditions, included files, comments, continuations (Exim spec §6.2–§6.5). */
import { meaning, type Problems } from '../problems.ts';
import type { Place } from '../types.ts';
import { trim, trimEnd, trimStart } from './characters.ts';
import { Conditionals, DIRECTIVES, type Directive } from './conditionals.ts';
import { MAX_LINE, type Macros } from './macros.ts';
import type { Source } from './source.ts';

export interface LogicalLine {
  readonly text: string;
  readonly place: Place;
}

/** A line that begins a section: `begin acl`. */
export interface SectionLine {
  readonly section: string;
  readonly place: Place;
}

export class LogicalLines {
  private readonly conditionals = new Conditionals();
  private readonly source: Source;
  private readonly macros: Macros;
  private readonly problems: Problems;
  private ahead: SectionLine | undefined;
  private count = 0;

  constructor(source: Source, macros: Macros, problems: Problems) {
    this.source = source;
    this.macros = macros;
    this.problems = problems;
  }

  /** The next line of the section; undefined at its end. Blank lines are left out. */
  next(): LogicalLine | undefined {
    while (this.ahead === undefined) {
      const line = this.read();
      if (line === undefined) return undefined;
      if (/^begin /i.test(line.text)) this.ahead = { section: trim(line.text.slice(6)), place: line.place };
      else if (line.text !== '') return line;
    }
    return undefined;
  }

  /** What section comes next, once `next` has ended; undefined: none. */
  section(): SectionLine | undefined {
    const found = this.ahead;
    this.ahead = undefined;
    return found;
  }

  private read(): LogicalLine | undefined {
    let text = '';
    let begun: { readonly file: string; readonly line: number } | undefined;
    for (;;) {
      const part = this.physical(begun === undefined);
      if (part === undefined) break;
      begun ??= { file: this.source.file, line: this.source.line };
      text += part;
      if (!part.endsWith('\\') || this.isTooLong(text)) break;
      text = text.slice(0, -1);
    }
    return begun === undefined ? undefined : { text, place: { ...begun, lastLine: this.lastLine(begun) } };
  }

  /** The next physical line that counts, white space around it dropped. */
  private physical(first: boolean): string | undefined {
    for (let raw = this.source.next(); raw !== undefined; raw = this.source.next()) {
      if (this.count === 0 && raw.startsWith('\xef\xbb\xbf')) this.complainOfMark();
      this.count += 1;
      const line = trimStart(this.count === 1 ? raw.replace(/^\xef\xbb\xbf/, '') : raw);
      const { text, found, tooLong } = this.macros.substitute(line, first ? behindDefinition(line) : 0);
      if (tooLong === true)
        this.complain('limit', `macros make more of the line than ${MAX_LINE} octets, or too much of too many`);
      const taken = trimStart(text);
      if (taken.startsWith('#') || this.isDirective(taken, found) || !this.conditionals.taking) continue;
      if (!this.isInclude(taken)) return trimEnd(taken);
    }
    if (this.conditionals.depth > 0) this.complainOnce();
    return undefined;
  }

  private isDirective(line: string, found: boolean): boolean {
    if (!line.startsWith('.')) return false;
    const word = /^\.([^ \t\v\f\r]*)/.exec(line)?.[1] ?? '';
    if (!isDirectiveName(word)) return false;
    const wrong = this.conditionals.apply(word, found);
    if (wrong !== undefined) this.complain('conditional', wrong);
    return true;
  }

  private isInclude(line: string): boolean {
    const found = /^\.include(_if_exists)?[ \t\v\f\r]/.exec(line);
    if (found === null) return false;
    const name = unquoted(trim(line.slice(found[0].length)));
    const optional = found[1] !== undefined;
    if (optional && !name.startsWith('/')) {
      this.complain('include', `.include_if_exists specifies a non-absolute path ${name}`, {
        hint: 'write the path from / on',
      });
    } else if (!optional || this.source.exists(name)) {
      const wrong = this.source.include(name);
      if (wrong !== undefined) this.complain('include', wrong);
    }
    return true;
  }

  private isTooLong(text: string): boolean {
    if (text.length <= MAX_LINE) return false;
    this.complain('limit', `a line with its continuations is longer than ${MAX_LINE} octets`);
    return true;
  }

  private complain(code: 'conditional' | 'include' | 'limit', message: string, parts = {}): void {
    this.problems.error(code, this.here(), message, parts);
  }

  private complainOfMark(): void {
    this.problems.error('syntax', this.here(), 'found unexpected BOM (Byte Order Mark)', {
      hint: 'save the file as text without it',
    });
  }

  private complainOnce(): void {
    while (this.conditionals.depth > 0) this.conditionals.apply('endif', false);
    this.complain('conditional', 'Unexpected end of configuration file: .endif missing');
  }

  private here(): Place {
    const { file, line } = this.source;
    return { file, line, lastLine: line };
  }

  private lastLine({ file, line }: { readonly file: string; readonly line: number }): number {
    return this.source.file === file ? Math.max(line, this.source.line) : line;
  }
}

/** The name of a macro that is being defined is not itself replaced. */
function behindDefinition(line: string): number {
  const found = /^[A-Z][A-Za-z0-9_]*[ \t\v\f\r]*(?==)/.exec(line);
  return found?.[0].length ?? 0;
}

const unquoted = (name: string): string =>
  name.length > 1 && name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1) : name;

const isDirectiveName = (word: string): word is Directive => (DIRECTIVES as readonly string[]).includes(word);

/** For a line that begins with a dot and is none of ours. */
export const meantDirective = (text: string): ReturnType<typeof meaning> =>
  meaning(/^\.(\w*)/.exec(text)?.[1] ?? '', [...DIRECTIVES, 'include', 'include_if_exists']);

export const startsLikeMacro = (text: string): boolean => /^[A-Z]/.test(text);
