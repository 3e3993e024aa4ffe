import type { Severity } from '../../base/index.ts';
import type { RecordTrace, SpfQueryData, SpfResult, TermTrace } from '../../core/spf/index.ts';
import type { Envelope, Paint, Verbosity, View } from '../types.ts';
import { spfFindingLines } from './spf-findings.ts';
import { counter, spfTreeLines } from './spf-tree.ts';

/** The result first, then how it came about, term by term. */
export const spfQueryView: View<SpfQueryData> = (envelope, paint, verbosity) =>
  (envelope.data.trace === undefined && envelope.data.ip === undefined ? policyLines : checkLines)(
    envelope,
    paint,
    verbosity,
  ).join('\n');

const SEVERITY: Readonly<Record<SpfResult, Severity>> = {
  pass: 'ok',
  fail: 'error',
  softfail: 'warn',
  neutral: 'info',
  none: 'info',
  temperror: 'unknown',
  permerror: 'error',
};

function checkLines({ data, findings }: Envelope<SpfQueryData>, paint: Paint, verbosity: Verbosity): string[] {
  const { result = 'none', domain, ip = '', identity, sender, helo, lookups, voids } = data;
  const head = `${paint.mark(SEVERITY[result])} ${paint.strong(domain)}: ${resultText(result, paint)} for ${ip}${because(data)}`;
  if (verbosity < 0) return [head];
  const who = identity === 'helo' ? `HELO ${helo}` : `MAIL FROM ${sender}${helo === '' ? '' : `, HELO ${helo}`}`;
  return [
    head,
    ...(data.guessed === true ? ['  by the record given with --guess, since the domain has none'] : []),
    `  ${who}; ${lookups} of 10 look-ups, ${voids} of 2 void`,
    ...(data.explanation === undefined ? [] : [`  ${data.explanationDomain} explains: ${data.explanation}`]),
    ...(data.trace === undefined ? [] : ['', ...traceLines(data.trace, paint, verbosity, '  ')]),
    ...(findings.length > 1 ? ['', ...spfFindingLines(findings.slice(1), paint, verbosity)] : []),
    ...(verbosity > 0 ? ['', data.receivedSpf ?? '', data.authenticationResults ?? ''] : []),
  ];
}

function because({ mechanism, problem, result }: SpfQueryData): string {
  if (problem !== undefined) return ` (${problem.detail})`;
  if (mechanism !== undefined) return ` (by ${mechanism})`;
  return result === 'neutral' ? ' (no term matched)' : '';
}

function resultText(result: SpfResult, paint: Paint): string {
  if (result === 'pass') return paint.good(result);
  return result === 'fail' || result === 'permerror' ? paint.bad(result) : result;
}

function traceLines(
  { domain, record, result, terms, status, problem }: RecordTrace,
  paint: Paint,
  verbosity: Verbosity,
  indent: string,
): string[] {
  const dnssec = verbosity > 0 && status !== undefined ? paint.dim(` (DNSSEC: ${status})`) : '';
  return [
    `${indent}${paint.strong(domain)}: ${record ?? problem?.detail ?? 'no record'}${dnssec} → ${result}`,
    ...terms.flatMap((term) => termLines(term, paint, verbosity, `${indent}  `)),
  ];
}

const OUTCOME: Readonly<Record<TermTrace['outcome'], string>> = {
  match: 'matches',
  'no-match': 'no',
  error: 'error',
  ignored: 'not looked at',
  used: 'used',
};

function termLines(term: TermTrace, paint: Paint, verbosity: Verbosity, indent: string): string[] {
  const { outcome, target, detail, queries, record } = term;
  const word =
    outcome === 'match' ? paint.good(OUTCOME.match) : outcome === 'error' ? paint.bad('error') : OUTCOME[outcome];
  const more = `${target === undefined ? '' : ` → ${target}`}: ${word}${detail === undefined ? '' : paint.dim(` (${detail})`)}`;
  const line = `${indent}${counter(term.lookups, paint)} ${term.term}${more}`;
  const asked = queries.map(
    ({ name, type, records, status, error }) =>
      `${indent}     ${name} ${type}: ${error ?? `${records} record${records === 1 ? '' : 's'}, ${status}`}`,
  );
  return [
    outcome === 'ignored' ? paint.dim(line) : line,
    ...(verbosity > 0 ? asked.map(paint.dim) : []),
    ...(record === undefined ? [] : traceLines(record, paint, verbosity, `${indent}     `)),
  ];
}

function policyLines(
  { data, findings, verdict }: Envelope<SpfQueryData>,
  paint: Paint,
  verbosity: Verbosity,
): string[] {
  const { domain, tree, lookups, result } = data;
  const severity: Severity = verdict === 'pass' ? 'ok' : verdict === 'fail' ? 'error' : verdict;
  const says = result === undefined ? `${lookups} of 10 look-ups` : resultText(result, paint);
  const head = `${paint.mark(severity)} ${paint.strong(domain)}: ${says}`;
  const told = findings.filter(({ severity: each }) => verbosity > 0 || each !== 'ok');
  if (verbosity < 0) return [head, ...spfFindingLines(told, paint, verbosity)];
  return [
    head,
    '',
    ...(tree === undefined ? [] : spfTreeLines(tree, paint, verbosity)),
    ...(told.length > 0 ? ['', ...spfFindingLines(told, paint, verbosity)] : []),
  ];
}
