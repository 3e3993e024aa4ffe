/** One sentence on a message, for who has to act on it. */

import type { FoundPolicy } from './discovery/index.ts';
import type { Evaluation, JudgedIdentifier } from './evaluate.ts';

export function sentenceOn(evaluation: Evaluation): string {
  const { author, result, identifiers, problem = 'a question to DNS was not answered' } = evaluation;
  switch (result) {
    case 'pass':
      return `Nothing to do: ${author} answers for the message, since ${vouchers(identifiers)}.`;
    case 'fail':
      return onFailure(evaluation);
    case 'none':
      return `DMARC has no say: ${noPolicyText(evaluation)}, so judge the message by other means.`;
    case 'temperror':
      return `Answer with a temporary refusal (4xx) or take it without regard to DMARC: ${problem}.`;
  }
}

const ACTS = {
  reject: 'Refuse the message',
  quarantine: 'Treat the message as suspicious',
  none: 'Deliver the message as usual',
} as const;

function onFailure(evaluation: Evaluation): string {
  const { author, disposition, discovery, policy, rules } = evaluation;
  const found = discovery.policy!;
  const asked = `${found.domain} asks for ${policy!.tag}=${policy!.asked}`;
  return `${ACTS[disposition]}: ${failureText(evaluation)}, and ${asked}${spared(evaluation, found, rules)}; if it is yours, sign it with a DKIM key of ${author}.`;
}

function spared({ disposition, policy }: Evaluation, { record }: FoundPolicy, rules: Evaluation['rules']): string {
  if (policy!.asked === disposition) return '';
  return rules === '9989' ? ', only testing (t=y)' : ` for ${record.pct} per cent, of which this one is not`;
}

function failureText({ author, identifiers }: Evaluation): string {
  const strangers = identifiers.filter(({ result, isAligned }) => result === 'pass' && !isAligned);
  if (strangers.length === 0) return `neither SPF nor DKIM passed for ${author}`;
  const names = strangers.slice(0, 3).map(({ mechanism, domain }) => `${word(mechanism)} passed for ${domain}`);
  return `${names.join(' and ')}, ${strangers.length > 1 ? 'none of which is' : 'which is not'} aligned with ${author}`;
}

function vouchers(identifiers: readonly JudgedIdentifier[]): string {
  const aligned = identifiers.filter(({ isAligned }) => isAligned);
  return aligned
    .slice(0, 3)
    .map(({ mechanism, domain }) => `${word(mechanism)} passed for ${domain}`)
    .join(' and ');
}

const word = (mechanism: JudgedIdentifier['mechanism']): string => (mechanism === 'spf' ? 'SPF' : 'DKIM');

function noPolicyText({ author, steps, unusable }: Evaluation): string {
  if (unusable !== undefined)
    return `the record at _dmarc.${unusable.domain} has no valid policy and no address for reports, which its owner is to mend`;
  const several = steps.find(({ outcome }) => outcome === 'several');
  return several === undefined
    ? `neither ${author} nor its organization publishes a policy`
    : `${several.query} has several records, which count as none`;
}
