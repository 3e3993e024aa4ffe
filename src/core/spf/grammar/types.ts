/** A record as the grammar of RFC 7208 §12 sees it. */

/** Letters that every macro-string may have, and those of explanations alone (RFC 7208 §7.2). */
export type MacroLetter = 's' | 'l' | 'o' | 'd' | 'i' | 'p' | 'v' | 'h' | 'c' | 'r' | 't';

export interface MacroPart {
  readonly kind: 'macro';
  readonly letter: MacroLetter;
  /** Right-hand parts to keep; all where absent. */
  readonly keep?: number;
  readonly reverse: boolean;
  /** Characters to split at; `.` where the macro names none. */
  readonly delimiters: string;
  /** An upper-case letter: the value is URL-escaped. */
  readonly escape: boolean;
}

export interface LiteralPart {
  readonly kind: 'literal';
  readonly text: string;
}

export interface MacroString {
  /** As written. */
  readonly text: string;
  readonly parts: readonly (MacroPart | LiteralPart)[];
}

/** How much of an address counts; the defaults are 32 and 128 (RFC 7208 §5.6). */
export interface DualCidr {
  readonly ip4: number;
  readonly ip6: number;
}

export type Qualifier = '+' | '-' | '~' | '?';

export type Mechanism =
  | { readonly kind: 'all' }
  | { readonly kind: 'include'; readonly domain: MacroString }
  | { readonly kind: 'a'; readonly domain?: MacroString; readonly cidr: DualCidr }
  | { readonly kind: 'mx'; readonly domain?: MacroString; readonly cidr: DualCidr }
  | { readonly kind: 'ptr'; readonly domain?: MacroString }
  | { readonly kind: 'ip4'; readonly network: Uint8Array; readonly prefix: number }
  | { readonly kind: 'ip6'; readonly network: Uint8Array; readonly prefix: number }
  | { readonly kind: 'exists'; readonly domain: MacroString };

export type MechanismKind = Mechanism['kind'];

export interface Directive {
  readonly kind: 'directive';
  /** As written, qualifier included. */
  readonly text: string;
  readonly qualifier: Qualifier;
  readonly mechanism: Mechanism;
}

export interface Modifier {
  readonly kind: 'redirect' | 'exp' | 'unknown';
  readonly text: string;
  /** In lower case. */
  readonly name: string;
  readonly value: MacroString;
}

export type Term = Directive | Modifier;

export interface SpfRecord {
  /** As published, its strings joined. */
  readonly text: string;
  readonly directives: readonly Directive[];
  readonly redirect?: Modifier;
  readonly exp?: Modifier;
  /** In the order written. */
  readonly terms: readonly Term[];
}

/** What is wrong in a record; each is a finding `spf.syntax.…`. */
export type SyntaxCode =
  | 'not-ascii'
  | 'control-character'
  | 'unknown-mechanism'
  | 'missing-domain'
  | 'bad-domain'
  | 'numeric-domain'
  | 'single-label'
  | 'bad-macro'
  | 'macro-only-in-explanations'
  | 'bad-prefix'
  | 'bad-address'
  | 'surplus-argument'
  | 'repeated-modifier';

export interface SyntaxFault {
  readonly code: SyntaxCode;
  /** The term it is in, as written; the record's beginning where it is in no term. */
  readonly term: string;
  /** One clause, as "the mask is longer than 32 bits". */
  readonly detail: string;
  /** What would be right, where that can be told. */
  readonly fix?: string;
}
