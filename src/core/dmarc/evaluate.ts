/**
 * The DMARC check of a message: author domain, results of SPF and DKIM, and DNS go in, a verdict comes out.
 *
 *   discovery of the policy → alignment of every identifier that passed → pass, or the policy for this message
 *
 * A question that DNS does not answer makes a temperror, unless an aligned pass makes it needless (RFC 9989 §5.3.6).
 */
import type { Name } from '../dns/index.ts';
import { type Alignment, align, type Mode } from './alignment.ts';
import {
  createMethod,
  createRecords,
  type Discovery,
  type FoundPolicy,
  type Method,
  type Records,
} from './discovery/index.ts';
import { type AppliedPolicy, dependsOnExistence, dispositionOf, policyFor } from './policy.ts';
import type { Disposition, DmarcPorts, DmarcResult, Rules, Step } from './types.ts';

/** A result of SPF, or of one DKIM signature, and the domain it is about. */
export interface Identifier {
  readonly mechanism: 'spf' | 'dkim';
  /** In lower case; `pass` alone counts for alignment. */
  readonly result: string;
  readonly domain: Name;
}

export interface Question {
  readonly author: Name;
  /** SPF's is the MAIL FROM domain, or that of HELO for the null sender (RFC 7489 §3.1.2). */
  readonly identifiers: readonly Identifier[];
  readonly rules: Rules;
  /** 0 to 99, uniform: whether the message is of the sample under `pct`. */
  readonly lot: number;
}

export interface JudgedIdentifier extends Identifier {
  readonly isAligned: boolean;
  readonly mode: Mode;
  readonly organizationalDomain?: Name;
}

export interface Evaluation {
  readonly rules: Rules;
  readonly author: Name;
  readonly result: DmarcResult;
  readonly disposition: Disposition;
  readonly discovery: Discovery;
  /** Which tag of the record speaks on this message, where it failed. */
  readonly policy?: AppliedPolicy;
  /** Of the author domain, where alignment asked for it or discovery found it. */
  readonly organizationalDomain?: Name;
  readonly exists?: boolean;
  readonly identifiers: readonly JudgedIdentifier[];
  /** Every record asked for, in order, for whatever need. */
  readonly steps: readonly Step[];
  /** What kept it from a better result. */
  readonly problem?: string;
  /** The record that was found and to which DMARC is not applied. */
  readonly unusable?: FoundPolicy;
}

/** Identifiers looked at: each may cost a walk of eight questions, and the sender chooses how many signatures there are. */
export const MAX_IDENTIFIERS = 32;

export async function evaluateDmarc(question: Question, ports: DmarcPorts): Promise<Evaluation> {
  const { author, rules } = question;
  const records = createRecords(ports, rules);
  const method = await createMethod(ports, rules, records);
  const discovery = await method.discover(author);
  const base = { rules, author, discovery, disposition: 'none' as const };
  const { policy, failed } = discovery;
  if (failed !== undefined)
    return { ...base, result: 'temperror', ...unjudged(question, records), problem: failed.error! };
  if (policy === undefined) return { ...base, result: 'none', ...unjudged(question, records) };
  if (policy.record.standing === 'unusable') {
    // RFC 9989 §4.10.1, RFC 7489 §6.6.3 step 6: no DMARC processing, and so no result of it.
    const { policy: _, ...rest } = discovery;
    return { ...base, discovery: rest, result: 'none', ...unjudged(question, records), unusable: policy };
  }
  const judged = await judgeIdentifiers(question, policy, method);
  const verdict = await conclude(question, policy, judged, method);
  return {
    ...base,
    ...verdict,
    identifiers: judged.identifiers,
    steps: records.asked(),
    ...organization(discovery, judged),
  };
}

const unjudged = ({ identifiers }: Question, records: Records): Pick<Evaluation, 'identifiers' | 'steps'> => ({
  identifiers: identifiers.map((one) => ({ ...one, isAligned: false, mode: 'r' })),
  steps: records.asked(),
});

interface Judged {
  readonly identifiers: readonly JudgedIdentifier[];
  /** Why some alignment is not known. */
  readonly unknown?: string;
  readonly authorOrganization?: Name;
}

/** One after the other: the first walks answer most of what the later ones ask. */
async function judgeIdentifiers(
  { author, identifiers }: Question,
  { record }: FoundPolicy,
  method: Method,
): Promise<Judged> {
  const judged: JudgedIdentifier[] = [];
  let unknown: string | undefined;
  for (const identifier of identifiers.slice(0, MAX_IDENTIFIERS)) {
    const mode = identifier.mechanism === 'spf' ? record.aspf : record.adkim;
    const mayPass = identifier.result === 'pass' || identifier.result === 'temperror';
    const { isAligned, failed, organizationalDomain }: Alignment = mayPass
      ? await align(author, identifier.domain, mode, method)
      : { isAligned: false };
    unknown ??= failed?.error ?? (isAligned && identifier.result === 'temperror' ? undecided(identifier) : undefined);
    judged.push({
      ...identifier,
      mode,
      isAligned: isAligned && identifier.result === 'pass',
      ...(organizationalDomain !== undefined && { organizationalDomain }),
    });
  }
  const authorOrganization = judged.find(
    (one) => one.organizationalDomain !== undefined && one.isAligned,
  )?.organizationalDomain;
  return {
    identifiers: judged,
    ...(unknown !== undefined && { unknown }),
    ...(authorOrganization !== undefined && { authorOrganization }),
  };
}

/** RFC 7489 §6.6.2: where an aligned mechanism might have passed, failure cannot be concluded. */
const undecided = ({ mechanism, domain }: Identifier): string =>
  `${mechanism === 'spf' ? 'SPF' : 'DKIM'} could not be decided for ${domain} (temperror)`;

type Verdict = Pick<Evaluation, 'result' | 'disposition' | 'policy' | 'exists' | 'problem'>;

async function conclude(question: Question, policy: FoundPolicy, judged: Judged, method: Method): Promise<Verdict> {
  const verdict = (result: DmarcResult, rest: Partial<Verdict> = {}): Verdict => ({
    result,
    disposition: 'none',
    ...rest,
  });
  if (judged.identifiers.some(({ isAligned }) => isAligned)) return verdict('pass');
  if (judged.unknown !== undefined) return verdict('temperror', { problem: judged.unknown });
  const exists = dependsOnExistence(policy) ? await method.exists(question.author) : undefined;
  if (typeof exists === 'object') return verdict('temperror', { problem: exists.message });
  const applied = policyFor(policy, exists !== false);
  const disposition = dispositionOf(applied.asked, policy.record, question.rules, question.lot);
  return verdict('fail', { policy: applied, disposition, ...(exists !== undefined && { exists }) });
}

function organization(discovery: Discovery, { authorOrganization }: Judged): Pick<Evaluation, 'organizationalDomain'> {
  const domain = discovery.organizationalDomain ?? authorOrganization;
  return domain === undefined ? {} : { organizationalDomain: domain };
}

/** Mechanisms with an aligned pass. */
export function alignedBy({ identifiers }: Pick<Evaluation, 'identifiers'>): {
  readonly spf: boolean;
  readonly dkim: boolean;
} {
  const by = (mechanism: Identifier['mechanism']): boolean =>
    identifiers.some((one) => one.mechanism === mechanism && one.isAligned);
  return { spf: by('spf'), dkim: by('dkim') };
}
