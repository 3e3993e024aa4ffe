/** `verify = sender`, `recipient`, `header_sender`: what is asked of the one who routes and calls out. */
import type { Text } from '../expand/index.ts';

export interface VerifyQuestion {
  readonly kind: 'sender' | 'recipient' | 'header-sender';
  readonly address: Text | undefined;
  /** Who a message says it is from: one that is right is enough. */
  readonly senders?: HeaderSenders;
  /** The envelope's own, not one that `sender=` names. */
  readonly isEnvelope: boolean;
  readonly successOnRedirect: boolean;
  /** Nothing is verified: a client wants to know what an address leads to. */
  readonly forExpn?: true;
  readonly callout?: CalloutOptions;
  readonly quota?: QuotaOptions;
}

export interface HeaderSenders {
  /** In the order in which they are tried. */
  readonly addresses: readonly HeaderSender[];
  /** What behind them cannot be read; where none of them is right, it decides. */
  readonly fault?: string;
}

export interface HeaderSender {
  /** As it is written. */
  readonly field: string;
  readonly address: string;
  readonly isQualified: boolean;
}

export interface CalloutOptions {
  readonly timeoutSeconds: number;
  readonly connectSeconds: number;
  readonly maxWaitSeconds: number;
  readonly cache: boolean;
  readonly random: boolean;
  readonly hold: boolean;
  /** Who calls: nobody, the sender, the postmaster, or the transport's sender. */
  readonly from: 'nobody' | 'sender' | 'postmaster' | 'transport';
  /** The sender of a call for a header's sender. */
  readonly mailFrom?: string;
  /** The postmaster is asked for as well, with this sender. */
  readonly postmaster?: { readonly mailFrom: string; readonly full: boolean };
}

export interface QuotaOptions {
  readonly cache: boolean;
  readonly positiveSeconds: number;
  readonly negativeSeconds: number;
}

export interface VerifyAnswer {
  readonly came: 'ok' | 'fail' | 'defer';
  /** It was a callout that could not be done just now. */
  readonly byCallout?: boolean;
  /** For the log. */
  readonly message?: string;
  /** A lookup has no answer now: why, for the log of what that refuses. */
  readonly lookup?: string;
  /** For the client. */
  readonly userMessage?: string;
  /** The client hears nothing of it. */
  readonly isUntold?: true;
  /** A router lets the client see a temporary failure (`pass_message`). */
  readonly passMessage?: boolean;
  /** Addresses that it is redirected to, where a redirection was enough. */
  readonly made?: readonly string[];
  /** What rewriting has made of it, which is what was verified; absent: nothing. */
  readonly rewritten?: string;
  /** Mail for it is thrown away. */
  readonly isDiscarded?: true;
  /** `$address_data`, or `$sender_address_data`. */
  readonly addressData?: Text;
  /** `$sender_verify_failure`, `$recipient_verify_failure`. */
  readonly failure?: string;
}
