/** What a language has to say: a file each, in the registry beside. */
import type { Action, Returned } from '../../types.ts';

/** Why, as far as people are told. */
export type Reason =
  | 'no-mailbox'
  | 'no-domain'
  | 'disabled'
  | 'full'
  | 'too-large'
  | 'refused'
  | 'unreachable'
  | 'expired'
  | 'loop';

export interface DsnLanguage {
  /** As in Content-Language: `en`. */
  readonly tag: string;
  readonly subjects: Readonly<Record<Action, string>>;
  /** Who writes. */
  readonly automatic: (host: string) => string;
  /** Before the recipients of each action. */
  readonly intros: Readonly<Record<Action, string>>;
  readonly reasons: Readonly<Record<Reason, string>>;
  /** Before what a server said, with its colon. */
  readonly said: (host: string) => string;
  readonly retry: (until: string) => string;
  /** What is enclosed. */
  readonly returned: Readonly<Record<Returned, string>>;
}
