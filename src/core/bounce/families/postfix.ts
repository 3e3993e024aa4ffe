/** Postfix without its report: the words alone, as when a gateway took the parts off. */
import { angleBlocks } from './blocks.ts';
import type { MailerFamily } from './types.ts';

export const postfix: MailerFamily = {
  name: 'postfix',
  isOf: ({ text }) => /^This is the (?:mail system|Postfix program) at host /m.test(text),
  isDelay: ({ text, subject }) =>
    /THIS IS A WARNING ONLY/.test(text) || /^Delayed Mail \(still being retried\)/.test(subject),
  recipients: ({ text }) => angleBlocks(text),
};
