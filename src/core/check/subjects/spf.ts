/** Who may send for the domain (RFC 7208): the record, what it leads to, what it costs. */
import { lintDomain } from '../../spf/index.ts';
import type { Site } from '../site.ts';
import type { Proposal, SpfFacts, SubjectReport } from '../types.ts';
import type { SubjectDef } from './types.ts';

export const spf: SubjectDef<'spf'> = { name: 'spf', withoutMail: true, look };

const NONE = 'spf.none';
const SEVERAL = 'spf.several-records';

async function look({ question, ports, mail }: Site): Promise<SubjectReport<SpfFacts>> {
  const { domain } = question;
  const { findings, data } = await lintDomain(domain, {
    dns: ports.informed,
    ...(ports.signal !== undefined && { signal: ports.signal }),
  });
  const { record, lookups } = data.records[0]!;
  const has = (id: string): boolean => findings.some((finding) => finding.id === id);
  const facts: SpfFacts = {
    ...(record !== undefined && { record }),
    ...(record !== undefined && lookups !== undefined && { lookups }),
  };
  // A check of one message may find no policy; a domain that is looked after has one.
  const told = findings.map((finding) => (finding.id === NONE ? { ...finding, severity: 'warn' as const } : finding));
  const isBad = told.some(({ severity }) => severity === 'error');
  return {
    findings: told,
    summary: has(NONE) ? 'no record' : has(SEVERAL) ? 'several records, which count as an error' : textOf(facts, isBad),
    facts,
    publish: has(NONE) ? [await proposal(domain, mail)] : [],
  };
}

function textOf({ record, lookups }: SpfFacts, isBad: boolean): string {
  if (record === undefined) return 'could not be judged';
  const ending = /\s([-~?+]?all|redirect=\S+)\s*$/i.exec(record)?.[1];
  return `${isBad ? 'faulty' : 'in order'}${ending === undefined ? '' : `, ends in ${ending}`}, ${lookups ?? 0} of 10 look-ups`;
}

/** Who takes no mail sends none, as a rule (RFC 7505 §4.2). */
async function proposal(domain: string, mail: Site['mail']): Promise<Omit<Proposal, 'subject'>> {
  const { data } = await mail();
  const isMute = data.mx?.kind === 'null';
  return isMute
    ? { name: domain, type: 'TXT', data: '"v=spf1 -all"', why: 'nobody sends for a domain that takes no mail' }
    : {
        name: domain,
        type: 'TXT',
        data: '"v=spf1 mx -all"',
        why: 'where the mail hosts alone send; name whoever else does',
      };
}
