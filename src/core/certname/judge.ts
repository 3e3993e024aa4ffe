/** The verdict on a name: every rule asked for every certificate, and what is odd about the names in them. */
import { type Finding, finding, type Report, type Scope } from '../../base/index.ts';
import { type Certificate, nameRules, type Reference, RULE_NAMES, type RuleName, showReference } from '../pki/index.ts';
import { match, noMatch, rulesDiffer } from './findings/registry.ts';
import { oddities } from './oddities.ts';
import type { CertNameData, NamedCertificate, Rules, Sighting } from './types.ts';

export interface NameQuestion {
  readonly reference: Reference;
  /** The one that decides. */
  readonly rule: RuleName;
  /** At least one. */
  /** `seen` is empty for a file. */
  readonly certificates: readonly { readonly certificate: Certificate; readonly seen: readonly Sighting[] }[];
}

/** Pure: no date, no chain, no network. */
export function testName({ reference, rule, certificates }: NameQuestion): Report<CertNameData> {
  const name = showReference(reference);
  const told = certificates.map(({ certificate, seen }): NamedCertificate => {
    return { subject: certificate.subjectText || '(no subject)', seen, rules: askRules(certificate, reference) };
  });
  const rules = together(told);
  const findings = told.flatMap((one, i) => [
    verdictOn(one, name, rule),
    ...disagreement(one, name, rule),
    ...oddities(certificates[i]!.certificate, scopeOf(one, name)),
  ]);
  const isServer = told.some(({ seen }) => seen.length > 0);
  return { findings, data: { name, rule, match: rules[rule].match, rules, ...(isServer && { certificates: told }) } };
}

const byRule = (tell: (rule: RuleName) => Rules[RuleName]): Rules =>
  Object.fromEntries(RULE_NAMES.map((rule) => [rule, tell(rule)])) as unknown as Rules;

const askRules = (certificate: Certificate, reference: Reference): Rules =>
  byRule((rule) => nameRules[rule].match(certificate, reference));

/** A server is named when all of its certificates name it: a client does not choose. */
function together(told: readonly NamedCertificate[]): Rules {
  return byRule((rule) => (told.find(({ rules }) => !rules[rule].match) ?? told[0]!).rules[rule]);
}

function verdictOn(one: NamedCertificate, name: string, rule: RuleName): Finding {
  const { match: isMatch, identifier, reason } = one.rules[rule];
  const parts = { scope: scopeOf(one, name), detail: `${rule}: ${reason}`, evidence: { subject: one.subject } };
  if (!isMatch) return finding(noMatch, { ...parts, fix: noMatch.fix! });
  return finding(match, { ...parts, evidence: { ...parts.evidence, identifier } });
}

function disagreement(one: NamedCertificate, name: string, rule: RuleName): Finding[] {
  const { match: isMatch } = one.rules[rule];
  const others = RULE_NAMES.filter((other) => one.rules[other].match !== isMatch);
  if (others.length === 0) return [];
  const detail = `${others.join(', ')} ${others.length === 1 ? 'says' : 'say'} ${isMatch ? 'no' : 'yes'}: ${one.rules[others[0]!].reason}`;
  return [finding(rulesDiffer, { scope: scopeOf(one, name), detail, fix: rulesDiffer.fix! })];
}

/** One address and key is told; of several, the port alone. */
function scopeOf({ seen }: NamedCertificate, host: string): Scope {
  const [first, ...others] = seen;
  if (first === undefined) return { host };
  return others.length === 0 ? { host, ...first } : { host, port: first.port };
}
