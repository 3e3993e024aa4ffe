/** Words for troubles that are ours. */
import type { Session } from './session.ts';

export const say = {
  notNow: (session: Session): string => `${session.activeHostname}: SMTP service not available`,
  localProblem: 'Temporary local problem - please try later',
} as const;
