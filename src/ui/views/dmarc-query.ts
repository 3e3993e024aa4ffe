import type { DmarcQueryData, DomainPolicy, Reach, ReportAddress } from '../../core/dmarc/index.ts';
import type { Paint, View } from '../types.ts';
import { stepLine } from './dmarc-steps.ts';

/** Discovery step by step, the policy and its reach, where reports go, then what there is to say. */
export const dmarcQueryView: View<DmarcQueryData> = ({ data, findings }, paint, verbosity) => {
  const told = findings
    .filter(({ severity }) => verbosity > 0 || severity !== 'ok')
    .flatMap(({ severity, title, detail, fix }) => [
      `${paint.mark(severity)} ${title}${detail === undefined ? '' : `: ${detail}`}`,
      ...(fix === undefined || verbosity < 0 ? [] : [paint.dim(`    ${fix}`)]),
    ]);
  if (verbosity < 0) return [...headline(data, data.domain, paint), ...told].join('\n');
  const blocks = [data, ...(data.other === undefined ? [] : [data.other])].map((one) => block(one, data.domain, paint));
  return [...blocks.flat(), ...told].join('\n');
};

const STATUS = {
  none: 'no policy applies',
  unusable: 'the record is of no use',
  undecided: 'nobody can say which policy applies',
} as const;

function headline({ status, policies, rfc }: DomainPolicy, domain: string, paint: Paint): readonly string[] {
  const text = status === 'found' ? reachText(policies.domain!) : STATUS[status];
  return [`${paint.strong(domain)}: ${text} (RFC ${rfc})`];
}

function block(policy: DomainPolicy, domain: string, paint: Paint): readonly string[] {
  const { policies, organizationalDomain, alignment, testing, pct } = policy;
  const row = (label: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`  ${label.padEnd(18)} ${value}`];
  return [
    ...headline(policy, domain, paint),
    ...policy.steps.map((step) => stepLine(step, paint)),
    ...row('organization', organizationalDomain),
    ...row('below it', policies.subdomains && reachText(policies.subdomains)),
    ...row('names not there', policies.nonexistent && reachText(policies.nonexistent)),
    ...row('alignment', alignment && `SPF ${alignment.spf}, DKIM ${alignment.dkim}`),
    ...row('testing', testing ? 'yes: one step less is done' : undefined),
    ...row('sample', pct < 100 ? `${pct} per cent` : undefined),
    ...policy.reports.map(
      (address) => `  ${`reports (${address.tag})`.padEnd(18)} ${address.uri}: ${addressText(address)}`,
    ),
  ];
}

const reachText = ({ asked, tag, policyDomain }: Reach): string => `${asked} (${tag} at _dmarc.${policyDomain})`;

const STANDING: Readonly<Record<ReportAddress['standing'], string>> = {
  own: 'of the same organization',
  authorised: 'of another organization, which agreed',
  unauthorised: 'of another organization, which has not agreed',
  undecided: 'not known whether it agreed',
  ignored: 'receivers ignore it',
};

const addressText = ({ standing, query, error }: ReportAddress): string =>
  `${STANDING[standing]}${query === undefined ? '' : ` (${query})`}${error === undefined ? '' : `: ${error}`}`;
