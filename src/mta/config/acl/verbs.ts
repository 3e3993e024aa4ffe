/** Verbs: what a statement does when all its conditions hold, and when one does not. */
import type { AclWord } from './types.ts';

const verb = (name: string, doc: string): AclWord => ({ name, status: 'works', doc });

export const ACL_VERBS: readonly AclWord[] = [
  verb(
    'accept',
    'Allows where all conditions hold; else the next statement decides. Where the condition that does not hold stands behind endpass, the answer is no.',
  ),
  verb('defer', 'Puts off, by a temporary failure, where all conditions hold; else the next statement decides.'),
  verb('deny', 'Refuses where all conditions hold; else the next statement decides.'),
  verb(
    'discard',
    'Accepts and throws away where all conditions hold: the one recipient at RCPT, the whole message elsewhere. Nobody is told, so it fits what nobody should answer.',
  ),
  verb('drop', 'Refuses where all conditions hold, and closes the connection; else the next statement decides.'),
  verb('require', 'Refuses unless all conditions hold; where they do, the next statement decides.'),
  verb(
    'warn',
    'Decides nothing: where all conditions hold its modifiers have their effect, log_message is logged, and the next statement follows in any case. A condition that cannot be tested just now ends the statement.',
  ),
];
