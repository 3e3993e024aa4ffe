/** check_host() of RFC 7208 §4: a record's terms from left to right, until one matches. */
import type { Name } from '../dns/index.ts';
import { askAhead } from './ahead.ts';
import { type Evaluation, MATCH, permerror, type Step, type TermOutcome } from './evaluation.ts';
import { type FoundRecord, findRecord } from './find-record.ts';
import type { Directive, Modifier, Qualifier, SpfRecord, Term } from './grammar/types.ts';
import { asksDns, testMechanism } from './mechanisms/registry.ts';
import { findTarget, impossible } from './target.ts';
import type { Problem, RecordTrace, SpfResult, TermTrace } from './types.ts';

/** A record's result, and what of it the verdict needs beside the trace. */
export interface Evaluated {
  readonly trace: RecordTrace;
  /** The directive that matched, in whichever record redirect led to. */
  readonly mechanism?: string;
  /** `exp` of that record, and its domain. */
  readonly exp?: { readonly modifier: Modifier; readonly domain: string };
}

const RESULT: Readonly<Record<Qualifier, SpfResult>> = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' };

/** @param domain  `%{d}`; the name as it was given or came to be */
export async function checkDomain(name: Name, domain: string, evaluation: Evaluation): Promise<Evaluated> {
  return evaluateFound(await findRecord(name, evaluation.dns, evaluation.signal), domain, evaluation);
}

export function evaluateFound(
  found: FoundRecord,
  domain: string,
  evaluation: Evaluation,
): Promise<Evaluated> | Evaluated {
  if (found.kind === 'record') return evaluateRecord(found.record, { domain, status: found.status }, evaluation);
  const { problem, status } = found;
  const result = found.kind === 'none' ? 'none' : found.result;
  const text = found.kind === 'error' ? found.text : undefined;
  const seen = { ...(text !== undefined && { record: text }), ...(status !== undefined && { status }) };
  return { trace: { domain, result, ...seen, terms: [], problem } };
}

type Place = Pick<RecordTrace, 'domain' | 'status'>;

async function evaluateRecord(record: SpfRecord, place: Place, evaluation: Evaluation): Promise<Evaluated> {
  const terms: TermTrace[] = [];
  if (evaluation.ahead > 0) askAhead(record, place.domain, evaluation);
  const said = { domain: place.domain, ...(place.status && { status: place.status }), record: record.text };
  for (const [index, directive] of record.directives.entries()) {
    const step: Step = { evaluation, domain: place.domain, term: directive.text, queries: [] };
    const outcome = await testDirective(directive, step);
    terms.push(traceOf(step, outcome));
    if (outcome.kind === 'no-match') continue;
    const after = [...record.directives.slice(index + 1), ...(record.redirect === undefined ? [] : [record.redirect])];
    terms.push(...after.map(ignored));
    if (outcome.kind === 'error')
      return { trace: { result: outcome.result, terms, problem: outcome.problem, ...said }, mechanism: directive.text };
    return {
      trace: { result: RESULT[directive.qualifier], terms, ...said },
      mechanism: directive.text,
      ...(record.exp !== undefined && { exp: { modifier: record.exp, domain: place.domain } }),
    };
  }
  if (record.redirect === undefined) return { trace: { result: 'neutral', terms, ...said } }; // RFC 7208 §4.7
  return redirect(record.redirect, terms, said, evaluation);
}

function testDirective({ mechanism, text }: Directive, step: Step): TermOutcome | Promise<TermOutcome> {
  const { evaluation, domain } = step;
  const tooMany = asksDns(mechanism.kind) ? evaluation.budget.takeLookup(domain, text) : undefined;
  if (asksDns(mechanism.kind)) step.lookups = evaluation.budget.lookups;
  if (tooMany !== undefined) return permerror(tooMany);
  return testMechanism(mechanism, step, async (name) => (await checkDomain(name, name, evaluation)).trace);
}

/** RFC 7208 §6.1: as if the check had begun there, but for the budget; no record there is a permerror. */
async function redirect(
  modifier: Modifier,
  terms: TermTrace[],
  said: Place & { readonly record: string },
  evaluation: Evaluation,
): Promise<Evaluated> {
  const step: Step = { evaluation, domain: said.domain, term: modifier.text, queries: [] };
  const failed = (outcome: TermOutcome & { kind: 'error' }): Evaluated => ({
    trace: {
      ...said,
      result: outcome.result,
      terms: [...terms, traceOf(step, outcome)],
      problem: outcome.problem,
    },
  });
  const tooMany = evaluation.budget.takeLookup(said.domain, modifier.text);
  step.lookups = evaluation.budget.lookups;
  if (tooMany !== undefined) return failed(permerror(tooMany));
  const target = await findTarget(modifier.value, step);
  if (target.kind === 'error') return failed(target);
  if (target.kind === 'impossible') return failed(permerror(nowhere(step, impossible(target.text))));
  const there = await checkDomain(target.name, target.name, evaluation);
  step.record = there.trace;
  if (there.trace.result === 'none') return failed(permerror(nowhere(step, `${target.name} publishes no SPF record`)));
  const { result, problem } = there.trace;
  const used = { ...traceOf(step, MATCH), outcome: 'used' as const };
  const trace = { result, terms: [...terms, used], ...(problem !== undefined && { problem }), ...said };
  return { ...there, trace };
}

const nowhere = ({ domain, term }: Step, detail: string): Problem => ({
  code: 'redirect-without-record',
  detail,
  domain,
  term,
});

function traceOf({ term, target, queries, record, lookups }: Step, outcome: TermOutcome): TermTrace {
  const detail =
    outcome.kind === 'no-match' ? outcome.why : outcome.kind === 'error' ? outcome.problem.detail : undefined;
  return {
    term,
    outcome: outcome.kind,
    ...(lookups !== undefined && { lookups }),
    ...(target !== undefined && { target }),
    ...(detail !== undefined && { detail }),
    queries,
    ...(record !== undefined && { record }),
  };
}

const ignored = ({ text }: Term): TermTrace => ({ term: text, outcome: 'ignored', queries: [] });
