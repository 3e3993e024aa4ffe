/** Gmail in its two manners. */
import { addressesIn, between } from './blocks.ts';
import type { MailerFamily } from './types.ts';

const OLD = /Delivery to the following recipients? (?:failed permanently|has been delayed)[^\n:]*:\s*\n/i;
const NEW =
  /Your message wasn't delivered to |There was a (?:temporary )?problem delivering your message to |Your message could not be delivered to /i;

export const gmail: MailerFamily = {
  name: 'gmail',
  isOf: ({ text, from, header }) =>
    OLD.test(text) || (NEW.test(text) && (/googlemail\.com/i.test(from) || header('x-failed-recipients') !== '')),
  isDelay: ({ text, subject }) =>
    /\(Delay\)/.test(subject) || /Gmail will retry|will be retried|has been delayed/i.test(text),
  recipients: ({ text }) => {
    const old = between(text, OLD, /\n\s*\n\s*[A-Z-]/);
    return addressesIn(old === '' ? between(text, NEW, /\s(?:because|\n|Gmail)/) : old, text);
  },
};
