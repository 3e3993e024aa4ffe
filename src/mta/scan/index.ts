/**
 * scan: others asked what they think of a message, for the conditions `malware` and `spam` of ACLs.
 *
 * - **copy**: the message in a file, as Exim lays it out; who asks makes it, scanners read it or are told where it is.
 * - **scanner**: a program or a server that looks for malware; its kind is the first word of `av_scanner`, and a row of
 *   `malware/registry.ts`.
 * - **spamd**: a server of SpamAssassin, or rspamd, which speaks nearly the same; `spamd_address` lists them, with weights
 *   and times (`spam/servers.ts`).
 *
 * Every question has a deadline, answers are bounded, and whatever goes wrong is a `defer` with Exim's words for the log.
 * Nothing is kept here: one scan a message is what the conditions remember.
 *
 * Exim spec ch. "Content scanning at ACL time". Not here: kavdaemon and mksd, whose makers ended them; they are told as such.
 */
import { askMalware } from './malware/ask.ts';
import { SCANNERS } from './malware/registry.ts';
import { askSpam } from './spam/ask.ts';
import type { Scanners, ScanWorld } from './types.ts';

/** First words of `av_scanner`. */
export const SCANNER_KINDS: readonly string[] = [...SCANNERS.keys()];

export type { CopyKeeper, ScanCopy, Scanners, ScanWorld, SpamFacts } from './types.ts';

export const createScanners = (world: ScanWorld): Scanners => ({
  malware: (question, copy) => askMalware(question, copy, world),
  spam: (question, copy) => askSpam(question, copy, world),
});
