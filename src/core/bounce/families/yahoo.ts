/** Yahoo, and those that write like it. */
import { angleBlocks } from './blocks.ts';
import type { MailerFamily } from './types.ts';

export const yahoo: MailerFamily = {
  name: 'yahoo',
  isOf: ({ text }) =>
    /Unable to deliver message to the following address\(?e?s?\)?|Sorry, we were unable to deliver your message to the following address/i.test(
      text,
    ),
  isDelay: ({ text }) => /still trying|will continue to (?:try|attempt)/i.test(text),
  recipients: ({ text }) => angleBlocks(text),
};
