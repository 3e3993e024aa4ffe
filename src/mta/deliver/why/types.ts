/** Why a message waits: what the next queue run would find, said without trying anything. Texts are octet strings. */
import type { RetryRule } from '../../config/index.ts';
import type { RetryRecord } from '../../retry/index.ts';
import type { Routed, RoutedHost } from '../../route/index.ts';
import type { Progress, StoredAttempt, StoredMessage } from '../../spool/index.ts';
import type { Fate, FrozenTimes } from '../frozen.ts';

export interface Why {
  readonly stored: StoredMessage;
  /** The last deliveries that were tried, the oldest first. */
  readonly attempts: readonly StoredAttempt[];
  /** Lines of its own log. */
  readonly log: readonly string[];
  /** Whoever is at work on it has it until then, at most. */
  readonly claimedUntilMs?: number;
  /** What comes of it as a whole. */
  readonly fate: Fate;
  /** Where it is frozen: what will end that. */
  readonly frozenTimes?: FrozenTimes;
  readonly recipients: readonly WhyRecipient[];
}

export interface WhyRecipient {
  readonly address: string;
  readonly progress?: Progress;
  /** What the routers say of it now; absent where nothing is left to do. */
  readonly routed?: Routed;
  /** Before any router is asked. */
  readonly waits?: Waits;
  /** What it leads to. */
  readonly targets: readonly WhyTarget[];
}

/** What would be done now of an address. */
export type Next =
  /** By its transport. */
  | 'try'
  | 'wait'
  /** It is told to the sender, or freezes. */
  | 'fail'
  | 'discard'
  /** Another's delivery serves it. */
  | 'double';

export interface WhyTarget {
  readonly address: string;
  readonly router?: string;
  readonly transport?: string;
  readonly next: Next;
  readonly because: string;
  readonly hosts: readonly WhyHost[];
  readonly retries: readonly WhyRetry[];
}

export interface Waits {
  readonly because: string;
  readonly retries: readonly WhyRetry[];
}

export interface WhyHost {
  readonly host: RoutedHost;
  /** `expired`: it has failed for so long that one more failure is the last. */
  readonly may: 'now' | 'later' | 'expired' | 'unusable';
  readonly retries: readonly WhyRetry[];
}

/** What is remembered of failures, and what decides when it is tried again. */
export interface WhyRetry {
  readonly key: string;
  readonly record: RetryRecord;
  /** Undefined: no rule is for it any more, and the next failure is final. */
  readonly rule?: RetryRule;
  /** The message has waited longer than the last cut-off of the rule: it is tried whatever the time. */
  readonly isUltimate: boolean;
}
