import type { CertNameData, Rules, Sighting } from '../../core/certname/index.ts';
import type { RuleName } from '../../core/pki/index.ts';
import type { Paint, View } from '../types.ts';

/** The verdict of the rule that decides, then every rule's own; certificate by certificate where there are several. */
export const certNameTestView: View<CertNameData> = ({ data, findings }, paint, verbosity) => {
  const head = headline(data, paint);
  if (verbosity < 0) return head;
  const told = findings.filter(({ id, severity }) => severity === 'unknown' || ODD.test(id));
  const words = told.map(({ severity, title, detail, scope }) => {
    const where = severity === 'unknown' && scope.ip !== undefined ? `${scope.ip}: ` : '';
    return `  ${paint.mark(severity)} ${where}${title}${detail === undefined ? '' : `: ${detail}`}`;
  });
  return [head, ...certificateLines(data, paint), ...new Set(words)].join('\n');
};

/** What the rules' own lines do not say already. */
const ODD = /^certname\.(nul-octet|identifier-flawed|address-as-name|wide-wildcard|common-name-only|alternative-name)/;

function headline({ name, rule, match, certificates = [] }: CertNameData, paint: Paint): string {
  const [subject, plural] = certificates.length > 1 ? ['certificates', true] : ['certificate', false];
  const verb = match ? (plural ? 'name' : 'names') : plural ? 'do not all name' : 'does not name';
  return `${paint.mark(match ? 'ok' : 'error')} ${paint.strong(name)}: the ${subject} ${verb} it (${rule})`;
}

function certificateLines({ certificates, rules, rule }: CertNameData, paint: Paint): string[] {
  if (certificates === undefined) return ruleLines(rules, rule, paint);
  return certificates.flatMap((one) => [
    `  ${paint.strong(one.subject)} ${paint.dim(`(${whereSeen(one.seen)})`)}`,
    ...ruleLines(one.rules, rule, paint),
  ]);
}

function ruleLines(rules: Rules, deciding: RuleName, paint: Paint): string[] {
  const width = Math.max(...Object.keys(rules).map((rule) => rule.length));
  return (Object.keys(rules) as RuleName[]).map((rule) => {
    const { match, reason } = rules[rule];
    const mark = paint.mark(match ? 'ok' : rule === deciding ? 'error' : 'info');
    return `  ${mark} ${rule.padEnd(width)}  ${match ? 'yes' : 'no '}  ${reason}`;
  });
}

/** `192.0.2.1 rsa, 192.0.2.2 rsa`; of many, the first few. */
function whereSeen(seen: readonly Sighting[]): string {
  const shown = seen.slice(0, 4).map(({ ip, keyType }) => `${ip} ${keyType}`);
  const more = seen.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
