/** `message_size_limit` as it comes to for a client. What is no size is no limit either, so nothing is taken then, as Exim has it. */
import { after, type Later, parseCount } from '../expand/index.ts';
import type { Session } from './session.ts';

/** In octets, 0: none; or what is wrong with it, for the log. */
export const messageLimit = (session: Session): Later<number | string> =>
  after(session.insisted('message_size_limit'), (outcome) => {
    if (outcome === undefined) return 0;
    if (outcome.kind !== 'text') return `unable to expand message_size_limit: ${outcome.message}`;
    const limit = parseCount(outcome.text);
    return typeof limit === 'number' ? limit : `invalid message_size_limit: ${limit}`;
  });
