/** The words of an Authentication-Results field (RFC 8601 §2.2). */

/** What an authentication service said about one message. */
export interface AuthenticationResults {
  /** Who says it; absent where the field leaves it out, as some do. */
  readonly authservId?: string;
  /** Of the format; 1 is the only one there is. */
  readonly version: number;
  /** Behind the authserv-id. */
  readonly comment?: string;
  /** Empty for `none`: no check was made. */
  readonly results: readonly MethodResult[];
}

/** `method=result`, and what it rests on. */
export interface MethodResult {
  /** `spf`, `dkim`, `dmarc`, …: lower case, known or not. */
  readonly method: string;
  readonly methodVersion?: number;
  /** Lower case, known or not. */
  readonly result: string;
  readonly reason?: string;
  readonly comment?: string;
  readonly properties: readonly Property[];
}

/** `ptype.property=value`. */
export interface Property {
  /** `smtp`, `header`, `body`, `policy`, …: lower case; empty where the writer left it out. */
  readonly type: string;
  readonly name: string;
  /** Without quotes; a local part that needs them keeps them. */
  readonly value: string;
  readonly comment?: string;
}

/** What the grammar does not allow and was read all the same. */
export type LeniencyCode =
  | 'no-authserv-id'
  | 'no-results'
  | 'none-with-results'
  | 'unquoted-value'
  | 'empty-value'
  | 'odd-keyword'
  | 'property-without-type'
  | 'late-reason'
  | 'repeated-reason'
  | 'empty-element'
  | 'skipped'
  | 'line-break';

export interface Leniency {
  readonly code: LeniencyCode;
  readonly detail: string;
}

/** A field as it was read. */
export interface ReadResults extends AuthenticationResults {
  readonly leniencies: readonly Leniency[];
}

/** Why a field cannot be read at all. */
export interface Unreadable {
  readonly code: 'empty' | 'syntax' | 'unclosed-comment' | 'unclosed-quote' | 'too-long' | 'too-many-results';
  readonly detail: string;
}
