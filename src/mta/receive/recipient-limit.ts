/** `recipients_max` as it comes to for a client. */
import { after, type Later, parseCount } from '../expand/index.ts';
import type { Session } from './session.ts';

/** 0: as many as come, and so it is where it is no number. */
export const recipientLimit = (session: Session): Later<number> =>
  after(session.expanded('recipients_max'), (outcome) => {
    const limit = outcome?.kind === 'text' ? parseCount(outcome.text) : 0;
    return typeof limit === 'number' ? limit : 0;
  });
