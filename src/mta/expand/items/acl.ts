import type { AclAnswer } from '../host.ts';
import { after, EMPTY, type Outcome } from '../outcome.ts';
import { aclFailure } from '../values/acl-failure.ts';
import { stringsItem } from './make.ts';

/** `${acl{name}{argument}…}`: the message of the statement that decided (Exim spec §11.5). */
export const acl = stringsItem({
  name: 'acl',
  doc: 'Runs an ACL with up to nine arguments, and is the message it ended with.',
  min: 1,
  max: 10,
  apply: ([name, ...args], run) => after(run.host.acls.run(name!, args), (answer) => outcomeOf(name!.text, answer)),
});

const outcomeOf = (name: string, { outcome, message }: AclAnswer): Outcome =>
  aclFailure(name, outcome) ?? message ?? EMPTY;
