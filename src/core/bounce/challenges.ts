/** Who wants the sender to prove something first (challenge and response). A row each; any of its marks is enough. */
import type { Mail } from './mail.ts';

export interface Challenge {
  readonly name: string;
  readonly isOf: (mail: Mail) => boolean;
}

/** The sender is to do something, and for the sake of that message. */
const ASKS =
  /(?:confirm|verif|authenticat|approv|release)\w*[^.]{0,120}(?:your (?:message|e-?mail|mail|address)|you are (?:a )?human|this (?:message|request))|(?:your (?:message|e-?mail)|delivery)[^.]{0,80}(?:held|waiting|requires? (?:verification|confirmation|authentication|approval))|only from senders I have approved/i;
const ABOUT_SPAM = /spam|junk|unsolicited|challenge|whitelist|white list|approved (?:sender|list)|verification/i;

export const challenges: readonly Challenge[] = [
  {
    name: 'tmda',
    isOf: (mail) =>
      (/\btmda\b/.test(mail.header('x-delivery-agent') + mail.header('user-agent')) ||
        mail.header('x-tmda-confirm-done') !== '' ||
        /-confirm-(?:accept\.)?/.test(mail.header('reply-to'))) &&
      ASKS.test(mail.text),
  },
  {
    name: 'boxtrapper',
    isOf: (mail) =>
      mail.header('x-boxtrapper') !== '' ||
      /\bverify#\S+/.test(mail.subject) ||
      (/boxtrapper/i.test(mail.text) && ASKS.test(mail.text)),
  },
  {
    name: 'earthlink',
    isOf: (mail) =>
      /spamblocker-challenge/i.test(mail.from + mail.header('reply-to')) ||
      /EarthLink[^.]{0,80}spamBlocker/i.test(mail.text),
  },
  { name: 'spamarrest', isOf: (mail) => /@(?:\w+\.)?spamarrest\.com/i.test(mail.from) && ASKS.test(mail.text) },
  {
    name: 'challenge',
    isOf: (mail) =>
      ASKS.test(mail.text) &&
      ABOUT_SPAM.test(mail.text) &&
      (isAnswer(mail) || /automatic(?:ally)?|auto-?(?:reply|generated|response)/i.test(mail.text)),
  },
];

const isAnswer = ({ subject, header }: Mail): boolean =>
  /^(?:re|aw|antw|rv|rif|sv)\s*:/i.test(subject) ||
  header('in-reply-to') !== '' ||
  header('auto-submitted').startsWith('auto-replied');
