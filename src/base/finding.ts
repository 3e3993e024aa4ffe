/**
 * Findings: what a check has to say, one sentence each, with a stable id.
 *
 * Core modules define them (a registry beside the check), `ui` renders them, `mxray explain ID` documents them.
 */

/** `unknown` means it could not be decided; it is never folded into `ok`. */
export type Severity = 'ok' | 'info' | 'warn' | 'error' | 'unknown';
export type Verdict = 'pass' | 'warn' | 'fail' | 'unknown';

/** A row of a module's findings registry. */
export interface FindingDef {
  /** Stable and dotted: `dane.tlsa.no-match`. */
  readonly id: string;
  /** Severity when the check does not choose another. */
  readonly severity: Severity;
  /** The sentence shown in a report, without a full stop. */
  readonly title: string;
  /** What it means and why it matters, for `mxray explain`; plain prose, one to three paragraphs. */
  readonly explanation: string;
  /** How to mend it in general, where a mend exists. */
  readonly fix?: string;
  /** Clauses of standards, as `RFC 7672 §2.2`. */
  readonly refs: readonly string[];
}

/** What a finding is about; every part optional, narrower parts last. */
export interface Scope {
  readonly domain?: string;
  readonly mx?: string;
  readonly host?: string;
  readonly ip?: string;
  readonly port?: number;
  readonly keyType?: string;
  readonly zone?: string;
  readonly file?: string;
}

export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  readonly scope: Scope;
  readonly title: string;
  /** The particulars of this case. */
  readonly detail?: string;
  /** What to do in this case, e.g. the record to publish. */
  readonly fix?: string;
  readonly refs: readonly string[];
  /** Facts behind it, JSON-safe. */
  readonly evidence?: Readonly<Record<string, unknown>>;
}

export interface FindingParts {
  readonly scope?: Scope;
  readonly severity?: Severity;
  readonly title?: string;
  readonly detail?: string;
  readonly fix?: string;
  readonly evidence?: Readonly<Record<string, unknown>>;
}

/** One case of a registry row. */
export function finding(def: FindingDef, parts: FindingParts = {}): Finding {
  const { scope = {}, severity = def.severity, title = def.title, ...rest } = parts;
  return { id: def.id, severity, scope, title, refs: def.refs, ...rest };
}

/** What each module writes its rows with: ids begin with its name. */
export type FindingRow = (
  id: string,
  severity: Severity,
  title: string,
  explanation: string,
  refs: readonly string[],
  fix?: string,
) => FindingDef;

export const findingRows =
  (module: string): FindingRow =>
  (id, severity, title, explanation, refs, fix) => ({
    id: `${module}.${id}`,
    severity,
    title,
    explanation,
    refs,
    ...(fix !== undefined && { fix }),
  });

/** One case of a row, with the row's general remedy where the case has none of its own. */
export function say(def: FindingDef, parts: FindingParts = {}): Finding {
  return finding(def, { ...(def.fix !== undefined && { fix: def.fix }), ...parts });
}

/** Any error makes `fail`; else any unknown makes `unknown`; else any warning `warn`; else `pass`. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const has = (severity: Severity): boolean => findings.some((f) => f.severity === severity);
  if (has('error')) return 'fail';
  if (has('unknown')) return 'unknown';
  return has('warn') ? 'warn' : 'pass';
}

/** What to mend first: errors before warnings before what could not be seen; among equals the order stands. */
export function byWeight(findings: readonly Finding[]): readonly Finding[] {
  return WEIGHTS.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

const WEIGHTS: readonly Severity[] = ['error', 'warn', 'unknown', 'info', 'ok'];

export function countBySeverity(findings: readonly Pick<Finding, 'severity'>[]): Record<Severity, number> {
  const counts = { ok: 0, info: 0, warn: 0, error: 0, unknown: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** What every check answers: its findings in order of reading, and its own typed data. */
export interface Report<Data> {
  readonly findings: readonly Finding[];
  readonly data: Data;
}
