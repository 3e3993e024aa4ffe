/** Defaults that are not those of Debian's build of 4.96, and why. */

/** Of the main section. */
export const DIFFERENT: Readonly<Record<string, string>> = {
  exim_group: 'set when Exim is built',
  exim_path: 'set when Exim is built',
  exim_user: 'set when Exim is built',
  exim_version: 'the version it is',
  log_file_path: 'set when Exim is built',
  openssl_options: 'this build has GnuTLS',
  pid_file_path: 'set when Exim is built',
  primary_hostname: 'made of the host',
  process_log_path: 'set when Exim is built',
  qualify_domain: 'made of the host',
  qualify_recipient: 'made of the host',
  queue_fast_ramp: 'on in 4.99',
  remote_max_parallel: '6 in 4.99',
  spool_directory: 'set when Exim is built',
};

/** What a driver or the rest of the configuration has set by itself. */
export const MADE: Readonly<Record<string, string>> = {
  public_name: "the authenticator's own name",
  group: 'that of the user',
  command_group: 'that of the user',
  log_as_local: 'on for accept',
  retry_use_local_part: 'on for local transports',
};
