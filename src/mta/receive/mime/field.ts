/**
 * A field of a part's header as Exim reads it for `$mime_…` variables: white space and comments outside of values are gone,
 * lines are joined, a `;` ends it. That is not RFC 2045's grammar, but configurations are written against it.
 */
import type { FileLines } from './file-lines.ts';

/** A longer field is cut, and what is behind is read as another. */
const MAX_FIELD = 8192;
const SPACE = 32;
const TAB = 9;

/** @returns undefined at the empty line behind a header, and where the file ends */
export async function readField(source: FileLines): Promise<string | undefined> {
  const field = new FieldText();
  for (;;) {
    const start = source.offset;
    const line = await source.line(MAX_FIELD);
    if (line === undefined) return undefined;
    const used = field.take(line);
    if (field.isFull) {
      source.seek(start + used);
      return field.end();
    }
    if (!line.endsWith('\n') || field.isEscaped) continue;
    if (field.isEmpty) return undefined;
    const next = await source.peek();
    if (next === undefined) return undefined;
    if (next !== SPACE && next !== TAB) return field.end();
    source.seek(source.offset + 1);
  }
}

class FieldText {
  /** Outside of a value, before its first character, in it. */
  private mode: 'name' | 'start' | 'value' = 'name';
  private text = '';
  private comments = 0;
  isEscaped = false;

  get isFull(): boolean {
    return this.text.length >= MAX_FIELD;
  }

  get isEmpty(): boolean {
    return this.text === '';
  }

  /** @returns how much of the line was taken */
  take(line: string): number {
    for (let at = 0; at < line.length; at += 1) {
      if (this.isFull) return at;
      this.character(line[at]!);
    }
    return line.length;
  }

  private character(c: string): void {
    if (this.isEscaped) {
      this.isEscaped = false;
      if (this.comments === 0) this.text += c;
    } else if (c < ' ') return;
    else if (this.mode === 'name') this.ofName(c);
    else this.ofValue(c);
  }

  private ofName(c: string): void {
    if (c === ' ') return;
    if (c === '\\') this.isEscaped = true;
    else if (c === '(') this.comments += 1;
    else if (c === ')' && this.comments > 0) this.comments -= 1;
    else if (this.comments === 0) {
      if (c === '=') this.mode = 'start';
      this.text += c;
    }
  }

  private ofValue(c: string): void {
    if (this.mode === 'start' && c === ' ') return;
    this.mode = c === ';' ? 'name' : 'value'; // quotes do not guard it here, though they do where the value is taken
    this.text += c;
  }

  /** A comment that is still open takes the last character's place. */
  end(): string {
    if (this.comments === 0 && !this.isFull) this.text += ';';
    return this.text.endsWith(';') ? this.text : `${this.text.slice(0, -1)};`;
  }
}
