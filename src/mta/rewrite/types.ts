/** Where an address stands that may be rewritten, and what rewriting asks of its surroundings. */
import type { RewriteRule } from '../config/index.ts';
import type { ExpansionHost, Later, Text } from '../expand/index.ts';
import type { MailboxOptions } from '../mailbox/index.ts';

/** In the order in which `-brw` shows them; the last two are addresses as MAIL and RCPT have them. */
export const PLACES = [
  'sender',
  'from',
  'to',
  'cc',
  'bcc',
  'reply-to',
  'env-from',
  'env-to',
  'smtp-sender',
  'smtp-recipient',
] as const;

export type Place = (typeof PLACES)[number];

export interface RewriteWorld {
  readonly rules: readonly RewriteRule[];
  /** What expansions ask: `$local_part` and `$domain` of the address before the rest. */
  readonly host: (variables: (name: string) => string | Text | undefined) => ExpansionHost;
  /** The domain for what a rule with Q has left without one. */
  readonly qualifyDomain: () => Later<string>;
  /** How what a rule makes is read; default: literals are none, and nothing is forgiven. */
  readonly mailbox?: MailboxOptions;
  /** `headers_charset`; default UTF-8. */
  readonly charset?: string | undefined;
  /** Mistakes in rules, those for which Exim ends, addresses of fields that are none, and what was rewritten (`address_rewrite`). */
  readonly log?: (line: string, kind: 'mistake' | 'fatal' | 'malformed' | 'rewritten') => void;
  /** An address, before each rule that made another of it, or itself. */
  readonly was?: (address: string, place: Place) => void;
}

export interface Rewritten {
  readonly address: string;
  /** With a phrase, where a rule has given the whole mailbox (`w`). */
  readonly whole?: string;
  readonly changed: boolean;
}
