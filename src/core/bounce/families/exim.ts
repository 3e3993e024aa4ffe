/** Exim: X-Failed-Recipients, and addresses indented by two with what happened indented by four. */
import { bounced } from '../evidence.ts';
import { between, indentedBlocks } from './blocks.ts';
import type { MailerFamily } from './types.ts';

const LIST =
  /(?:address(?:\(es\))?|addresses|recipients?)[^\n:]{0,80}(?:failed|yet been delivered(?: are| is)?|delivered)[^\n:]{0,40}:\s*\n/i;

export const exim: MailerFamily = {
  name: 'exim',
  isOf: ({ header, text }) =>
    header('x-failed-recipients') !== '' ||
    /^This message was created automatically by mail delivery software/m.test(text),
  isDelay: ({ subject, text }) =>
    /^Warning: message \S+ delayed/i.test(subject) ||
    /has not (?:yet )?been delivered|No action is required on your part/.test(text),
  recipients: ({ header, text }) => {
    const listed = indentedBlocks(between(text, LIST), text);
    if (listed.length > 0) return listed;
    const failed = header('x-failed-recipients')
      .split(',')
      .map((address) => address.trim());
    const named = failed.filter((address) => address !== '').map((address) => bounced(address, '', text));
    return named.length > 0 ? named : indentedBlocks(text, text);
  },
};
