/** `include`: another domain's policy lets the client pass (RFC 7208 §5.2). */
import { MATCH, NO_MATCH, noMatch, permerror, type Step, type TermOutcome } from '../evaluation.ts';
import { findTarget, impossible } from '../target.ts';
import type { RecordTrace } from '../types.ts';
import type { MechanismDef } from './types.ts';

export const include: MechanismDef<'include'> = {
  asksDns: true,
  test: async ({ domain }, step, checkDomain) => {
    const target = await findTarget(domain, step);
    if (target.kind === 'error') return target;
    if (target.kind === 'impossible') return withoutRecord(step, impossible(target.text));
    const record = await checkDomain(target.name, step);
    step.record = record;
    return outcomeOf(record, step);
  },
};

/** The table of RFC 7208 §5.2. */
function outcomeOf({ result, problem, domain }: RecordTrace, step: Step): TermOutcome {
  switch (result) {
    case 'pass':
      return MATCH;
    case 'fail':
    case 'softfail':
    case 'neutral':
      return NO_MATCH;
    case 'none':
      return withoutRecord(step, `${domain} publishes no SPF record`);
    case 'temperror':
    case 'permerror':
      return { kind: 'error', result, problem: problem! };
  }
}

function withoutRecord(step: Step, why: string): TermOutcome {
  // RFC 8616 §4: a term with a local part beyond US-ASCII in it matches nothing.
  if (step.target !== undefined && /[^\x00-\x7f]/.test(step.target)) return noMatch(why);
  return permerror({ code: 'include-without-record', detail: why, domain: step.domain, term: step.term });
}
