/**
 * What `-bP` lists only where it is set, so that the list is the one that scripts know of Exim: options of versions since, of
 * what is not built into the usual Exim, and our own. Asked for by its name each is answered.
 */
import type { OptionRow } from '../options/index.ts';

const SINCE =
  'acl_smtp_atrn acl_smtp_wellknown limits_advertise_hosts hosts_xclient message_id_format panic_coredump tls_early_banner_hosts wellknown_advertise_hosts dns_trust_anchors sieve_inbox';
const NOT_BUILT_IN =
  'bmi_config_file bmi_deliver_alternate bmi_deliver_default bmi_dont_deliver bmi_rule dcc_direct_add_header dccifd_address ' +
  'dccifd_options disable_fsync dmarc_forensic_sender dmarc_history_file dmarc_tld_file ibase_servers oracle_servers redis_servers ' +
  'srs_config srs_hashlength srs_hashmin srs_maxage srs_secrets srs_usehash srs_usetimestamp srs srs_alias srs_condition ' +
  'srs_dbinsert srs_dbselect tcp_wrappers_daemon_name translate_ip_address tpda_delivery_action tpda_host_defer_action arc_sign ' +
  'use_classresources transport/smtp:gnutls_compat_mode gnutls_require_kx gnutls_require_mac gnutls_require_protocols';
const OUR_OWN =
  'daemon_drain_time daemon_http_address daemon_modules_load daemon_workers domain_max_parallel dsn_language host_max_parallel ' +
  'log_json log_ports queue_run_interval smtp_bare_line_ends submission_directory tlsrpt_contact tlsrpt_organization hosts_try_mta_sts';

const UNLISTED: ReadonlySet<string> = new Set([SINCE, NOT_BUILT_IN, OUR_OWN].join(' ').split(' '));

export const isListed = ({ name, scope }: OptionRow, isSet: boolean): boolean =>
  isSet || !(UNLISTED.has(name) || UNLISTED.has(`${scope}:${name}`));
