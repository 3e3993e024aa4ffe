/** `ptr`: a validated name of the client is the target or below it (RFC 7208 §5.5; "SHOULD NOT be used"). */
import { isSubdomain } from '../../dns/index.ts';
import { MATCH, noMatch, permerror } from '../evaluation.ts';
import { findTarget, impossible } from '../target.ts';
import { validatedNames } from '../validated-names.ts';
import type { MechanismDef } from './types.ts';

export const ptr: MechanismDef<'ptr'> = {
  asksDns: true,
  test: async ({ domain }, step) => {
    const target = await findTarget(domain, step);
    if (target.kind === 'error') return target;
    if (target.kind === 'impossible') return noMatch(impossible(target.text));
    const { names, isVoid } = await validatedNames(step);
    const { budget, client } = step.evaluation;
    const tooMany = isVoid ? budget.takeVoid(step.domain, step.term, client.ipText) : undefined;
    if (tooMany !== undefined) return permerror(tooMany);
    if (names.some((name) => isSubdomain(name, target.name))) return MATCH;
    return noMatch(names.length === 0 ? 'the address has no validated name' : `its names are ${names.join(', ')}`);
  },
};
