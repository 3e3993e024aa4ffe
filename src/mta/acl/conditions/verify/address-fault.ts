/** What is wrong with an address of a header field, in Exim's words; it minds less than RFC 5322 §3.4 does. */

/**
 * @param text  one item of a list of addresses, as it stands in the field
 * @param inGroup  a name and a colon may stand before it, and a semicolon behind it
 * @returns undefined: nothing; `unqualified` where all that is wrong is that it has no domain
 */
export function addressFault(text: string, inGroup: boolean): string | undefined {
  return new AddressReader(text, inGroup).fault();
}

export const UNQUALIFIED = 'unqualified address not permitted';

const SPACE = /\s*/y;
const ATOM = /[^\x00-\x20\x7f()<>@,;:\\"[\]]+/y;
const QUOTED = /"(?:[^"\\]|\\[\s\S])*"/y;
const LABELS = /[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*/y;
const LITERAL = /\[[^\]]*\]/y;
/** Shown of what does not belong there. */
const MAX_SHOWN = 32;

class AddressReader {
  private readonly text: string;
  private readonly inGroup: boolean;
  private at = 0;

  constructor(text: string, inGroup: boolean) {
    this.text = text;
    this.inGroup = inGroup;
  }

  fault(): string | undefined {
    this.skip();
    const fault = this.address();
    if (fault !== undefined) return fault === '' ? undefined : fault;
    this.skip();
    if (this.inGroup && this.next() === ';') this.take();
    return this.at < this.text.length ? this.leftover() : undefined;
  }

  /** undefined: read, and what follows is not; empty: there is nothing to read. */
  private address(): string | undefined {
    if (this.next() === '<' || this.next() === '@') return this.bracketed();
    if (this.atEnd()) return '';
    const local = this.localPart();
    if (local !== undefined) return local;
    if (this.next() === '@') return this.domainBehindAt();
    return this.atEnd() ? UNQUALIFIED : this.phrase();
  }

  /** Words up to an address in brackets, or the name of a group. */
  private phrase(): string | undefined {
    while (this.next() !== '<' && this.next() !== ':') {
      const fault = this.localPart();
      if (fault !== undefined) return `${fault} (expected word or "<")`;
    }
    if (this.next() === '<') return this.bracketed();
    this.at += 1;
    this.skip();
    return this.address();
  }

  private bracketed(): string | undefined {
    const isOpen = this.next() === '<';
    if (isOpen) this.take();
    const fault = this.next() === '@' ? this.routed() : this.plain();
    if (fault !== undefined || !isOpen) return fault;
    if (this.next() === '') return "'>' missing at end of address";
    if (this.next() !== '>') return this.leftover();
    this.take();
    return undefined;
  }

  private plain(): string | undefined {
    const start = this.at;
    const fault = this.localPart();
    if (fault !== undefined) return fault;
    if (this.next() === '@') return this.domainBehindAt();
    return `"@" or "." expected after "${this.text.slice(start, this.at).trimEnd()}"`;
  }

  /** `@a,@b:c@d`. */
  private routed(): string | undefined {
    while (this.next() === '@') {
      const fault = this.domainBehindAt();
      if (fault !== undefined) return fault;
      if (this.next() === ',') this.take();
    }
    if (this.next() !== ':') return 'no local part';
    this.take();
    return this.plain();
  }

  private domainBehindAt(): string | undefined {
    this.take();
    const found = this.match(LITERAL) || this.match(LABELS);
    if (found === '' || this.next() === '.') return 'domain missing or malformed';
    this.skip();
    return undefined;
  }

  /** A word, quoted or not; words with dots between them are one. */
  private localPart(): string | undefined {
    if (this.next() === '"') {
      if (this.match(QUOTED) === '') return 'unmatched doublequote in local part';
    } else if (this.match(ATOM) === '') return 'missing or malformed local part';
    if (this.next() === '.' || this.text[this.at - 1] === '.') {
      this.match(/\.*/y);
      if (this.next() === '"' || /[^\x00-\x20\x7f()<>@,;:\\"[\]]/.test(this.next())) return this.localPart();
    }
    this.skip();
    return undefined;
  }

  private leftover(): string {
    return `malformed address: ${this.text.slice(this.at, this.at + MAX_SHOWN)} may not follow ${this.text.slice(0, this.at)}`;
  }

  private next(): string {
    return this.text[this.at] ?? '';
  }

  private atEnd(): boolean {
    return this.next() === '' || this.next() === ';';
  }

  private take(): void {
    this.at += 1;
    this.skip();
  }

  /** White space and comments. */
  private skip(): void {
    this.match(SPACE);
    while (this.next() === '(') {
      this.comment();
      this.match(SPACE);
    }
  }

  private comment(): void {
    let depth = 0;
    do {
      const char = this.next();
      if (char === '\\')
        this.at += 1; // and what it stands before is no bracket
      else depth += char === '(' ? 1 : char === ')' ? -1 : 0;
      this.at += 1;
    } while (depth > 0 && this.at < this.text.length);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.at += found.length;
    return found;
  }
}
