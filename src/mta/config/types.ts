/** What a configuration is once it is read. Texts are octet strings: one character is one octet. */
import type { DriverKind, OptionRow } from './options/index.ts';

/** Where a logical line stands: the physical line it began on, and the last that belongs to it. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly lastLine: number;
}

/** A sentence about a place in the configuration. An error of reading keeps it from being used; of those found later, `whatForbidsUse` says. */
export interface ConfigurationError {
  readonly severity: 'error' | 'warning';
  readonly code: ConfigurationErrorCode;
  readonly place: Place;
  /** What it is about: an option, a macro, a list, a driver, an ACL. */
  readonly subject?: string;
  readonly message: string;
  /** What would be right. */
  readonly hint?: string;
  /** The text at fault and where in it, for a caret under it. */
  readonly excerpt?: { readonly text: string; readonly offset: number };
  /** As Exim tells it, where that is no line and another sentence. */
  readonly told?: ToldMistake;
}

export interface ToldMistake {
  /** Who is at fault: `relay router`; undefined: it does not say. */
  readonly whose?: string;
  readonly text: string;
}

export type ConfigurationErrorCode =
  | 'file'
  | 'limit'
  | 'include'
  | 'conditional'
  | 'macro'
  | 'section'
  | 'unknown-option'
  | 'repeated'
  | 'value'
  | 'syntax'
  | 'named-list'
  | 'driver'
  | 'acl'
  | 'retry'
  | 'rewrite'
  | 'expansion'
  | 'reference'
  | 'account'
  | 'deprecated'
  | 'unsupported';

/** Seconds for times, octets for sizes, thousandths for fixed-point numbers; text as unquoted for everything else. */
export type OptionValue = boolean | number | string | readonly number[];

export interface Setting {
  readonly row: OptionRow;
  /** The name it was set by: of an option's names each may be used once, and the last counts. */
  readonly written: string;
  readonly value: OptionValue;
  readonly place: Place;
  /** Not shown to everybody (`hide`). */
  readonly hidden: boolean;
}

/** By the option's own name, whatever name was written. */
export type Settings = ReadonlyMap<string, Setting>;

export type NamedListKind = 'domain' | 'host' | 'address' | 'local-part';

export interface NamedList {
  readonly kind: NamedListKind;
  readonly name: string;
  readonly text: string;
  /** `_cache`: what it came to is kept although the list is expanded. */
  readonly cached: boolean;
  readonly hidden: boolean;
  readonly place: Place;
}

export interface Driver {
  readonly kind: DriverKind;
  readonly name: string;
  /** `accept`, `smtp`, `plaintext`, … */
  readonly driver: string;
  readonly settings: Settings;
  readonly place: Place;
}

export interface Acl {
  readonly name: string;
  readonly statements: readonly AclStatement[];
  readonly place: Place;
}

export interface AclStatement {
  readonly verb: string;
  readonly clauses: readonly AclClause[];
  readonly place: Place;
}

/** A condition or a modifier; `argument` is unexpanded. */
export interface AclClause {
  readonly name: string;
  readonly negated: boolean;
  readonly argument: string;
  /** Of `set`: `acl_c_x`. */
  readonly variable?: string;
  readonly place: Place;
}

/** A row of the retry section. Errors as written: `*`, `refused_MX`, `rcpt_4xx`, … */
export interface RetryRule {
  readonly pattern: string;
  readonly error: string;
  /** The address list of `senders=`. */
  readonly senders?: string;
  readonly steps: readonly RetryStep[];
  readonly place: Place;
}

/** `F`: at fixed intervals; `G`: growing by a factor; `H`: growing, at random times. Seconds. */
export interface RetryStep {
  readonly letter: string;
  readonly untilSeconds: number;
  readonly intervalSeconds: number;
  readonly factor?: number;
}

export interface RewriteRule {
  readonly pattern: string;
  readonly replacement: string;
  /** As written. */
  readonly flags: string;
  readonly place: Place;
}

export interface Macro {
  readonly name: string;
  readonly text: string;
  /** Built in, set on the command line, or defined in the file. */
  readonly origin: 'built-in' | 'command-line' | 'file';
}

export interface Configuration {
  /** The first file; undefined where a text was read. */
  readonly file?: string;
  readonly main: Settings;
  readonly lists: readonly NamedList[];
  readonly acls: ReadonlyMap<string, Acl>;
  readonly routers: readonly Driver[];
  readonly transports: readonly Driver[];
  readonly authenticators: readonly Driver[];
  readonly retry: readonly RetryRule[];
  readonly rewrite: readonly RewriteRule[];
  /** In the order they are applied; made when asked for, as those that are built in are many. */
  readonly macros: readonly Macro[];
  /** Those of the command line and of the file alone. */
  readonly ownMacros: readonly Macro[];
  /** Deprecated names and the like. */
  readonly warnings: readonly ConfigurationError[];
}
