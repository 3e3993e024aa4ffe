/** `exists`: the target has an A record, for IPv6 clients too (RFC 7208 §5.7). */
import { RR } from '../../dns/index.ts';
import { ask, MATCH, noMatch } from '../evaluation.ts';
import { findTarget, impossible } from '../target.ts';
import type { MechanismDef } from './types.ts';

export const exists: MechanismDef<'exists'> = {
  asksDns: true,
  test: async ({ domain }, step) => {
    const target = await findTarget(domain, step);
    if (target.kind === 'error') return target;
    if (target.kind === 'impossible') return noMatch(impossible(target.text));
    const asked = await ask(step, target.name, RR.A, { countsVoid: true });
    if (asked.kind === 'error') return asked;
    return asked.answer.records.length > 0 ? MATCH : noMatch(`${target.name} has no A record`);
  },
};
