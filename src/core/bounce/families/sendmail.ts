/** sendmail: a list of addresses, and the transcript of the session. */
import { between, indentedBlocks } from './blocks.ts';
import type { MailerFamily } from './types.ts';

const LIST =
  /^ *-{3,} The following addresses had (?:permanent fatal|transient non-fatal|delivery) (?:errors|problems) -{3,}\s*\n/m;
const TRANSCRIPT = /^ *-{3,} ?Transcript of session follows/m;

export const sendmail: MailerFamily = {
  name: 'sendmail',
  isOf: ({ text }) => LIST.test(text) || TRANSCRIPT.test(text),
  isDelay: ({ text, subject }) =>
    /WARNING MESSAGE ONLY/.test(text) ||
    /transient non-fatal errors/.test(text) ||
    /^Warning: could not send message for past/i.test(subject),
  recipients: ({ text }) => {
    const transcript = between(text, TRANSCRIPT);
    const listed = indentedBlocks(between(text, LIST, TRANSCRIPT), transcript);
    return listed.length > 0
      ? listed
      : indentedBlocks(
          transcript.replace(/^\d\d\d (?:[45]\.\d+\.\d+ )?<?([^\s<>]+@[^\s<>]+?)>?\.\.\. /gm, '$1\n'),
          transcript,
        );
  },
};
