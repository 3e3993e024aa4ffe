/** ACLs for expansions: `${acl{name}{argument}…}`, and the condition `acl`. */
import { type AclPort, after } from '../expand/index.ts';
import { call } from './engine/nested.ts';
import { createRun } from './engine/run.ts';
import type { AclEffect, AclWorld } from './types.ts';

/**
 * For expansions that no ACL stands around. Inside of one, its own run answers.
 *
 * @param world  asked for each call: facts move on
 * @param take  given the effects of each call
 */
export const aclPort = (world: () => AclWorld, take: (effects: readonly AclEffect[]) => void): AclPort => ({
  run: (name, args) => {
    const run = createRun(world(), [], call);
    return after(run.host.acls.run(name, args), (answer) => {
      take(run.effects);
      return answer;
    });
  },
});
