/** `dmarc eval`: the verdict on a message by one text or both, and one sentence to act on. */
import type { Finding, FindingDef, Report } from '../../base/index.ts';
import type { Name, SecurityStatus } from '../dns/index.ts';
import type { Authors } from './author.ts';
import { alignedBy, type Evaluation, evaluateDmarc, type Identifier, MAX_IDENTIFIERS } from './evaluate.ts';
import { say } from './findings/define.ts';
import {
  broken,
  different,
  failed,
  noAuthor,
  noPolicy,
  passed,
  severalAuthors,
  tooManyIdentifiers,
  undecided,
} from './findings/eval.ts';
import { sentenceOn } from './sentence.ts';
import type { Disposition, DmarcPorts, DmarcResult, PolicySource, Rules, Step } from './types.ts';

export interface EvalQuestion {
  readonly authors: Authors;
  readonly identifiers: readonly Identifier[];
  readonly rules: Rules | 'both';
  /** 0 to 99, uniform. */
  readonly lot: number;
}

/** What one text comes to. */
export interface RuleVerdict {
  readonly rfc: Rules;
  readonly result: DmarcResult;
  /** The final action for this message: what is asked, less testing and sampling; `none` unless it fails. */
  readonly disposition: Disposition;
  /** Where the record that applies stands. */
  readonly policyDomain?: string;
  readonly policySource?: PolicySource;
  readonly organizationalDomain?: string;
  readonly record?: string;
  /** Of a message that fails: which tag speaks, and what the owner asks before testing and sampling. */
  readonly policy?: { readonly tag: 'p' | 'sp' | 'np'; readonly asked: Disposition };
  readonly aligned: { readonly spf: boolean; readonly dkim: boolean };
  readonly identifiers: readonly ShownIdentifier[];
  readonly steps: readonly ShownStep[];
  /** One, for people. */
  readonly sentence: string;
}

export interface ShownIdentifier {
  readonly mechanism: 'spf' | 'dkim';
  readonly result: string;
  readonly domain: string;
  readonly aligned: boolean;
  readonly mode: 'relaxed' | 'strict';
}

export interface ShownStep {
  readonly query: string;
  readonly outcome: Step['outcome'];
  readonly records: readonly string[];
  readonly status?: SecurityStatus;
  readonly error?: string;
}

export interface EvalData extends RuleVerdict {
  readonly authorDomain?: string;
  /** Every domain in the From field. */
  readonly authors: readonly string[];
  /** By RFC 7489, beside RFC 9989, where both were asked for. */
  readonly other?: RuleVerdict;
  /** Where the two part; a clause each. */
  readonly differences?: readonly string[];
}

export async function evalReport(question: EvalQuestion, ports: DmarcPorts): Promise<Report<EvalData>> {
  const { authors, rules } = question;
  const [author, second] = authors.domains;
  if (author === undefined || second !== undefined) return withoutAuthor(question);
  const evaluate = (one: Rules): Promise<Evaluation> => evaluateDmarc({ ...question, author, rules: one }, ports);
  const main = await evaluate(rules === 'both' ? '9989' : rules);
  const other = rules === 'both' ? await evaluate('7489') : undefined;
  const differences = other === undefined ? undefined : differencesBetween(main, other);
  return {
    data: {
      ...verdictOf(main),
      authorDomain: author,
      authors: authors.domains,
      ...(other !== undefined && { other: verdictOf(other) }),
      ...(differences !== undefined && { differences }),
    },
    findings: [
      findingOn(main),
      ...(differences !== undefined && differences.length > 0
        ? [say(different, { scope: { domain: author }, detail: differences.join('; ') })]
        : []),
      ...bounded(question, author),
    ],
  };
}

function withoutAuthor({ authors, rules, identifiers }: EvalQuestion): Report<EvalData> {
  const several = authors.domains.length > 0;
  const sentence = several
    ? `Refuse the message or handle it by hand: its From field names ${authors.domains.length} author domains (${authors.domains.join(', ')}), and DMARC is about one.`
    : 'Refuse the message or handle it by hand: its From field has no address with a domain, so DMARC has nothing to check.';
  const data: EvalData = {
    rfc: rules === 'both' ? '9989' : rules,
    result: 'none',
    disposition: 'none',
    authors: authors.domains,
    aligned: { spf: false, dkim: false },
    identifiers: identifiers.map((one) => ({ ...one, aligned: false, mode: 'relaxed' })),
    steps: [],
    sentence,
  };
  const detail = several ? authors.domains.join(', ') : authors.unreadable.join(', ');
  return { data, findings: [say(several ? severalAuthors : noAuthor, detail === '' ? {} : { detail })] };
}

function bounded({ identifiers }: EvalQuestion, domain: Name): readonly Finding[] {
  if (identifiers.length <= MAX_IDENTIFIERS) return [];
  return [say(tooManyIdentifiers, { scope: { domain }, detail: `${MAX_IDENTIFIERS} of ${identifiers.length}` })];
}

const ROW_OF: Readonly<Record<DmarcResult, FindingDef>> = {
  pass: passed,
  fail: failed,
  none: noPolicy,
  temperror: undecided,
  permerror: broken,
};

function findingOn(evaluation: Evaluation): Finding {
  return say(ROW_OF[evaluation.result], { scope: { domain: evaluation.author }, detail: sentenceOn(evaluation) });
}

function verdictOf(evaluation: Evaluation): RuleVerdict {
  const { rules, result, disposition, discovery, policy, organizationalDomain, identifiers, steps } = evaluation;
  return {
    rfc: rules,
    result,
    disposition,
    ...(discovery.policy !== undefined && {
      policyDomain: discovery.policy.domain,
      policySource: discovery.policy.source,
      record: discovery.policy.record.text,
    }),
    ...(organizationalDomain !== undefined && { organizationalDomain }),
    ...(policy !== undefined && { policy }),
    aligned: alignedBy(evaluation),
    identifiers: identifiers.map(({ mechanism, result: of, domain, isAligned, mode }) => ({
      mechanism,
      result: of,
      domain,
      aligned: isAligned,
      mode: mode === 's' ? 'strict' : 'relaxed',
    })),
    steps: steps.map(showStep),
    sentence: sentenceOn(evaluation),
  };
}

export function showStep({ query, outcome, records, status, error }: Step): ShownStep {
  return { query, outcome, records, ...(status !== undefined && { status }), ...(error !== undefined && { error }) };
}

/** Where RFC 9989 (first) and RFC 7489 come apart, from the cause to the end. */
function differencesBetween(newer: Evaluation, older: Evaluation): readonly string[] {
  const versus = (what: string, of: (one: Evaluation) => string | undefined): readonly string[] => {
    const [a, b] = [of(newer) ?? 'none', of(older) ?? 'none'];
    return a === b ? [] : [`${what}: ${a} by RFC 9989, ${b} by RFC 7489`];
  };
  return [
    ...versus('policy found at', ({ discovery }) => discovery.policy?.domain),
    ...versus('policy tag', ({ policy }) => policy && `${policy.tag}=${policy.asked}`),
    ...versus('aligned', alignedText),
    ...versus('result', ({ result }) => result),
    ...versus('disposition', ({ disposition }) => disposition),
  ];
}

function alignedText(evaluation: Evaluation): string {
  const { spf, dkim } = alignedBy(evaluation);
  return [...(spf ? ['SPF'] : []), ...(dkim ? ['DKIM'] : [])].join(' and ') || 'nothing';
}
