/** Are the names that mail follows proven (RFC 4033–4035)? Unsigned is a state, bogus is a fault. */
import type { Site } from '../site.ts';
import type { DnssecFacts, SubjectReport } from '../types.ts';
import { findingsOf } from './dane-findings.ts';
import type { SubjectDef } from './types.ts';

export const dnssec: SubjectDef<'dnssec'> = { name: 'dnssec', withoutMail: true, look };

async function look(site: Site): Promise<SubjectReport<DnssecFacts>> {
  const { data, findings } = await site.mail();
  const facts: DnssecFacts = {
    mx: data.mx?.status ?? 'failed',
    hosts: data.hosts.map(({ name, addressStatus }) => ({ name, status: addressStatus })),
  };
  return { findings: findingsOf('dnssec', findings), summary: summaryOf(facts), facts };
}

function summaryOf({ mx, hosts }: DnssecFacts): string {
  const others = [...new Set(hosts.map(({ status }) => status))];
  const isAlike = others.every((status) => status === mx);
  if (isAlike) return `${WORDS[mx]}${hosts.length > 0 ? ', as are its mail hosts' : ''}`;
  return `${WORDS[mx]}; mail hosts: ${hosts.map(({ name, status }) => `${name} ${WORDS[status]}`).join(', ')}`;
}

const WORDS = {
  secure: 'signed, and validates',
  insecure: 'not signed',
  bogus: 'bogus: the signatures do not hold',
  indeterminate: 'cannot be judged',
  failed: 'not answered',
} as const;
