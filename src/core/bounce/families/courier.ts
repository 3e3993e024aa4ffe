/** Courier: its name, and the session under each address. */
import { angleBlocks } from './blocks.ts';
import type { MailerFamily } from './types.ts';

export const courier: MailerFamily = {
  name: 'courier',
  isOf: ({ text }) => /running the Courier mail server/.test(text) || /^[ \t]*UNDELIVERABLE MAIL\s*$/m.test(text),
  isDelay: ({ text }) =>
    /^[ \t]*DELAYED MAIL\s*$/m.test(text) || /has not been delivered yet|will continue to be attempted/i.test(text),
  recipients: ({ text }) => angleBlocks(text),
};
