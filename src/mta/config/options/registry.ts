/** The rows of every scope. To add an option: a row in the file of its group (copy one of `main/callouts.ts`). */
import {
  CRAM_MD5_OPTIONS,
  CYRUS_SASL_OPTIONS,
  DOVECOT_OPTIONS,
  EXTERNAL_OPTIONS,
  GSASL_OPTIONS,
  HEIMDAL_OPTIONS,
  PLAINTEXT_OPTIONS,
  SPA_OPTIONS,
  TLS_AUTH_OPTIONS,
} from './authenticators/drivers.ts';
import { AUTHENTICATOR_OPTIONS } from './authenticators/generic.ts';
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
import { ROUTER_CONDITIONS } from './routers/conditions.ts';
import { ROUTER_DELIVERY } from './routers/delivery.ts';
import { DNSLOOKUP_OPTIONS } from './routers/dnslookup.ts';
import { ROUTER_FLOW } from './routers/flow.ts';
import { MANUALROUTE_OPTIONS } from './routers/manualroute.ts';
import { IPLOOKUP_OPTIONS, QUERYPROGRAM_OPTIONS } from './routers/programs.ts';
import { REDIRECT_OPTIONS } from './routers/redirect.ts';
import { REDIRECT_LIMITS, REDIRECT_SIEVE, REDIRECT_SRS } from './routers/redirect-limits.ts';
import { APPENDFILE_FORMATS, APPENDFILE_OPTIONS, APPENDFILE_QUOTA } from './transports/appendfile.ts';
import { TRANSPORT_OPTIONS } from './transports/generic.ts';
import { PIPE_OPTIONS } from './transports/pipe.ts';
import { AUTOREPLY_OPTIONS, LMTP_OPTIONS, QUEUEFILE_OPTIONS } from './transports/small.ts';
import { SMTP_DKIM, SMTP_OPTIONS } from './transports/smtp.ts';
import { SMTP_HOSTS } from './transports/smtp-hosts.ts';
import { SMTP_TLS } from './transports/smtp-tls.ts';
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
  ...ROUTER_CONDITIONS,
  ...ROUTER_DELIVERY,
  ...ROUTER_FLOW,
  ...DNSLOOKUP_OPTIONS,
  ...MANUALROUTE_OPTIONS,
  ...IPLOOKUP_OPTIONS,
  ...QUERYPROGRAM_OPTIONS,
  ...REDIRECT_OPTIONS,
  ...REDIRECT_LIMITS,
  ...REDIRECT_SIEVE,
  ...REDIRECT_SRS,
  ...APPENDFILE_FORMATS,
  ...APPENDFILE_OPTIONS,
  ...APPENDFILE_QUOTA,
  ...TRANSPORT_OPTIONS,
  ...PIPE_OPTIONS,
  ...AUTOREPLY_OPTIONS,
  ...LMTP_OPTIONS,
  ...QUEUEFILE_OPTIONS,
  ...SMTP_DKIM,
  ...SMTP_OPTIONS,
  ...SMTP_HOSTS,
  ...SMTP_TLS,
  ...CRAM_MD5_OPTIONS,
  ...CYRUS_SASL_OPTIONS,
  ...DOVECOT_OPTIONS,
  ...EXTERNAL_OPTIONS,
  ...GSASL_OPTIONS,
  ...HEIMDAL_OPTIONS,
  ...PLAINTEXT_OPTIONS,
  ...SPA_OPTIONS,
  ...TLS_AUTH_OPTIONS,
  ...AUTHENTICATOR_OPTIONS,
];
