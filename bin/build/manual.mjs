// Sections of manual pages that no registry can give: what surrounds a command that is more than a question and an answer.
// Command id → title → term → what is to be said of it.

const OWN_SETTINGS = {
  'daemon_workers, daemon_drain_time': 'how many processes serve, and how long an orderly end may take',
  daemon_http_address: '/metrics for Prometheus and /healthz, on an address of their own',
  queue_run_interval: 'how often the queue is tried, as -q30m of an Exim',
  'host_max_parallel, domain_max_parallel': 'how many deliveries go to one host and for one domain at a time',
  log_json: 'what is logged, and every event, as JSON lines',
  message_id_format: 'short ids as those of Exim up to 4.96, or long ones',
  submission_directory: 'where mxray sendmail leaves messages of local users',
  smtp_bare_line_ends: 'what becomes of a CR or LF without the other: mended or refused',
  dns_trust_anchors: 'the keys that DNSSEC begins with, in place of those of the root',
  hosts_try_mta_sts: 'of the smtp transport: for whom MTA-STS counts (RFC 8461)',
  'tlsrpt_contact, tlsrpt_organization': 'reports on TLS for domains that ask for them (RFC 8460)',
  dsn_language: 'languages of bounces, warnings and reports of success',
};

export const MANUAL = {
  serve: {
    SIGNALS: {
      SIGHUP:
        'The configuration and all files that it names are read again. Sessions go on with what they began with. A configuration that is wrong is refused, which is logged, and the old one stays.',
      'SIGTERM, SIGINT':
        'No new connection is taken and no delivery begins; sessions end as soon as nothing is in hand, and deliveries under way are waited for, up to daemon_drain_time. A second one ends it at once: nothing that was answered 250 is lost by that either.',
    },
    PROCESSES: {
      master: 'Keeps root if it was started as root; binds, starts the others, and watches them.',
      acceptor: 'Holds the listening sockets and counts connections, as exim_user.',
      workers:
        'Receive and deliver, as exim_user. What a worker had in hand when it died is taken over by another one.',
      runners: 'Started by the master to deliver into mailboxes and programs as the user that a transport names.',
    },
    FILES: {
      'spool_directory/store':
        'The spool: messages, what is remembered of hosts, rates and callouts. Private to exim_user.',
      'spool_directory/submit': 'Where mxray sendmail leaves messages; everybody may write there and nobody list it.',
      'spool_directory/exim-daemon.pid': 'The number of the master; pid_file_path names another place.',
      'spool_directory/log': 'mainlog, rejectlog and paniclog, as Exim writes them; log_file_path names another place.',
      '~/.local/state/mxray': 'All of this, where no configuration is named.',
    },
    'SETTINGS THAT EXIM DOES NOT HAVE': {
      ...OWN_SETTINGS,
      others:
        'A setting is explained by mxray config doc NAME, and all of a scope are listed by mxray config doc --list main.',
    },
    'WITH SYSTEMD': {
      'Type=notify, NotifyAccess=all':
        'It is ready when it listens. ExecReload=/bin/kill -HUP $MAINPID reads the configuration again.',
    },
  },
};
