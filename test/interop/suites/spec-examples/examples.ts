/** Examples of Exim's experimental-spec, as it has them, each with what comes of it. */

export interface Example {
  /** Section, and what it shows. */
  readonly title: string;
  /** Behind the usual options, or nothing of it where it is `whole`. */
  readonly configuration: string;
  /** Words that `config check` has; without any there must be no error. */
  readonly says?: readonly RegExp[];
  /** Refused, as Exim refuses it. */
  readonly isRefused?: boolean;
  readonly talks?: readonly Talk[];
}

export interface Talk {
  readonly from: string;
  readonly lines: readonly string[];
  /** In replies, in order. */
  readonly replies?: readonly RegExp[];
  /** In the lines the log would have, and on the log of ACLs. */
  readonly logs?: readonly RegExp[];
}

const mail = (sender: string, header = `From: ${sender}`): readonly string[] => [
  'EHLO client.example',
  `MAIL FROM:<${sender}>`,
  'RCPT TO:<user@our.example>',
  'DATA',
  header,
  'Subject: x',
  '',
  'text',
  '.',
  'QUIT',
];
const GOOD = '10.1.2.3';
const BAD = '10.6.6.6';
const acls = (mailAcl: string, data = 'accept'): string =>
  `acl_smtp_mail = mail\nacl_smtp_rcpt = accept\nacl_smtp_data = data\nbegin acl\nmail:\n${mailAcl}\n  accept\ndata:\n  ${data}\n`;

const SPF: readonly Example[] = [
  {
    title: 'SPF: deny spf = fail, with words for the client',
    configuration:
      acls(`  deny message = $sender_host_address is not allowed to send mail from $sender_address_domain.  \\
             $spf_smtp_comment
       spf = fail`),
    talks: [
      {
        from: BAD,
        lines: mail('a@spf.example'),
        replies: [/^550-10\.6\.6\.6 is not allowed to send mail from spf\.example\. +Please see\n550 http:/m],
      },
      { from: GOOD, lines: mail('a@spf.example'), replies: [/^250 OK id=/m] },
      { from: BAD, lines: mail('a@none.example'), replies: [/^250 OK id=/m] },
    ],
  },
  {
    title: 'SPF: results by their names of 4.83 and before, a list with !',
    configuration: acls(`  deny spf = err_perm
       message = broken record
  defer spf = err_temp
       message = later
  warn spf = !fail : softfail
       logwrite = not a plain no: $spf_result`),
    talks: [
      { from: BAD, lines: mail('a@broken.example'), replies: [/^550 broken record/m] },
      { from: GOOD, lines: mail('a@spf.example'), logs: [/not a plain no: pass/] },
      { from: BAD, lines: mail('a@soft.example'), logs: [/not a plain no: softfail/] },
    ],
  },
  {
    title: 'SPF: the Received-SPF field on top, the guess under another name',
    configuration: acls(
      `  warn spf_guess = pass : fail : softfail : neutral
       logwrite = guessed <$spf_result_guessed> $spf_result`,
      'accept spf = *\n    add_header = :at_start:$spf_received\n    logwrite = $spf_received',
    ),
    talks: [
      { from: GOOD, lines: mail('a@spf.example'), logs: [/guessed <no>|guessed <>/, /Received-SPF: pass \(/] },
      { from: BAD, lines: mail('a@none.example'), logs: [/guessed <yes> /] },
    ],
  },
  {
    title: 'SPF: the look-up',
    configuration: acls('  warn logwrite = looked up ${lookup {a@spf.example} spf {$sender_host_address}}'),
    talks: [{ from: GOOD, lines: mail('x@none.example'), logs: [/looked up pass/] }],
  },
];

const DMARC_HEAD = (folder: string): string => `dmarc_tld_file = ${folder}/suffixes
domainlist screwed_up_dmarc_records = broken-records.example
domainlist local_domains = our.example
hostlist local_hosts = 10.9.9.9
acl_smtp_mail = mail
acl_smtp_rcpt = rcpt
acl_smtp_data = data
`;

/** @param folder  holds a list of public suffixes */
const dmarc = (folder: string): readonly Example[] => [
  {
    title: 'DMARC: ACLs with the two slips of the document are refused as by Exim, with file and line',
    configuration: `acl_smtp_data = data
begin acl
data:
  warn    dmarc_status = quarantine
          !authenticated = *
          set $acl_m_quarantine = 1
          # Do something in a transport with this flag variable
  deny    dmarc_status = reject
          !authenticated = *
          message = Message from $domain_used_domain failed sender's DMARC policy, REJECT
`,
    isRefused: true,
    says: [/invalid variable name after "set"/, /unknown variable name "domain_used_domain"/],
  },
  {
    title: 'DMARC: the ACLs, those two words put right',
    configuration: `${DMARC_HEAD(folder)}begin acl
mail:
  warn    spf = *
  accept
rcpt:
  warn    domains        = +local_domains
          hosts          = +local_hosts
          control        = dmarc_disable_verify
  warn    !domains       = +screwed_up_dmarc_records
          control        = dmarc_enable_forensic
  warn    condition      = \${if eq{$local_part}{list}}
          set acl_m_mailing_list = 1
  accept
data:
  warn    dmarc_status   = accept : none : off
          !authenticated = *
          log_message    = DMARC DEBUG: $dmarc_status $dmarc_used_domain
          add_header     = $dmarc_ar_header
  warn    dmarc_status   = !accept
          !authenticated = *
          log_message    = DMARC DEBUG: '$dmarc_status' for $dmarc_used_domain
  warn    dmarc_status   = quarantine
          !authenticated = *
          set acl_m_quarantine = 1
  deny    condition      = \${if eq{$dmarc_domain_policy}{reject}}
          condition      = \${if eq{$acl_m_mailing_list}{1}}
          message        = Messages from $dmarc_used_domain break mailing lists
  deny    dmarc_status   = reject
          !authenticated = *
          message        = Message from $dmarc_used_domain failed sender's DMARC policy, REJECT
  accept  logwrite       = quarantine <$acl_m_quarantine>
`,
    talks: [
      {
        from: BAD,
        lines: mail('a@reject.example'),
        replies: [/^550 Message from reject\.example failed sender's DMARC policy, REJECT/m],
        logs: [/DMARC DEBUG: 'reject' for reject\.example/],
      },
      { from: BAD, lines: mail('a@quarantine.example'), replies: [/^250 OK id=/m], logs: [/quarantine <1>/] },
      { from: GOOD, lines: mail('a@reject.example'), logs: [/DMARC DEBUG: accept reject\.example/] },
      {
        from: GOOD,
        lines: mail('a@reject.example').map((line) => line.replace('<user@', '<list@')),
        replies: [/^550 Messages from reject\.example break mailing lists/m],
      },
      { from: '10.9.9.9', lines: mail('a@reject.example'), replies: [/^250 OK id=/m], logs: [/DMARC DEBUG: off/] },
      { from: BAD, lines: mail('a@none.example'), logs: [/DMARC DEBUG: 'norecord' for/] },
    ],
  },
];

const PROXY: Example = {
  title: 'PROXY: a limit of connections for each host behind the proxy',
  configuration: `LIMIT = 5
acl_smtp_connect = connect
acl_smtp_rcpt = accept
begin acl
connect:
  # Or do some kind of IP lookup in a flat file or database
  # LIMIT = \${lookup{$sender_host_address}iplsearch{/etc/exim/proxy_limits}}
  defer message   = Too many connections from this IP right now
        ratelimit = LIMIT / 5s / per_conn / strict
  accept
`,
  talks: [{ from: GOOD, lines: ['QUIT'], replies: [/^220 /m, /^221 /m] }],
};

const OTHERS: readonly Example[] = [
  PROXY,
  {
    title: 'PRDR: prdr_enable, and the ACL by its name of then',
    configuration: `prdr_enable = true
acl_data_smtp_prdr = prdr
acl_smtp_rcpt = accept
begin acl
prdr:
  deny  local_parts = picky
        message = not for picky
  accept
`,
    says: [/acl_smtp_data_prdr/],
    talks: [
      {
        from: GOOD,
        lines: [
          'EHLO x',
          'MAIL FROM:<a@b.example> PRDR',
          'RCPT TO:<user@our.example>',
          'RCPT TO:<picky@our.example>',
          'DATA',
          '',
          'text',
          '.',
          'QUIT',
        ],
        replies: [/^250-PRDR/m, /^353 /m, /^550 .*not for picky|^550 not for picky/m],
      },
    ],
  },
  {
    title: 'DSN: dsn_advertise_hosts, and dsn_lasthop in a router',
    configuration: `dsn_advertise_hosts = *
acl_smtp_rcpt = accept
begin routers
away:
  driver = manualroute
  route_list = * 127.0.0.1
  transport = smtp
  dsn_lasthop
begin transports
smtp:
  driver = smtp
`,
    talks: [
      {
        from: GOOD,
        lines: [
          'EHLO x',
          'MAIL FROM:<a@b.example> RET=HDRS ENVID=x1',
          'RCPT TO:<c@d.example> NOTIFY=SUCCESS ORCPT=rfc822;c@d.example',
          'QUIT',
        ],
        replies: [/^250-DSN/m, /^250 OK/m, /^250 Accepted/m],
      },
    ],
  },
  {
    title: 'Certificate names: tls_verify_cert_hostnames of a transport',
    configuration:
      'begin transports\nsmtp:\n  driver = smtp\n  tls_verify_cert_hostnames = *\n  tls_try_verify_hosts = *\n',
  },
  {
    title: 'DANE: hosts_try_dane, hosts_require_dane, and the default of hosts_request_ocsp',
    configuration: `begin transports
smtp:
  driver = smtp
  hosts_try_dane = *
  hosts_require_dane = secure.example
  dnssec_request_domains = *
  hosts_request_ocsp = \${if or { {= {0}{$tls_out_tlsa_usage}} \\
                            {= {4}{$tls_out_tlsa_usage}} } \\
                        {*}{}}
`,
  },
  {
    title: 'OCSP: hosts_require_ocsp of a transport',
    configuration:
      'begin transports\nsmtp:\n  driver = smtp\n  hosts_require_ocsp = *\n  hosts_require_tls = *\n  tls_verify_certificates = system\n',
  },
  {
    title: 'Events: event_action of a transport, with a look-up in PostgreSQL',
    configuration: `begin transports
smtp:
  driver = smtp
  event_action = \${if eq {msg:delivery}{$event_name} \\
{\${lookup pgsql {SELECT * FROM record_Delivery( \\
    '\${quote_pgsql:$sender_address_domain}',\\
    '\${quote_pgsql:\${lc:$sender_address_local_part}}', \\
    '\${quote_pgsql:$domain}', \\
    '\${quote_pgsql:\${lc:$local_part}}', \\
    '\${quote_pgsql:$host_address}', \\
    '\${quote_pgsql:\${lc:$host}}', \\
    '\${quote_pgsql:$message_exim_id}')}} \\
} {}}
`,
  },
  {
    title: 'Brightmail: read; who asks for it is told that it cannot be asked yet',
    configuration: `bmi_config_file = /opt/brightmail/etc/brightmail.cfg
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  accept control = bmi_run
`,
    talks: [{ from: GOOD, lines: mail('a@b.example'), replies: [/^451 /m], logs: [/Brightmail cannot be asked yet/] }],
  },
];

export const examplesIn = (folder: string): readonly Example[] => [...SPF, ...dmarc(folder), ...OTHERS];

/** Records those ask for; the root zone. */
export const ZONE = `$TTL 300
. SOA ns.example. root.example. 1 3600 600 86400 300
. NS ns.example.
ns.example. A 127.0.0.1
spf.example. TXT "v=spf1 ip4:10.1.2.3 -all"
soft.example. TXT "v=spf1 ~all"
broken.example. TXT "v=spf1 ip4:nonsense -all"
reject.example. TXT "v=spf1 ip4:10.1.2.3 -all"
_dmarc.reject.example. TXT "v=DMARC1; p=reject; ruf=mailto:Forensic@reject.example,mailto:spy@elsewhere.test"
quarantine.example. TXT "v=spf1 ip4:10.1.2.3 -all"
_dmarc.quarantine.example. TXT "v=DMARC1; p=quarantine"
`;
