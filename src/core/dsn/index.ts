/**
 * dsn: what became of a message, told to its sender.
 *
 * Who sends asks by *parameters* (parameters.ts): NOTIFY per recipient, RET and ENVID per message, ORCPT for the address as
 * first written. Who delivers answers with a *report* in three parts: words for people, *fields* for programs (one group
 * about the message, one for each recipient with its *action* and *status*), and the original whole or as its header.
 * read/ reads reports, leniently, since they come from mailers of all ages; craft/ writes them, strictly, and refuses where
 * two mailers could go on answering each other (craft/loops.ts).
 *
 * Implemented: RFC 3461 §4, §6; RFC 3463 and the registry of RFC 5248; RFC 3464; RFC 6522; RFC 6533.
 * Deliberately absent: when to report (the mail server's queue decides), reports of X.400 gateways beyond their fields,
 * RFC 8255. What is no report by these standards is core/bounce's.
 */
export { type CraftedDsn, craftDsn } from './craft/craft.ts';
export { humanPart, subjectOf } from './craft/human-part.ts';
export { dsnLanguages } from './craft/languages/registry.ts';
export type { DsnLanguage } from './craft/languages/types.ts';
export { isNullSender } from './craft/loops.ts';
export { type DsnSpec, defaultStatus, type SpecRecipient } from './craft/spec.ts';
export { craftedReport, type DsnCraftData } from './crafted-report.ts';
export { type DsnError, dsnError } from './errors.ts';
export { dsnFindings } from './findings/registry.ts';
export { recipientKind } from './kind.ts';
export { parseEnvid, parseNotify, parseOrcpt, parseRet, wantsReport } from './parameters.ts';
export { type DsnParseData, type ParsedMessage, parsedReport } from './parsed-report.ts';
export { MAX_MESSAGE_OCTETS, parseDsn, reportIn } from './read/parse.ts';
export { parseStatus, statusMeaning } from './status.ts';
export * from './types.ts';
