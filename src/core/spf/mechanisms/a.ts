/** `a`: an address of the target is the client's (RFC 7208 §5.3). */
import { noMatch } from '../evaluation.ts';
import { findTarget, impossible } from '../target.ts';
import { hostMatches } from './addresses.ts';
import type { MechanismDef } from './types.ts';

export const a: MechanismDef<'a'> = {
  asksDns: true,
  test: async ({ domain, cidr }, step) => {
    const target = await findTarget(domain, step);
    if (target.kind === 'error') return target;
    return target.kind === 'name' ? hostMatches(target.name, cidr, step) : noMatch(impossible(target.text));
  },
};
