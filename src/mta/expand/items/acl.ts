import type { AclAnswer } from '../host.ts';
import { after, EMPTY, failed, forcedFail, type Outcome } from '../outcome.ts';
import { stringsItem } from './make.ts';

/** `${acl{name}{argument}…}`: the message of the statement that decided (Exim spec §11.5). */
export const acl = stringsItem({
  name: 'acl',
  doc: 'Runs an ACL with up to nine arguments, and is the message it ended with.',
  min: 1,
  max: 10,
  apply: ([name, ...args], run) => after(run.host.acls.run(name!, args), (answer) => outcomeOf(name!.text, answer)),
});

function outcomeOf(name: string, { outcome, message }: AclAnswer): Outcome {
  if (outcome === 'error') return failed(`ERROR from acl "${name}"`);
  if (outcome === 'discard') return failed(`DISCARD from acl "${name}"`);
  if (outcome === 'drop') return failed(`FAIL_DROP from acl "${name}"`);
  if (outcome === 'defer') return forcedFail(`DEFER from acl "${name}"`);
  return message ?? EMPTY;
}
