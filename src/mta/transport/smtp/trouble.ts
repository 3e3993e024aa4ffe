/** What keeps a host from taking a message, as the log, retry rules and bounces need to know it. */
import type { Reply } from '../../../core/smtp/index.ts';
import type { ResultType } from '../../../core/tlsrpt/index.ts';

export interface TlsFault {
  readonly by: 'tlsa' | 'sts';
  readonly resultType: ResultType;
  readonly reasonCode?: string;
}

export interface HostTrouble {
  /** Positive: the system's; else one of Exim's own, or 0. */
  readonly errno: number;
  /** For retry rules, where they know it by another number. */
  readonly retryErrno?: number;
  readonly moreErrno?: number;
  /** Absent: the number says it all. */
  readonly text?: string;
  readonly reply?: Reply;
  /** All that were to go there fail, unless another host takes them. */
  readonly isFinal?: boolean;
  /** Lines on recipients name the host. */
  readonly namesHost: boolean;
  /** It has no line of its own in the log. */
  readonly isSilent?: boolean;
  /** TLS could not be as DANE or a policy wants it, in a word of reports (RFC 8460 §4.3). */
  readonly tlsFault?: TlsFault;
  /** How TLS ended once it had begun. */
  readonly alert?: string;
  /** The next host is not tried. */
  readonly endsAll?: boolean;
  /** An option cannot be made sense of: the host has nothing to do with it, and retry rules know nothing of it. */
  readonly isOfOptions?: boolean;
}

export const notExpanded = (errno: number, option: string, message: string): HostTrouble => ({
  errno,
  text: `failed to expand ${option}: ${message}`,
  namesHost: false,
});
