/** `mx`: an address of one of the target's mail hosts is the client's (RFC 7208 §5.4). */
import { type Answer, mxRdata, type Name, RR } from '../../dns/index.ts';
import { ask, NO_MATCH, noMatch, permerror, type Step, type TermOutcome } from '../evaluation.ts';
import type { DualCidr } from '../grammar/types.ts';
import { findTarget, impossible } from '../target.ts';
import { hostMatches } from './addresses.ts';
import type { MechanismDef } from './types.ts';

export const mx: MechanismDef<'mx'> = {
  asksDns: true,
  test: async ({ domain, cidr }, step) => {
    const target = await findTarget(domain, step);
    if (target.kind === 'error') return target;
    if (target.kind === 'impossible') return noMatch(impossible(target.text));
    const asked = await ask(step, target.name, RR.MX, { countsVoid: true });
    if (asked.kind === 'error') return asked;
    const hosts = hostsOf(asked.answer);
    // Without MX records the domain itself is not asked for (RFC 7208 §5.4).
    return hosts.length === 0 ? noMatch(`${target.name} has no mail hosts`) : anyHost(hosts, target.name, cidr, step);
  },
};

/** By preference; the root stands for no host at all (RFC 7505). */
function hostsOf({ records }: Answer): readonly Name[] {
  const read = records.flatMap(({ rdata }) => {
    const value = mxRdata.decode(rdata);
    return value.ok && value.value.exchange !== '' ? [value.value] : [];
  });
  return read.sort((x, y) => x.preference - y.preference).map(({ exchange }) => exchange);
}

/** RFC 7208 §4.6.4, eid 5227: after ten hosts without a match, one more is a permerror. */
async function anyHost(hosts: readonly Name[], domain: Name, cidr: DualCidr, step: Step): Promise<TermOutcome> {
  const most = step.evaluation.budget.limits.names;
  for (const host of hosts.slice(0, most)) {
    const outcome = await hostMatches(host, cidr, step);
    if (outcome.kind !== 'no-match') return outcome;
  }
  if (hosts.length <= most) return NO_MATCH;
  const detail = `${domain} has ${hosts.length} mail hosts, and ${most} are looked at`;
  return permerror({ code: 'too-many-mx', detail, domain: step.domain, term: step.term });
}
