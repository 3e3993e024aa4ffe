/** `dmarc eval`: the verdict on a message by one text or both, and one sentence to act on. */
import type { Finding, FindingDef, Report } from '../../base/index.ts';
import type { Name, SecurityStatus } from '../dns/index.ts';
import type { Authors } from './author.ts';
import { evaluateAuthors, MAX_AUTHOR_DOMAINS, strictest } from './authors.ts';
import { alignedBy, type Evaluation, type Identifier, MAX_IDENTIFIERS } from './evaluate.ts';
import { say } from './findings/define.ts';
import {
  different,
  failed,
  noAuthor,
  noPolicy,
  passed,
  severalAuthors,
  tooManyIdentifiers,
  undecided,
  unusable,
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

/** One of several author domains, and what DMARC comes to for it. */
export interface AuthorVerdict {
  readonly domain: string;
  readonly result: DmarcResult;
  readonly disposition: Disposition;
  readonly policyDomain?: string;
}

export interface EvalData extends RuleVerdict {
  /** Whose verdict this is: of several authors the one with the strictest. */
  readonly authorDomain?: string;
  /** Every domain in the From field. */
  readonly authors: readonly string[];
  /** Where there are several: each by itself. */
  readonly perAuthor?: readonly AuthorVerdict[];
  /** By RFC 7489, beside RFC 9989, where both were asked for. */
  readonly other?: RuleVerdict;
  /** Where the two part; a clause each. */
  readonly differences?: readonly string[];
}

export async function evalReport(question: EvalQuestion, ports: DmarcPorts): Promise<Report<EvalData>> {
  const { authors, rules } = question;
  if (authors.domains.length === 0) return withoutAuthor(question);
  const evaluated = await evaluateAuthors(question, rules === 'both' ? '9989' : rules, ports);
  const main = strictest(evaluated);
  const older = rules === 'both' ? strictest(await evaluateAuthors(question, '7489', ports)) : undefined;
  const differences = older === undefined ? undefined : differencesBetween(main, older);
  const isOne = authors.domains.length === 1;
  const verdict = verdictOf(main);
  return {
    data: {
      ...verdict,
      ...(isOne ? {} : { sentence: amongSeveral(verdict.sentence, authors), perAuthor: evaluated.map(authorVerdict) }),
      authorDomain: main.author,
      authors: authors.domains,
      ...(older !== undefined && { other: verdictOf(older) }),
      ...(differences !== undefined && { differences }),
    },
    findings: [
      findingOn(main),
      ...(isOne ? [] : [say(severalAuthors, { detail: severalText(evaluated, authors) })]),
      ...(differences !== undefined && differences.length > 0
        ? [say(different, { scope: { domain: main.author }, detail: differences.join('; ') })]
        : []),
      ...bounded(question, main.author),
    ],
  };
}

function authorVerdict({ author, result, disposition, discovery }: Evaluation): AuthorVerdict {
  const { policy } = discovery;
  return { domain: author, result, disposition, ...(policy !== undefined && { policyDomain: policy.domain }) };
}

const amongSeveral = (sentence: string, { domains }: Authors): string =>
  `${sentence.slice(0, -1)}; among the ${domains.length} author domains of the From field this is the strictest answer.`;

function severalText(evaluated: readonly Evaluation[], { domains }: Authors): string {
  const each = evaluated.map(({ author, result, disposition }) =>
    result === 'fail' ? `${author} fail (${disposition})` : `${author} ${result}`,
  );
  const left = domains.length - evaluated.length;
  return each.join(', ') + (left > 0 ? `, and ${left} more beyond the first ${MAX_AUTHOR_DOMAINS}` : '');
}

function withoutAuthor({ authors, rules, identifiers }: EvalQuestion): Report<EvalData> {
  const data: EvalData = {
    rfc: rules === 'both' ? '9989' : rules,
    result: 'none',
    disposition: 'none',
    authors: [],
    aligned: { spf: false, dkim: false },
    identifiers: identifiers.map((one) => ({ ...one, aligned: false, mode: 'relaxed' })),
    steps: [],
    sentence:
      'Refuse the message or handle it by hand: its From field has no address with a domain, so DMARC has nothing to check.',
  };
  const detail = authors.unreadable.join(', ');
  return { data, findings: [say(noAuthor, detail === '' ? {} : { detail })] };
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
};

function findingOn(evaluation: Evaluation): Finding {
  const def = evaluation.unusable === undefined ? ROW_OF[evaluation.result] : unusable;
  return say(def, { scope: { domain: evaluation.author }, detail: sentenceOn(evaluation) });
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
