/** What came of an address in one attempt. */
import type { Driver } from '../config/index.ts';
import type { HostAttempt, RecipientOutcome } from '../transport/index.ts';
import type { Target } from './plan/target.ts';
import type { RetryItem } from './retry/hints.ts';

export interface Settled {
  readonly target: Target;
  readonly status: 'delivered' | 'discarded' | 'deferred' | 'failed';
  /** No driver is to blame: all of that kind was put off. */
  readonly stage?: 'routing' | 'transporting';
  readonly errno?: number | undefined;
  readonly moreErrno?: number | undefined;
  /** For the log. */
  readonly text?: string | undefined;
  /** For the sender; absent: nothing but that it failed. */
  readonly userText?: string | undefined;
  /** The message waits for an administrator. */
  readonly freezes?: boolean;
  readonly logsNothing?: boolean | undefined;
  /** It failed because it has been tried for too long; the failure that this ends is in the log already. */
  readonly isTimedOut?: boolean;
  /** It was given up: a bounce is not frozen for it. */
  readonly isFinal?: boolean;
  readonly transport?: Driver;
  readonly outcome?: RecipientOutcome;
  /** Further addresses went in the same delivery, and this is not the first. */
  readonly isFurther?: boolean;
  /** The return path of the delivery before, which a failure is told with that has come to none. */
  readonly pathBefore?: string | undefined;
  /** Whose delivery to other hosts was the last to be begun when this one was seen to. */
  readonly lastBegun?: readonly Target[] | undefined;
  /** Hosts that were tried for it. */
  readonly hosts?: readonly HostAttempt[];
  /** What is noted of its failure. */
  readonly retries: readonly RetryItem[];
  /** When the first of those is tried again. */
  readonly nextTryMs?: number;
  /** Hints by all of which it waits; absent: there may be something to try at any time. */
  readonly waitsFor?: readonly string[] | undefined;
  /** When their times count no more. */
  readonly lastTryAtMs?: number;
  /** What is known of earlier failures and is true no more. */
  readonly forgets: readonly string[];
  readonly tookMs?: number;
}
