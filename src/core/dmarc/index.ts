/**
 * dmarc: who answers for the author of a message, and what the owner of that domain asks to be done when nobody does.
 *
 * The **author domain** stands in the From field (author.ts). Its owner, or the **organization** it belongs to, publishes a
 * record at `_dmarc` (record/). Which record speaks, and which names are of one organization, is told by a walk up the DNS
 * tree (RFC 9989) or by a list of public suffixes (RFC 7489, suffixes.ts): both are here as methods (discovery/). A message
 * passes when SPF or a DKIM signature passed for a domain that is **aligned** with the author's (alignment.ts); else the
 * policy holds, less testing and sampling (policy.ts). `evaluateDmarc` (evaluate.ts) puts it together; `evalReport`,
 * `dmarcQueryReport` are what the commands show, `reports-to.ts` says where reports may go.
 *
 * Aggregate reports and failure reports are read in report/; a message with several author domains is judged in authors.ts.
 *
 * Implemented: RFC 9989 §4.4 to §4.10, §5.3, §11.5; RFC 7489 §3, §6.3, §6.4, §6.6, §7.1; RFC 9990 §3, §4; RFC 6591 §3.
 * Deliberately absent: RFC 9091 as such (its np and psd are of RFC 9989), sending reports, SPF and DKIM themselves.
 */
export { type Authors, domainOf, MAX_FROM, readAuthors } from './author.ts';
export { walkTargets } from './discovery/index.ts';
export {
  type AuthorVerdict,
  type EvalData,
  type EvalQuestion,
  evalReport,
  type RuleVerdict,
  type ShownIdentifier,
  type ShownStep,
} from './eval.ts';
export { type Evaluation, evaluateDmarc, type Identifier, type Question } from './evaluate.ts';
export { failureAddresses } from './failure-addresses.ts';
export { dmarcFindings } from './findings/registry.ts';
export { type Authenticated, authenticateMessage, believeResults } from './from-message.ts';
export { createGivenDns } from './given-records.ts';
export { dmarcMethodResult, identifierResults } from './method-results.ts';
export { dmarcQueryReport, type QueryQuestion } from './query.ts';
export type { DmarcQueryData, DomainPolicy, Reach } from './query-types.ts';
export { type DmarcRecord, isDmarcRecord, parseRecord, type RecordFault, type Tag } from './record/index.ts';
export * from './report/index.ts';
export type { ReportAddress } from './reports-to.ts';
export { builtInSuffixes, parseSuffixList, parseSuffixRules, publicSuffix, readSuffixFile } from './suffixes.ts';
export type * from './types.ts';
