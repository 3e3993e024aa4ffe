/** The lexical part of a structured field (RFC 5322 §3.2): white space, folds, comments, quoted strings, words. */
import type { Leniency, LeniencyCode, Unreadable } from './types.ts';

/** Thrown within this module and caught at its one door. */
export class Faulty extends Error {
  readonly fault: Unreadable;
  constructor(code: Unreadable['code'], detail: string) {
    super(detail);
    this.fault = { code, detail };
  }
}

/** Told once for each place, up to so many: a field of nothing else must not fill a report. */
const MAX_LENIENCIES = 50;

const SPACE = /[ \t\r\n]+/y;
/** A line break that no white space follows, or half of one; after a fold comes white space (RFC 5322 §2.2.3). */
const BAD_BREAK = /\r(?!\n)|(?<!\r)\n|\r\n(?![ \t])/;
/** Whatever is neither white space nor what begins or ends something else. */
const WORD = /[^\s;()"=]+/y;
const NAME = /[^\s;()"=./]+/y;
const VALUE_WORD = /[^\s;()"]+/y;

export class Scanner {
  at = 0;
  readonly leniencies: Leniency[] = [];
  private readonly text: string;
  private comments: string[] = [];

  constructor(text: string) {
    this.text = text;
  }

  get isDone(): boolean {
    return this.at >= this.text.length;
  }

  peek(): string {
    return this.text[this.at] ?? '';
  }

  tell(code: LeniencyCode, detail: string): void {
    if (this.leniencies.length < MAX_LENIENCIES) this.leniencies.push({ code, detail });
  }

  /** Passes one character over where it is next. */
  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  /** Comments and white space (RFC 5322 §3.2.2); comments are kept until asked for. */
  cfws(): void {
    for (;;) {
      this.space();
      if (!this.take('(')) return;
      const comment = this.comment().trim();
      if (comment !== '') this.comments.push(comment);
    }
  }

  /** Those passed over since the last time, as one. */
  takeComment(): string | undefined {
    const comment = this.comments.join('; ');
    this.comments = [];
    return comment === '' ? undefined : comment;
  }

  word(): string {
    return this.match(WORD);
  }

  /** A word that ends before a dot or a slash, in lower case. */
  name(): string {
    return this.match(NAME).toLowerCase();
  }

  /** A word that may have `=` in it, as values do in practice. */
  valueWord(): string {
    return this.match(VALUE_WORD);
  }

  /** Behind the opening quote, up to the closing one; folds and backslashes taken away (RFC 5322 §3.2.4). */
  quoted(): string {
    const from = this.at;
    let content = '';
    while (!this.isDone) {
      const character = this.text[this.at++]!;
      if (character === '"') return this.unfolded(content);
      content += character === '\\' && !this.isDone ? this.text[this.at++]! : character;
    }
    throw new Faulty('unclosed-quote', `a quote is opened at character ${from} and never closed`);
  }

  /** To the next semicolon that is in no quotes and no comment: what could not be read is left behind. */
  skipElement(): string {
    const from = this.at;
    while (!this.isDone && this.peek() !== ';') {
      if (this.take('"')) this.quoted();
      else if (this.take('(')) this.comment();
      else this.at += 1;
    }
    return this.text.slice(from, this.at);
  }

  /** One word, quoted string or single character that fits nowhere. */
  skipWord(): string {
    const from = this.at;
    if (this.take('"')) this.quoted();
    else if (this.valueWord() === '') this.at += 1;
    return this.text.slice(from, this.at);
  }

  private space(): void {
    const space = this.match(SPACE);
    if (BAD_BREAK.test(space) && !(this.isDone && /^[ \t]*\r?\n$/.test(space)))
      this.tell('line-break', 'a line break that is no fold stands in it');
  }

  /** Behind its opening parenthesis; nesting is counted, not climbed. */
  private comment(): string {
    const from = this.at;
    let content = '';
    for (let depth = 1; !this.isDone; ) {
      const character = this.text[this.at++]!;
      if (character === '(') depth += 1;
      else if (character === ')') depth -= 1;
      if (depth === 0) return this.unfolded(content);
      content += character === '\\' && !this.isDone ? this.text[this.at++]! : character;
    }
    throw new Faulty('unclosed-comment', `a comment is opened at character ${from} and never closed`);
  }

  private unfolded(content: string): string {
    if (BAD_BREAK.test(content)) this.tell('line-break', 'a line break that is no fold stands in it');
    return content.replace(/\r\n(?=[ \t])/g, '').replace(/[\r\n]+/g, ' ');
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}
