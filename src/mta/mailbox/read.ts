/**
 * One address out of what people write: `ann`, `ann@example.org`, `Ann <ann@example.org> (comment)`; read as leniently as
 * Exim, and refused in its words (Exim spec ch. 22, RFC 5322 §3.4).
 */

import { isUtf8 } from 'node:buffer';

export interface Mailbox {
  /** Without comments and routes. */
  readonly address: string;
  readonly isQualified: boolean;
  /** Where in the text it stands, what is around it left out. */
  readonly start: number;
  readonly end: number;
}

type Found = Pick<Mailbox, 'address' | 'isQualified'>;

export interface MailboxOptions {
  /** `<>` is an address, with nothing in it. */
  readonly mayBeNull?: boolean;
  /** `allow_domain_literals`. */
  readonly literals: boolean;
  /** `strip_trailing_dot`. */
  readonly trailingDot: boolean;
  /** `strip_excess_angle_brackets`. */
  readonly excessBrackets: boolean;
  /** `allow_utf8_domains`. */
  readonly utf8Domains: boolean;
  /** Literals of any text, where none could stand for an address: routers say what is wrong with them. */
  readonly anyLiterals?: true;
  /** Where literals are not allowed they are taken all the same without angle brackets and a route, whatever is in them, as Exim does. */
  readonly bareLiterals?: true;
}

export const PLAIN_MAILBOX: MailboxOptions = {
  literals: false,
  trailingDot: false,
  excessBrackets: false,
  utf8Domains: false,
};

/** Nothing longer is an address. */
const MAX_LENGTH = 256;

/** @returns a sentence without an end where there is no address */
export function readMailbox(text: string, options: MailboxOptions = PLAIN_MAILBOX): Mailbox | string {
  const scanner = new Scanner(text, options);
  try {
    const found = scanner.mailbox();
    if (found.address.length > MAX_LENGTH) return `address is ridiculously long: ${found.address.slice(0, 64)}...`;
    return found;
  } catch (cause) {
    if (cause instanceof Malformed) return cause.message;
    throw cause;
  }
}

/**
 * Ends the reading of this text, and goes no further than `readMailbox`. No Error, for a list may have a hundred thousand,
 * and the trace of each costs five times as much as the reading.
 */
class Malformed {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** What stands in brackets is printable, and no bracket. */
const ANY_LITERAL = /\[[!-Z^-~]*/y;

const NULL_ADDRESS: Found = { address: '', isQualified: false };

const SPECIALS = '()<>@,;:\\".[]';
const isAtomChar = (char: string): boolean => char > ' ' && char !== '\x7f' && !SPECIALS.includes(char);

class Scanner {
  private readonly text: string;
  private readonly options: MailboxOptions;
  private at = 0;
  private start = 0;
  /** Behind the last thing that was no comment. */
  private end = 0;
  /** The domain is a literal that may not be: told of an address in brackets at once, of another when it is whole. */
  private hasBadLiteral = false;
  private isBracketed = false;

  constructor(text: string, options: MailboxOptions) {
    this.text = text;
    this.options = options;
  }

  mailbox(): Mailbox {
    this.skipComments();
    this.start = this.at;
    let local = this.localPart(true);
    if (this.peek() !== '@' && this.peek() !== '<') {
      if (this.atEnd() || this.peek() === ';') {
        if (local === '') throw new Malformed('empty address');
        return this.finished(local, false);
      }
      local = this.phrase();
    }
    if (this.peek() === '<') return this.bracketed();
    return local === '' ? this.routed() : this.qualified(local);
  }

  /** More words, up to `<`. */
  private phrase(): string {
    let word = '';
    while (this.peek() !== '<') {
      try {
        word = this.localPart(false);
      } catch (cause) {
        throw new Malformed(`${(cause as Malformed).message} (expected word or "<")`);
      }
    }
    return word;
  }

  private bracketed(): Mailbox {
    this.isBracketed = true;
    let brackets = 1;
    this.at += 1;
    while (this.options.excessBrackets && this.peek() === '<') {
      brackets += 1;
      this.at += 1;
    }
    this.start = this.at;
    this.skipComments();
    const isRouted = this.peek() === '@';
    if (isRouted) this.route();
    const isNull = this.options.mayBeNull === true && this.peek() === '>' && !isRouted;
    const found = isNull ? NULL_ADDRESS : this.addrSpec('>');
    this.refuseLiteral();
    const end = this.at;
    if (isRouted && !found.isQualified) throw new Malformed('domain missing in source-routed address');
    for (; brackets > 0; brackets -= 1) this.closeBracket();
    this.skipComments();
    return { ...this.finished(found.address, found.isQualified), end };
  }

  private closeBracket(): void {
    if (this.atEnd()) throw new Malformed("'>' missing at end of address");
    if (this.peek() !== '>') throw this.unexpected();
    this.at += 1;
  }

  private routed(): Mailbox {
    this.route();
    const found = this.addrSpec('');
    this.refuseLiteral();
    if (!found.isQualified) throw new Malformed('domain missing in source-routed address');
    return this.finished(found.address, true);
  }

  private qualified(local: string): Mailbox {
    this.at += 1;
    return this.finished(`${local}@${this.domain()}`, true);
  }

  private finished(address: string, isQualified: boolean): Mailbox {
    if (!this.atEnd()) throw this.unexpected();
    if (this.options.bareLiterals !== true) this.refuseLiteral();
    return { address, isQualified, start: this.start, end: this.end };
  }

  private refuseLiteral(): void {
    if (this.hasBadLiteral) throw new Malformed('domain literals not allowed');
  }

  private unexpected(): Malformed {
    const rest = this.text.slice(this.at, this.at + 32);
    return new Malformed(`malformed address: ${rest} may not follow ${this.text.slice(0, this.at)}`);
  }

  /** `@a,@b:`, which is read and forgotten (RFC 5321 appendix C). */
  private route(): void {
    let commas = false;
    while (this.peek() === '@') {
      this.at += 1;
      this.domain();
      if (this.peek() !== ',') break;
      commas = true;
      this.at += 1;
      this.skipComments();
    }
    if (this.peek() !== ':') throw new Malformed(commas ? 'colon expected after route list' : 'no local part');
    this.at += 1;
    this.skipComments();
  }

  private addrSpec(end: string): Found {
    const local = this.localPart(false);
    if (this.peek() === end) return { address: local, isQualified: false };
    if (this.peek() !== '@') throw new Malformed(`"@" or "." expected after "${local}"`);
    this.at += 1;
    return { address: `${local}@${this.domain()}`, isQualified: true };
  }

  /** Words and dots; any number of dots stands between words, and behind them. */
  private localPart(mayBeEmpty: boolean): string {
    let said = '';
    for (;;) {
      this.skipComments();
      const word = this.peek() === '"' ? this.quoted() : this.atom();
      said += word;
      this.skipComments();
      if (word === '' && this.peek() !== '.') {
        if (said === '' && !mayBeEmpty) throw new Malformed('missing or malformed local part');
        return said;
      }
      if (this.peek() !== '.') return said;
      while (this.peek() === '.') {
        said += '.';
        this.at += 1;
      }
    }
  }

  private quoted(): string {
    const start = this.at;
    this.at += 1;
    while (!this.atEnd() && this.peek() !== '"') this.at += this.peek() === '\\' ? 2 : 1;
    if (this.peek() !== '"') throw new Malformed('unmatched doublequote in local part');
    this.at += 1;
    return this.text.slice(start, this.at);
  }

  /** A backslash takes the next character with it (RFC 5321 §4.1.2). */
  private atom(): string {
    const start = this.at;
    while (!this.atEnd() && (isAtomChar(this.peek()) || this.peek() === '\\')) {
      this.at += this.peek() === '\\' && this.at + 1 < this.text.length ? 2 : 1;
    }
    return this.text.slice(start, this.at);
  }

  private domain(): string {
    this.skipComments();
    if (this.peek() === '[') return this.literal();
    let said = '';
    for (;;) {
      const label = this.label();
      this.skipComments();
      if (label === '') {
        if (this.options.trailingDot && said !== '' && this.peek() !== '.') return said.slice(0, -1);
        throw new Malformed('domain missing or malformed');
      }
      said += label;
      if (this.peek() !== '.') return said;
      said += '.';
      this.at += 1;
      this.skipComments();
    }
  }

  private label(): string {
    const pattern = this.options.utf8Domains
      ? /[A-Za-z0-9\x80-\xff][A-Za-z0-9\x80-\xff-]*/y
      : /[A-Za-z0-9][A-Za-z0-9-]*/y;
    const label = this.match(pattern);
    if (!isUtf8(Buffer.from(label, 'latin1'))) throw new Malformed('invalid UTF-8 byte sequence');
    return label;
  }

  private literal(): string {
    const { anyLiterals, bareLiterals } = this.options;
    const isAny = anyLiterals === true || (bareLiterals === true && !this.isBracketed);
    const found = this.match(isAny ? ANY_LITERAL : /\[(?:ipv[46]:)?[0-9A-Fa-f.:]*/iy);
    if (this.peek() !== ']')
      throw new Malformed(
        this.options.literals || !this.isBracketed ? 'malformed domain literal' : 'domain literals not allowed',
      );
    this.at += 1;
    this.hasBadLiteral = !this.options.literals;
    this.skipComments();
    return `${found}]`;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.at += found.length;
    return found;
  }

  private skipComments(): void {
    this.end = this.at;
    for (;;) {
      while (!this.atEnd() && /\s/.test(this.peek())) this.at += 1;
      if (this.peek() !== '(') return;
      this.skipComment();
    }
  }

  private skipComment(): void {
    let depth = 0;
    do {
      const char = this.peek();
      if (char === '\\') this.at += 1;
      else if (char === '(') depth += 1;
      else if (char === ')') depth -= 1;
      this.at += 1;
    } while (depth > 0 && !this.atEnd());
  }

  private peek(): string {
    return this.text[this.at] ?? '';
  }

  private atEnd(): boolean {
    return this.at >= this.text.length;
  }
}
