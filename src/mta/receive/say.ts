/** Words for troubles that are ours. */
import type { Answer } from '../../core/smtp/index.ts';

export const say = {
  localProblem: 'Temporary local problem - please try later',
} as const;

/** Whatever else the client says: Exim's process ends here, and takes leave of it. */
export const DYING: Answer = {
  outcome: 'refuse',
  reply: { code: 421, text: 'Unexpected failure, please try later' },
  deafens: true,
};
