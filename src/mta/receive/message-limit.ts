/** `message_size_limit` as it comes to for a client. What is no size is no limit either, so nothing is taken then, as Exim has it. */
import { after, isInteger, type Later, parseInteger } from '../expand/index.ts';
import type { Session } from './session.ts';

/** In octets, 0: none; or what is wrong with it, for the log. */
export const messageLimit = (session: Session): Later<number | string> =>
  after(session.expanded('message_size_limit'), (outcome) => {
    if (outcome === undefined) return 0;
    return outcome.kind === 'text' ? sizeOf(outcome.text) : `unable to expand message_size_limit: ${outcome.message}`;
  });

function sizeOf(text: string): number | string {
  if (text.trim() === '') return 'invalid message_size_limit: integer expected but "" found';
  const value = parseInteger(text);
  if (!isInteger(value)) return `invalid message_size_limit: ${value.message}`;
  if (value < 0) return `invalid message_size_limit: non-negative integer expected but "${text.trim()}" found`;
  return Number(value);
}
