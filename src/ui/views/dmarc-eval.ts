import type { Severity } from '../../base/index.ts';
import type { EvalData, RuleVerdict } from '../../core/dmarc/index.ts';
import type { Paint, View } from '../types.ts';
import { stepLine } from './dmarc-steps.ts';

/** Data of `mxray dmarc eval`. */
export interface DmarcEvalShown extends EvalData {
  /** The field to put on top, with its folds. */
  readonly authenticationResults: string;
}

export const RESULT_SEVERITY: Readonly<Record<RuleVerdict['result'], Severity>> = {
  pass: 'ok',
  fail: 'error',
  none: 'info',
  temperror: 'unknown',
};

/** The verdict, what it rests on, and at the end the sentence to act on. */
export const dmarcEvalView: View<DmarcEvalShown> = ({ data }, paint, verbosity) => {
  if (verbosity < 0) return data.sentence;
  const subject = data.authorDomain ?? (data.authors.join(', ') || 'no author domain');
  const blocks = [data, ...(data.other === undefined ? [] : [data.other])].map((one) => block(one, subject, paint));
  const authors = (data.perAuthor ?? []).map(
    ({ domain, result, disposition }) =>
      `  author        ${domain}: ${result}${result === 'fail' ? `, disposition ${disposition}` : ''}`,
  );
  const differences = (data.differences ?? []).map((text) => `${paint.mark('info')} ${text}`);
  const field = verbosity > 0 ? ['', data.authenticationResults] : [];
  return [...blocks.flat(), ...authors, ...differences, ...field, '', data.sentence].join('\n');
};

function block(verdict: RuleVerdict, subject: string, paint: Paint): readonly string[] {
  const { rfc, result, disposition, policyDomain, record, organizationalDomain, identifiers, steps } = verdict;
  const row = (label: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`  ${label.padEnd(13)} ${value}`];
  return [
    `${paint.mark(RESULT_SEVERITY[result])} ${paint.strong(subject)}: ${result}, disposition ${disposition} (RFC ${rfc})`,
    ...row('policy', policyDomain && `${record} at _dmarc.${policyDomain}${policyText(verdict)}`),
    ...row('organization', organizationalDomain),
    ...identifiers.map(({ mechanism, result: of, domain, aligned, mode }) => {
      const word = aligned ? paint.good('aligned') : of === 'pass' ? paint.bad('not aligned') : 'does not count';
      return `  ${mechanism.toUpperCase().padEnd(13)} ${of} for ${domain}: ${word} (${mode})`;
    }),
    ...steps.map((step) => stepLine(step, paint)),
  ];
}

const policyText = ({ policy }: RuleVerdict): string =>
  policy === undefined ? '' : `, here ${policy.tag}=${policy.asked}`;
