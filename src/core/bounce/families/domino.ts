/** Lotus Domino: "was not delivered to … because". */
import { addressesIn, between } from './blocks.ts';
import type { MailerFamily } from './types.ts';

const LIST = /^[ \t]*was not delivered to:\s*\n/im;

export const domino: MailerFamily = {
  name: 'domino',
  isOf: ({ text }) => LIST.test(text) && /^[ \t]*because:/im.test(text),
  isDelay: ({ text }) => /will (?:keep|continue) trying|delayed/i.test(between(text, /^[ \t]*because:/im)),
  recipients: ({ text }) => addressesIn(between(text, LIST, /^[ \t]*because:/im), between(text, /^[ \t]*because:/im)),
};
