/** Novell GroupWise: the address, and why in brackets behind it. */
import { bounced } from '../evidence.ts';
import { between } from './blocks.ts';
import type { MailerFamily } from './types.ts';

const LIST = /The message that you sent was undeliverable to the following:\s*\n/i;
const ROW = /^[ \t]*<?([^\s<>()]{1,128}(?:@[^\s<>()]{1,255})?)>?[ \t]*\(([^()\n]{1,400})\)/gm;

export const groupwise: MailerFamily = {
  name: 'groupwise',
  isOf: ({ text }) => LIST.test(text),
  isDelay: () => false,
  recipients: ({ text }) =>
    [...between(text, LIST, /\n\s*\n(?=\S)/).matchAll(ROW)].map(([, address, why]) => bounced(address!, why!)),
};
