/** What redirection data come to. */

import type { SyntaxMistake } from '../types.ts';

export type Generated =
  /** `ownDomain`: its domain is that of the address at hand, and as tainted. */
  | { readonly kind: 'address'; readonly address: string; readonly ownDomain?: boolean }
  | { readonly kind: 'file' | 'pipe'; readonly text: string };

export interface Listed {
  readonly generated: readonly Generated[];
  /** Items that could not be read. */
  readonly skipped: readonly SyntaxMistake[];
}

export type Reading =
  | ({ readonly kind: 'list' } & Listed)
  /** With what stands before it. */
  | ({ readonly kind: 'blackhole' } & Listed)
  | { readonly kind: 'defer'; readonly message: string }
  | ({ readonly kind: 'fail'; readonly message: string } & Listed)
  /** Nothing can be read: a mistake in the data, or a file that is not as it should be. */
  | { readonly kind: 'error'; readonly message: string }
  /** An included file may not be read by this process. */
  | { readonly kind: 'denied'; readonly path: string };

/** What may stand in the data, and how addresses are completed. */
export interface ListRules {
  readonly allowDefer: boolean;
  readonly allowFail: boolean;
  readonly forbidBlackhole: boolean;
  readonly forbidInclude: boolean;
  readonly includeDirectory?: string;
  readonly skipsSyntaxErrors: boolean;
  /** For addresses without a domain. */
  readonly qualifyDomain: string;
  /** Which is that of the address at hand. */
  readonly keepsDomain?: boolean;
  /** Behind a backslash they get the domain of the address at hand. */
  readonly ownDomain: string;
}
