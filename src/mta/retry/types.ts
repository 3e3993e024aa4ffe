/** What went wrong, as retry rules tell failures apart (Exim spec §32.4). */
import type { RetryErrorName, RetryRule } from '../config/index.ts';
import type { ExpansionHost } from '../expand/index.ts';

export interface RetryProblem {
  readonly kind: RetryKind;
  /** The host came from an MX record, or from an address record alone. */
  readonly host?: 'A' | 'MX';
  /** Of a timeout: the connection was not there yet. */
  readonly connecting?: boolean;
  /** Of an answer: 400 to 499. */
  readonly code?: number;
  /** Of a quota: since when the mailbox was not read. */
  readonly unreadSeconds?: number;
}

/** What a rule can name, and what none can. */
export type RetryKind = RetryErrorName['kind'] | 'other';

export interface RetryWorld {
  readonly rules: readonly RetryRule[];
  readonly host: ExpansionHost;
  /** The envelope sender; absent: rules about senders do not count. */
  readonly sender?: string;
  /** Patterns and lists of senders that cannot be expanded; what else is wrong with a list, its host tells. */
  readonly log?: (line: string) => void;
}
