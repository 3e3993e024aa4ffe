/** What a domain's policy gives rise to say. */
import type { Finding, Scope } from '../../base/index.ts';
import { say } from './findings/define.ts';
import {
  absent,
  authorisationUnknown,
  authorised,
  enforced,
  lookupFailed,
  monitoring,
  noReports,
  queryDiffers,
  several,
  testing,
  unauthorised,
  unusable,
  weakBelow,
} from './findings/query.ts';
import { RECORD_ROWS } from './findings/record.ts';
import type { DmarcQueryData, DomainPolicy, Reach } from './query-types.ts';
import type { ReportAddress } from './reports-to.ts';
import type { Disposition } from './types.ts';

export function queryFindingsOn(data: DmarcQueryData): readonly Finding[] {
  const scope = { domain: data.domain };
  return [
    ...policyFindings(data, scope),
    ...data.steps.flatMap(({ error }) => (error === undefined ? [] : [say(lookupFailed, { scope, detail: error })])),
    ...data.steps
      .filter(({ outcome }) => outcome === 'several')
      .map(({ query, records }) =>
        say(several, { scope, detail: `${query}: ${records.map((text) => `"${text}"`).join(', ')}` }),
      ),
    ...data.faults.map(({ code, detail }) => say(RECORD_ROWS[code], { scope, detail })),
    ...reportFindings(data, scope),
    ...difference(data, scope),
  ];
}

function policyFindings(data: DmarcQueryData, scope: Scope): readonly Finding[] {
  if (data.status === 'undecided') return [];
  if (data.status === 'none') return [say(absent, { scope })];
  if (data.status === 'unusable') return [say(unusable, { scope, detail: data.record! })];
  const own = data.policies.domain!;
  const detail = `${own.tag}=${own.asked} at _dmarc.${own.policyDomain}`;
  if (own.asked === 'none') return [say(monitoring, { scope, detail }), ...weaker(data, scope)];
  if (data.testing || data.pct < 100)
    return [
      say(testing, { scope, detail: `${detail}, ${data.testing ? 't=y' : `pct=${data.pct}`}` }),
      ...weaker(data, scope),
    ];
  return [say(enforced, { scope, detail }), ...weaker(data, scope)];
}

const STRENGTH: Readonly<Record<Disposition, number>> = { none: 0, quarantine: 1, reject: 2 };

function weaker({ policies: { domain, subdomains, nonexistent } }: DmarcQueryData, scope: Scope): readonly Finding[] {
  const weak = [subdomains, nonexistent].filter(
    (one): one is Reach => one !== undefined && STRENGTH[one.asked] < STRENGTH[domain!.asked],
  );
  if (weak.length === 0) return [];
  const texts = [...new Set(weak.map(({ tag, asked, policyDomain }) => `${tag}=${asked} at _dmarc.${policyDomain}`))];
  return [say(weakBelow, { scope, detail: texts.join(', ') })];
}

function reportFindings(data: DmarcQueryData, scope: Scope): readonly Finding[] {
  if (data.status !== 'found') return [];
  const told = data.reports.flatMap((address) => addressFinding(address, scope));
  return data.reports.some(({ tag }) => tag === 'rua') ? told : [say(noReports, { scope }), ...told];
}

function addressFinding({ tag, uri, standing, query, error }: ReportAddress, scope: Scope): readonly Finding[] {
  const detail = `${tag}=${uri}`;
  if (standing === 'authorised') return [say(authorised, { scope, detail: `${detail}: ${query} says so` })];
  if (standing === 'undecided') return [say(authorisationUnknown, { scope, detail: `${detail}: ${error}` })];
  if (standing !== 'unauthorised') return [];
  return [
    say(unauthorised, {
      scope,
      detail: `${detail}: ${query} has no such record`,
      fix: `publish: ${query}. TXT "v=DMARC1;"`,
    }),
  ];
}

function difference({ other, ...main }: DmarcQueryData, scope: Scope): readonly Finding[] {
  if (other === undefined) return [];
  const [a, b] = [summary(main), summary(other)];
  return a === b ? [] : [say(queryDiffers, { scope, detail: `by RFC 9989 ${a}; by RFC 7489 ${b}` })];
}

function summary({ status, policies, organizationalDomain }: DomainPolicy): string {
  const { domain, subdomains } = policies;
  if (domain === undefined) return status;
  const text = (one: Reach): string => `${one.tag}=${one.asked} at ${one.policyDomain}`;
  return `${text(domain)}, below ${subdomains === undefined ? 'none' : text(subdomains)}, organization ${organizationalDomain}`;
}
