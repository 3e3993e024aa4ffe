/** The rows of every scope. */
import { ACL_OPTIONS } from './main/acl.ts';
import { BOUNCE_OPTIONS } from './main/bounces.ts';
import { CALLOUT_OPTIONS } from './main/callouts.ts';
import { CONTENT_OPTIONS } from './main/content.ts';
import { DAEMON_OPTIONS } from './main/daemon.ts';
import { DNS_OPTIONS } from './main/dns.ts';
import { FILTER_OPTIONS } from './main/filter.ts';
import { HEADER_OPTIONS } from './main/headers.ts';
import { HOST_OPTIONS } from './main/hosts.ts';
import { LEFTOVER_OPTIONS } from './main/leftovers.ts';
import { LOGGING_OPTIONS } from './main/logging.ts';
import { LOOKUP_OPTIONS } from './main/lookups.ts';
import { NAME_OPTIONS } from './main/names.ts';
import { QUEUE_OPTIONS } from './main/queue.ts';
import { SMTP_INPUT_OPTIONS } from './main/smtp-input.ts';
import { SPOOL_OPTIONS } from './main/spool.ts';
import { TLS_OPTIONS } from './main/tls.ts';
import type { OptionRow } from './types.ts';

export const ROWS: readonly OptionRow[] = [
  ...ACL_OPTIONS,
  ...BOUNCE_OPTIONS,
  ...CALLOUT_OPTIONS,
  ...CONTENT_OPTIONS,
  ...DAEMON_OPTIONS,
  ...DNS_OPTIONS,
  ...FILTER_OPTIONS,
  ...HEADER_OPTIONS,
  ...HOST_OPTIONS,
  ...LEFTOVER_OPTIONS,
  ...LOGGING_OPTIONS,
  ...LOOKUP_OPTIONS,
  ...NAME_OPTIONS,
  ...QUEUE_OPTIONS,
  ...SMTP_INPUT_OPTIONS,
  ...SPOOL_OPTIONS,
  ...TLS_OPTIONS,
];
