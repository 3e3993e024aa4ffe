import type { Configuration } from '../../config/index.ts';
import type { Delivered } from '../../deliver/index.ts';
import type { ExpansionHost } from '../../expand/index.ts';
import type { LogEntry, LogFormat } from '../../log/index.ts';
import type { Reception } from '../../receive/index.ts';
import type { Submitter } from '../../spool/index.ts';
import type { LocalSessions } from './local-sessions.ts';

/** What submissions are taken with. */
export interface SubmissionParts {
  readonly configuration: Configuration;
  /** Where they are left. */
  readonly folder: string;
  readonly reception: Reception;
  /** Those that callers hold over the socket. */
  readonly sessions: LocalSessions;
  /** As whom we run. */
  readonly user: Submitter;
  /** For lists of the configuration. */
  readonly host: ExpansionHost;
  /** An option as it comes to without a message; undefined: it is not set, or cannot be had. */
  readonly expanded: (option: string) => Promise<string | undefined>;
  /** Tries a message, and resolves when that is over. */
  readonly deliver: (messageId: string) => Promise<Delivered>;
  readonly log: (entry: LogEntry, messageId?: string) => void;
  readonly logFormat: LogFormat;
}
