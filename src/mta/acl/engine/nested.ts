/** ACLs called from inside of others: by the condition `acl =`, and by expansions. */
import { type AclAnswer, after, type Later, type Text } from '../../expand/index.ts';
import { type Ended, runSource } from './engine.ts';
import type { AclRun } from './run.ts';

/** Arguments are the called ACL's own; the caller's come back afterwards. */
export function call(run: AclRun, source: Text, args: readonly Text[]): Later<Ended> {
  const { args: own } = run;
  run.args = args;
  run.level += 1;
  return after(runSource(run, source), (ended) => {
    run.level -= 1;
    run.args = own;
    return ended;
  });
}

/** `${acl{name}{argument}…}`. */
export const runNested = (run: AclRun, name: Text, args: readonly Text[]): Later<AclAnswer> =>
  after(call(run, name, args), ({ outcome, message }) => ({ outcome, ...(message !== undefined && { message }) }));
