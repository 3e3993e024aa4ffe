/** What is to be done with mail that only claims to be from the domain (RFC 9989)? */
import { builtInSuffixes, type DmarcQueryData, dmarcQueryReport } from '../../dmarc/index.ts';
import type { Site } from '../site.ts';
import type { DmarcFacts, Proposal, SubjectReport } from '../types.ts';
import type { SubjectDef } from './types.ts';

export const dmarc: SubjectDef<'dmarc'> = { name: 'dmarc', withoutMail: true, look };

async function look({ question, ports, mail }: Site): Promise<SubjectReport<DmarcFacts>> {
  const { domain } = question;
  const { findings, data } = await dmarcQueryReport(
    { domain, rules: '9989' },
    { dns: ports.informed, suffixes: builtInSuffixes, ...(ports.signal !== undefined && { signal: ports.signal }) },
  );
  const policy = data.policies.domain?.asked;
  const facts: DmarcFacts = {
    status: data.status,
    ...(data.record !== undefined && { record: data.record }),
    ...(data.policyDomain !== undefined && { policyDomain: data.policyDomain }),
    ...(policy !== undefined && { policy }),
    reports: data.reports.map(({ tag, uri, standing }) => ({ tag, uri, standing })),
  };
  return { findings, summary: summaryOf(facts), facts, publish: [...(await own(data, mail)), ...leaves(data)] };
}

function summaryOf({ status, policy, policyDomain, reports }: DmarcFacts): string {
  if (status === 'none') return 'no policy';
  if (status === 'unusable') return 'a record that cannot be used';
  if (status === 'undecided') return 'could not be looked up';
  const to = reports.filter(({ tag }) => tag === 'rua').length;
  return `${policy} by _dmarc.${policyDomain}, ${to === 0 ? 'no reports' : `reports to ${to} address${to === 1 ? '' : 'es'}`}`;
}

type Line = Omit<Proposal, 'subject'>;

async function own({ domain, status }: DmarcQueryData, mail: Site['mail']): Promise<readonly Line[]> {
  if (status === 'found' || status === 'undecided') return [];
  const isMute = (await mail()).data.mx?.kind === 'null';
  const why =
    status === 'unusable'
      ? 'in place of the record that cannot be used'
      : 'a start that changes nothing and asks for reports';
  return isMute
    ? [
        {
          name: `_dmarc.${domain}`,
          type: 'TXT',
          data: '"v=DMARC1; p=reject"',
          why: 'nobody sends for a domain that takes no mail',
        },
      ]
    : [{ name: `_dmarc.${domain}`, type: 'TXT', data: `"v=DMARC1; p=none; rua=mailto:dmarc-reports@${domain}"`, why }];
}

/** In the zones of those who would take the reports. */
const leaves = ({ reports }: DmarcQueryData): readonly Line[] =>
  reports.flatMap(({ standing, query, domain }) =>
    standing === 'unauthorised' && query !== undefined
      ? [
          {
            name: query,
            type: 'TXT',
            data: '"v=DMARC1;"',
            why: `for whoever keeps ${domain}: it agrees to take the reports`,
          },
        ]
      : [],
  );
