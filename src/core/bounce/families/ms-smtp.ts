/** The SMTP service of Windows: "This is an automatically generated Delivery Status Notification". */
import { between, indentedBlocks } from './blocks.ts';
import type { MailerFamily } from './types.ts';

const LIST = /Delivery to the following recipients (?:failed|has been delayed)\.\s*\n/i;

export const msSmtp: MailerFamily = {
  name: 'ms-smtp',
  isOf: ({ text }) => /This is an automatically generated Delivery Status Notification/i.test(text) && LIST.test(text),
  isDelay: ({ text }) => /WARNING MESSAGE ONLY|has been delayed/.test(text),
  recipients: ({ text }) => indentedBlocks(between(text, LIST)),
};
