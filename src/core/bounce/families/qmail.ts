/** qmail's QSBMF ("Hi. This is the …"), and those that write like it. */
import { angleBlocks } from './blocks.ts';
import type { MailerFamily } from './types.ts';

export const qmail: MailerFamily = {
  name: 'qmail',
  isOf: ({ text }) =>
    /^\s*Hi\. This is the\b[^\n]{0,200}/.test(text) || /I'm afraid I wasn't able to deliver your message/.test(text),
  isDelay: ({ text }) => /I'm still trying|(?:has|have) not (?:yet )?been delivered|will keep trying/i.test(text),
  recipients: ({ text }) => angleBlocks(text),
};
