/** What was checked of a message so far: by whom it was sent, and how that was found out. */

import type { Verification } from '../../../core/dkim/index.ts';
import type { Evaluation } from '../../../core/dmarc/index.ts';
import type { SpfVerdict } from '../../../core/spf/index.ts';
import type { Connection } from '../../facts/index.ts';

export interface CheckResults {
  spf?: { readonly verdict: SpfVerdict; readonly guessed: boolean };
  dkim?: Verification;
  /** By their places, signatures of which an ACL has said something else, and what was last said of any. */
  dkimOverruled?: { readonly places: ReadonlySet<number>; readonly said: string };
  dmarc?: { readonly status: string; readonly evaluation?: Evaluation };
}

export interface Checked {
  readonly connection: Connection;
  readonly checks: CheckResults;
}
