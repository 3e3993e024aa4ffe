/**
 * One address out of a header's text (RFC 5322 §3.4), as leniently as Exim: comments anywhere, dots where none should be,
 * local parts without a domain, source routes.
 */
import { skipSpace } from './space.ts';

export interface MailAddress {
  /** As written, without comments. */
  readonly address: string;
  /** Where its domain begins; the address's length where it has none. */
  readonly domainAt: number;
}

/** @param inGroup  a group's name before it is passed over */
export function readMailAddress(text: string, inGroup = false): MailAddress | undefined {
  const scanner = new Scanner(text);
  if (inGroup) scanner.skipGroupName();
  const found = scanner.mailbox();
  scanner.skipComments();
  return scanner.atEnd() ? found : undefined;
}

/** The addresses of a list; what cannot be read is left out. */
export const readMailAddresses = (text: string): readonly MailAddress[] =>
  splitAddresses(text)
    .map((part) => readMailAddress(part, true))
    .filter((address) => address !== undefined && address.address !== '') as readonly MailAddress[];

/** At commas, not in quotes and comments. What stands behind the semicolon of a group is lost, up to the comma. */
function splitAddresses(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let end: number | undefined;
  let comments = 0;
  let quoted = false;
  let inGroup = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '\\') at += 1;
    else if (quoted) quoted = char !== '"';
    else if (char === '(') comments += 1;
    else if (char === ')') comments -= comments > 0 ? 1 : 0;
    else if (comments > 0) continue;
    else if (char === '"') quoted = true;
    else if (char === ':') inGroup = true;
    else if (char === ';' && inGroup) {
      end ??= at;
      inGroup = false;
    } else if (char === ',') {
      parts.push(text.slice(start, end ?? at));
      start = at + 1;
      end = undefined;
    }
  }
  parts.push(text.slice(start, end));
  return parts;
}

const ATOM = /(?:[^\x00-\x20\x7f()<>@,;:\\".[\]]|\\[\s\S]?)+/y;
const QUOTED = /"(?:[^"\\]|\\[\s\S])*"/y;
const LABEL = /[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?/y;
const LITERAL = /\[[^\][\\\s]*\]/y;

class Scanner {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  peek(): string {
    return this.text.charAt(this.at);
  }

  take(): void {
    this.at += 1;
  }

  atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** `phrase <route-addr>`, or the address alone. */
  mailbox(): MailAddress | undefined {
    this.skipComments();
    const start = this.at;
    if (this.peek() !== '<' && this.peek() !== '@') this.words();
    this.skipComments();
    if (this.peek() === '<') return this.bracketed();
    this.at = start;
    return this.address();
  }

  skipGroupName(): void {
    const start = this.at;
    this.skipComments();
    this.words();
    this.skipComments();
    if (this.peek() === ':' && this.at > start) this.take();
    else this.at = start;
  }

  skipComments(): void {
    for (;;) {
      this.at = skipSpace(this.text, this.at);
      if (this.peek() !== '(') return;
      this.skipComment();
    }
  }

  private skipComment(): void {
    let depth = 0;
    do {
      const char = this.peek();
      if (char === '\\') this.take();
      depth += char === '(' ? 1 : char === ')' ? -1 : 0;
      this.take();
    } while (depth > 0 && !this.atEnd());
  }

  private words(): void {
    while (this.word() !== '' || this.dot()) this.skipComments();
  }

  /** An atom or a quoted string. */
  private word(): string {
    return this.match(this.peek() === '"' ? QUOTED : ATOM);
  }

  private dot(): boolean {
    if (this.peek() !== '.') return false;
    this.take();
    return true;
  }

  private bracketed(): MailAddress | undefined {
    this.take();
    this.skipComments();
    if (this.peek() === '>') {
      this.take();
      return { address: '', domainAt: 0 };
    }
    const found = this.address();
    this.skipComments();
    if (this.peek() !== '>') return undefined;
    this.take();
    return found;
  }

  private address(): MailAddress | undefined {
    this.skipComments();
    if (this.peek() === '@' && !this.route()) return undefined;
    const local = this.localPart();
    this.skipComments();
    if (this.peek() !== '@') return local === '' ? undefined : { address: local, domainAt: local.length };
    this.take();
    const domain = this.domain();
    return local === '' || domain === undefined
      ? undefined
      : { address: `${local}@${domain}`, domainAt: local.length + 1 };
  }

  /** `@a,@b:` */
  private route(): boolean {
    while (this.peek() === '@') {
      this.take();
      if (this.domain() === undefined) return false;
      this.skipComments();
      if (this.peek() === ',') this.take();
      this.skipComments();
    }
    if (this.peek() !== ':') return false;
    this.take();
    return true;
  }

  private localPart(): string {
    let said = '';
    for (let isWord = true; ; isWord = !isWord) {
      this.skipComments();
      const part = isWord ? this.word() : this.dots();
      if (part === '' && !isWord) return said;
      said += part;
    }
  }

  private dots(): string {
    const start = this.at;
    while (this.dot());
    return this.text.slice(start, this.at);
  }

  private domain(): string | undefined {
    this.skipComments();
    const literal = this.peek() === '[' ? this.match(LITERAL) : '';
    if (literal !== '') return literal;
    let said = '';
    for (;;) {
      this.skipComments();
      const label = this.match(LABEL);
      if (label === '') return undefined;
      said += label;
      this.skipComments();
      if (!this.dot()) return said;
      said += '.';
    }
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return '';
    const found = this.text.slice(this.at, pattern.lastIndex);
    this.at = pattern.lastIndex;
    return found;
  }
}
