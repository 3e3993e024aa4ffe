/** Would a DANE-aware sender deliver, and by which records (RFC 7672)? */
import type { DaneCheckData, Policy } from '../../dane/index.ts';
import type { Site } from '../site.ts';
import type { DaneFacts, Proposal, SubjectReport } from '../types.ts';
import { findingsOf } from './dane-findings.ts';
import type { SubjectDef } from './types.ts';

export const dane: SubjectDef<'dane'> = { name: 'dane', withoutMail: false, look };

async function look(site: Site): Promise<SubjectReport<DaneFacts>> {
  const { data, findings } = await site.mail();
  const own = findingsOf('dane', findings);
  const facts: DaneFacts = {
    policy: data.policy,
    hosts: data.hosts.map(({ name, policy, tlsa }) => ({ name, policy, records: tlsa.records })),
  };
  const isRefused = own.some(({ severity }) => severity === 'error');
  return {
    findings: own,
    summary: isRefused ? REFUSED : SUMMARY[data.policy],
    facts,
    publish: proposals(data),
    // Why a sender would wait is told under DNSSEC, where it is not the TLSA records that are at fault.
    ...(data.policy === 'defer' && own.length === 0 && { verdict: 'unknown' }),
  };
}

const REFUSED = 'DANE senders refuse what they find';

const SUMMARY: Readonly<Record<Policy, string>> = {
  dane: 'senders authenticate the hosts by TLSA records',
  'mandatory-tls': 'TLS is mandatory, and nobody is authenticated',
  opportunistic: 'does not apply: opportunistic TLS',
  defer: 'senders keep the mail in their queues',
  none: 'no mail is delivered here',
};

/** Records in a zone that is not signed are looked at by nobody. */
function proposals({ publish, policy, mx, hosts }: DaneCheckData): readonly Omit<Proposal, 'subject'>[] {
  const isSigned = mx?.status === 'secure' && hosts.some(({ addressStatus }) => addressStatus === 'secure');
  if (!isSigned && policy === 'opportunistic') return [];
  return publish.flatMap((line) => {
    const [name, type, data] = /^(\S+)\. IN (TLSA) (.+)$/.exec(line)?.slice(1) ?? [];
    return data === undefined ? [] : [{ name: name!, type: type!, data, why: 'the key that the host shows' }];
  });
}
