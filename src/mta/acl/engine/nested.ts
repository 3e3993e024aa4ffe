/** ACLs called from inside of others: by the condition `acl =`, and by expansions. */
import { after } from '../../expand/index.ts';
import { runSource } from './engine.ts';
import type { Call } from './run.ts';

/** Arguments are the called ACL's own; the caller's come back afterwards. */
export const call: Call = (run, source, args) => {
  const { args: own } = run;
  run.args = args;
  run.level += 1;
  return after(runSource(run, source), (ended) => {
    run.level -= 1;
    run.args = own;
    return ended;
  });
};
