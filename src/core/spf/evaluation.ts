/** What is carried through one check, and through one term of it. */
import type { Answer, Name } from '../dns/index.ts';
import { formatType } from '../dns/index.ts';
import type { Budget } from './budget.ts';
import type { Client } from './client.ts';
import type { Problem, QueryTrace, RecordTrace, SpfDns } from './types.ts';

/** One check, from the first record to the last include. */
export interface Evaluation {
  readonly client: Client;
  readonly dns: SpfDns;
  readonly budget: Budget;
  readonly signal: AbortSignal | undefined;
  readonly receiver: string;
  readonly now: () => Date;
  /** How many look-ups may still be asked ahead of their turn; 0 where none shall be. */
  ahead: number;
  /** The client's validated names, once they were looked for (RFC 7208 §5.5). */
  validated?: Promise<ValidatedNames>;
}

export interface ValidatedNames {
  readonly names: readonly Name[];
  /** The address has no PTR record. */
  readonly isVoid: boolean;
}

/** One term being looked at. */
export interface Step {
  readonly evaluation: Evaluation;
  /** The domain whose record it is in: `%{d}`. */
  readonly domain: string;
  /** As written. */
  readonly term: string;
  /** Filled as it goes. */
  readonly queries: QueryTrace[];
  /** Which look-up of the check it is. */
  lookups?: number;
  target?: string;
  record?: RecordTrace;
}

export type TermOutcome =
  | { readonly kind: 'match' }
  | { readonly kind: 'no-match'; readonly why?: string }
  | { readonly kind: 'error'; readonly result: 'temperror' | 'permerror'; readonly problem: Problem };

export const MATCH: TermOutcome = { kind: 'match' };
export const NO_MATCH: TermOutcome = { kind: 'no-match' };
export const noMatch = (why: string): TermOutcome => ({ kind: 'no-match', why });
export const permerror = (problem: Problem): TermOutcome & { kind: 'error' } => ({
  kind: 'error',
  result: 'permerror',
  problem,
});

/** An answer, no records being one as well; or an outcome, when there can be none. */
export type Asked = { readonly kind: 'answer'; readonly answer: Answer } | (TermOutcome & { kind: 'error' });

export interface AskOptions {
  /** Does an empty answer count against the void look-ups? */
  readonly countsVoid: boolean;
}

/** RFC 7208 §5: a DNS failure is a temperror, and NXDOMAIN is an answer without records. */
export async function ask(step: Step, name: Name, type: number, { countsVoid }: AskOptions): Promise<Asked> {
  const { dns, signal, budget } = step.evaluation;
  const asked = await dns.lookup(name, type, signal && { signal });
  const error = asked.ok ? unusable(asked.value) : asked.error.message;
  const query = { name, type: formatType(type), ...(asked.ok && { status: asked.value.status }) };
  if (error !== undefined || !asked.ok) {
    step.queries.push({ ...query, records: 0, ...(error !== undefined && { error }) });
    const detail = `${name} ${formatType(type)} could not be looked up: ${error}`;
    return {
      kind: 'error',
      result: 'temperror',
      problem: { code: 'dns-failed', detail, domain: step.domain, term: step.term },
    };
  }
  const answer = asked.value;
  step.queries.push({ records: answer.records.length, ...query });
  const tooMany = countsVoid && answer.records.length === 0 ? budget.takeVoid(step.domain, step.term, name) : undefined;
  return tooMany === undefined ? { kind: 'answer', answer } : permerror(tooMany);
}

/** What DNSSEC proves wrong is no answer; nor is an RCODE that neither gives nor denies (RFC 7208 §4.4). */
function unusable({ status, rcode, reasons }: Answer): string | undefined {
  if (status === 'bogus')
    return `DNSSEC proves the answer wrong${reasons.length === 0 ? '' : `: ${reasons.at(-1)!.text}`}`;
  return rcode === 0 || rcode === 3 ? undefined : `the answer has RCODE ${rcode}`;
}
