/**
 * config: Exim's configuration file, read (Exim spec ch. 6 "The Exim run time configuration file").
 *
 * Physical lines come out of a file and the files it includes; macros are put in, conditions decide which of them count, and
 * continuations make logical lines of them (`lines/`). The main section is macros, named lists and options; the others have
 * readers of their own (`sections/`). Every option is a row (`options/`), read by its type (`values/`). Expansions and lists
 * stay text: who uses them parses them, and `checkConfiguration` tries whether they can.
 *
 * A mistake is told with its file, its line and what would be right, and reading goes on: all are told at once. Texts are
 * octet strings, one character an octet. What is read is bounded: files, includes inside each other, lines with their macros.
 */

export { ACL_CLAUSES, ACL_CONTROLS, ACL_PHASES, ACL_VERBS, type AclPhase, type AclWord } from './acl/index.ts';
export type { NamedAccount } from './check/index.ts';
export { accountsIn, checkConfiguration, whatForbidsUse } from './check/index.ts';
export { type ConfigurationFiles, systemFiles } from './files.ts';
export { configFindings } from './findings.ts';
export { mailboxOptions } from './mailbox-options.ts';
export { missingAccounts } from './missing-accounts.ts';
export { firstMistake, type Mistake } from './mistake.ts';
export { OPTION_ROWS, type OptionRow } from './options/index.ts';
export { type ConfigurationSource, type ReadOptions, readConfiguration, readLeniently } from './read.ts';
export {
  accountsNamed,
  type ConfigCheckData,
  type ConfigCounts,
  type ConfigProblem,
  configCheckReport,
} from './report.ts';
export { readAclText } from './sections/acl-text.ts';
export { headersRewriteRules } from './sections/rewrite-rule.ts';
export type { Shown } from './show/print.ts';
export { type ConfigShowData, configShowReport } from './show/report.ts';
export { type ShowContext, type ShownGroup, selectShown } from './show/select.ts';
export type * from './types.ts';
export { driverValue, mainValue } from './value-of.ts';
export { parseRetryError, type RetryErrorName } from './values/retry-error.ts';
