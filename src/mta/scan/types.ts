import type { Clock, Random, Result } from '../../base/index.ts';
import type { Net } from '../../core/net/index.ts';
import type { MalwareAnswer, MalwareQuestion, SpamAnswer, SpamQuestion } from '../acl/index.ts';
import type { Later } from '../expand/index.ts';

/** A message in a file of its own folder, line ends LF, envelope in front. */
export interface ScanCopy {
  readonly path: string;
  readonly folder: string;
  readonly octets: number;
}

/** The copy of one message, made when first wanted. */
export interface CopyKeeper {
  /** The same for all who ask; a failure is a sentence. */
  readonly get: () => Promise<Result<ScanCopy, string>>;
  /** Takes the copy away with all that was decoded beside it, unless it is to be kept. */
  readonly remove: (keep: boolean) => Promise<void> | undefined;
}

/** What rspamd is told beside the message. */
export interface SpamFacts {
  readonly messageId: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly helo?: string | undefined;
  readonly hostName?: string | undefined;
  readonly address?: string | undefined;
  readonly authenticatedId?: string | undefined;
}

export interface Scanners {
  readonly malware: (question: MalwareQuestion, copy: ScanCopy) => Promise<MalwareAnswer>;
  readonly spam: (question: SpamQuestion & SpamFacts, copy: ScanCopy) => Promise<SpamAnswer>;
}

export interface ScanWorld {
  readonly net: Pick<Net, 'dial'>;
  readonly clock: Clock;
  readonly random: Random;
  /** Undefined: nobody can know just now. */
  readonly addressesOf: (name: string) => Later<readonly string[] | undefined>;
  /** Between tries of a server with `retry=`. */
  readonly wait: (seconds: number) => Later<void>;
}
