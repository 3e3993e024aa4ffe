/**
 * mailbox: addresses as people write them, one at a time and in lists (Exim spec ch. 22, RFC 5322 §3.4).
 *
 * `readMailbox` finds the address in `Ann <ann@example.org> (work)`, as leniently as Exim and with its words for what is none;
 * `nextItem` and `itemEnd` part a list of them. Aliases, header fields and command lines are read with it.
 * `phraseOf` writes the name before one.
 */

export { phraseOf } from './phrase.ts';
export { type Mailbox, type MailboxOptions, PLAIN_MAILBOX, readMailbox } from './read.ts';
export { itemEnd, nextItem } from './split.ts';
