/**
 * The shape of an option of the configuration (Exim spec ch. 14, 15, 17–35). A row is all there is to an option: the reader
 * reads it, `config show` prints it and `config doc` explains it by nothing else.
 */
import type { DriverKind } from './drivers.ts';

export interface OptionRow {
  readonly name: string;
  readonly scope: OptionScope;
  readonly type: OptionType;
  /** As `-bP` prints it; absent: unset. For booleans `true`; absent means false. */
  readonly default?: string;
  /** The string is expanded each time it is used (once at start, where `doc` says so). */
  readonly expanded: boolean;
  readonly status: OptionStatus;
  /** One paragraph of our own. */
  readonly doc: string;
  /** Older names, which are read with a warning. */
  readonly aliases?: readonly string[];
  /** It may be set several times, and how the settings come together; else a second setting is an error. */
  readonly repeated?: Repetition;
  /** What it belongs to (`tls`, `queue`, …), for lists and searches. */
  readonly group: string;
  /** When it is expanded, where that is not at each use. */
  readonly when?: ExpansionTime;
  /** `-bP` does not print it: it only sets others. */
  readonly hidden?: boolean;
  /** Words people look for that its name and text do not have. */
  readonly keywords?: readonly string[];
}

export type ExpansionTime = 'start' | 'connection' | 'message' | 'recipient' | 'delivery';

/** The main section, what all drivers of a kind have, or one driver's own: `router/redirect`. */
export type OptionScope = 'main' | DriverKind | `${DriverKind}/${string}`;

export type OptionStatus = 'works' | 'planned' | `never: ${string}`;

/** All conditions must hold; texts are joined by a newline, a colon or a semicolon. */
export type Repetition = 'condition' | 'newline' | 'colon' | 'semicolon';

export type OptionType =
  | 'boolean'
  /** A boolean, or a string that comes to one when it is expanded. */
  | 'expanded boolean'
  | 'integer'
  /** An integer that is shown with K, M or G where it is a multiple. */
  | 'size'
  /** The same, kept in units of 1024 octets: what is below is nothing. */
  | 'size in K'
  | 'octal integer'
  | 'fixed-point'
  | 'time'
  | 'time list'
  | 'string'
  | 'string list'
  | 'domain list'
  | 'host list'
  | 'address list'
  | 'local part list'
  | 'user'
  | 'group'
  | 'user list'
  | 'group list'
  /** Rewriting rules in one string (`headers_rewrite`). */
  | 'rewrite rules';
