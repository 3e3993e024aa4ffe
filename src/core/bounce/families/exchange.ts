/** Exchange and Office 365: words for people, then diagnostics for administrators. */
import { addressesIn, between, indentedBlocks } from './blocks.ts';
import type { MailerFamily } from './types.ts';

const OLD = /^[ \t]*The following recipient(?:s|\(s\)) could(?: not|n't) be reached:\s*\n/im;
const NEW =
  /Delivery (?:has failed|is delayed) to (?:these recipients or groups|the following recipients?|these recipients or distribution lists):\s*\n/i;
const ADMINISTRATORS = /Diagnostic information for administrators:/i;
const O365 = /Your message (?:to \S+@\S+ )?couldn't be delivered/i;

export const exchange: MailerFamily = {
  name: 'exchange',
  isOf: ({ text, header }) =>
    OLD.test(text) ||
    NEW.test(text) ||
    (O365.test(text) && /Office 365|Exchange|outlook/i.test(text)) ||
    header('x-ms-exchange-message-is-ndr') !== '',
  isDelay: ({ text, subject }) =>
    /^(?:Delivery delayed|Delayed):/i.test(subject) ||
    /Delivery is delayed to|This message hasn't been delivered/i.test(text),
  recipients: ({ text }) => {
    const old = indentedBlocks(between(text, OLD), text);
    if (old.length > 0) return old;
    const told = indentedBlocks(between(text, ADMINISTRATORS), text);
    if (told.length > 0) return told;
    const named = between(text, NEW, /\n\s*\n\s*(?!\S+@)[A-Z]/);
    return addressesIn(named === '' ? (O365.exec(text)?.[0] ?? '') : named, text);
  },
};
