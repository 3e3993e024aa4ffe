/**
 * spf: may this client send for this domain?
 *
 * A domain publishes a *record* of *terms*: *directives* (a *mechanism* and what its match means, the *qualifier*) and
 * *modifiers*. grammar/ reads it, evaluate.ts goes through it from left to right under a *budget* of DNS look-ups
 * (budget.ts), mechanisms/ has a file for each, expand.ts puts macros in. The answer is a verdict with a trace of every term;
 * DNS is asked through the port `SpfDns`.
 *
 * Implemented: RFC 7208 with its errata, RFC 8616 §4 for local parts beyond US-ASCII; `spf_guess` as Exim has it.
 * Deliberately absent: Sender ID, the SPF record type (RFC 7208 §3.1), what a receiver does with a result.
 */
export { checkHost, checkHostWith } from './check-host.ts';
export { spfFindings } from './findings/registry.ts';
export { flatten, type SpfFlattenData } from './flatten/report.ts';
export { isSpfRecord, parseRecord } from './grammar/record.ts';
export type { SpfRecord, SyntaxFault } from './grammar/types.ts';
export { receivedSpf, spfMethodResult } from './header-fields.ts';
export { type LintedRecord, lintTexts, recordsIn, type SpfLintData, type TextRecord } from './lint-text.ts';
export { explainDomain, lintDomain, queryDomain, querySender, type SpfQueryData } from './query.ts';
export type { SpfTree, TreeTerm } from './tree.ts';
export type * from './types.ts';
export { type SpfWhichData, type WhichDomain, type WhichTerm, whichDomains } from './which.ts';
