/** What a message that came back says, as far as it can be told. */

export const BOUNCE_KINDS = ['hard', 'soft', 'delayed', 'auto-reply', 'challenge', 'unknown'] as const;
export type BounceKind = (typeof BOUNCE_KINDS)[number];

export interface BouncedRecipient {
  /** The original recipient where both are given. */
  readonly address: string;
  readonly kind: BounceKind;
  /** As in RFC 3464 §2.3.3: failed, delayed; of a report whatever it says. */
  readonly action?: string;
  /** Enhanced status code, where one is written: `5.1.1`; of a report its Status. */
  readonly status?: string;
  /** The code that says most: where Status is `5.0.0`, the one that the other side gave. */
  readonly enhancedCode?: string;
  /** Of SMTP: 550. */
  readonly replyCode?: number;
  readonly remoteHost?: string;
  /** What was said of it, on one line. */
  readonly text?: string;
}

/** What tells this kind of message; `none` where nothing does. */
export type Family = string;

export interface BounceReading {
  /** The worst of the recipients. */
  readonly kind: BounceKind;
  readonly family: Family;
  /** From 0, nothing is known, to 1: it says so itself in the form of a standard. */
  readonly confidence: number;
  readonly recipients: readonly BouncedRecipient[];
  /** What the kind rests on, for people. */
  readonly reason: string;
  /** Who sent the message, an address. */
  readonly from?: string;
  readonly subject?: string;
  /** Message-ID of the message that came back. */
  readonly originalMessageId?: string;
}
