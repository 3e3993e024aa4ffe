/** Clients known by certificates, AUTH that only TLS offers, and next hops that want to see ours. */
import { command, mail, type Site, talk } from '../types.ts';

const plain = (user: string, password: string): string => Buffer.from(`\0${user}\0${password}`).toString('base64');

export const certificates: Site = {
  name: 'certificates',
  // Words of GnuTLS; BDAT behind MAIL; a certificate that cannot be read does not lead to clear text; $tls_out_* in header fields.
  differing: 22,
  configuration: String.raw`
domainlist local_domains = @ : home.example
tls_advertise_hosts = ! NET.6
tls_certificate = ${'$'}{if eq{$tls_in_sni}{other.example}{CERTS/other.cert}{CERTS/server.cert}}
tls_privatekey = ${'$'}{if eq{$tls_in_sni}{other.example}{CERTS/other.key}{CERTS/server.key}}
tls_verify_certificates = CERTS/ca.pem
tls_verify_hosts = NET.5
tls_try_verify_hosts = ! NET.4
auth_advertise_hosts = ${'$'}{if eq{$tls_in_cipher}{}{}{*}}
acl_smtp_helo = check_helo
acl_smtp_mail = check_mail
acl_smtp_rcpt = check_rcpt
acl_smtp_auth = check_auth
acl_smtp_starttls = check_starttls
log_selector = +tls_peerdn +tls_sni +tls_certificate_verified +tls_cipher +smtp_confirmation
begin acl
check_helo:
  accept logwrite = helo $sender_helo_name by ${'$'}{if def:tls_in_cipher{TLS}{clear}} verified=$tls_in_certificate_verified dn=<$tls_in_peerdn> sni=<$tls_in_sni>
check_starttls:
  deny    message = no TLS for you
          hosts = NET.3
  accept
check_auth:
  accept  encrypted = *
  deny    message = AUTH needs TLS
check_mail:
  deny    message = TLS first
          sender_domains = secret.example
          ! encrypted = *
  deny    message = a certificate first
          sender_domains = certified.example
          ! verify = certificate
  accept
check_rcpt:
  warn    verify = certificate
          add_header = X-Cert: ${'$'}{certextract{subject}{$tls_in_peercert}}|${'$'}{certextract{issuer}{$tls_in_peercert}}|${'$'}{certextract{subj_altname,>+}{$tls_in_peercert}}|${'$'}{certextract{subject,CN}{$tls_in_peercert}}
  warn    authenticated = *
          add_header = X-Auth: $authenticated_id by $sender_host_authenticated
  accept  authenticated = *
  accept  verify = certificate
          condition = ${'$'}{if match{$tls_in_peerdn}{CN=client.example}}
  accept  domains = +local_domains
  deny    message = no relaying
begin routers
out:
  driver = manualroute
  domains = ! +local_domains
  route_list = certified.example certified.ZONE byname ; nocert.example certified.ZONE byname ; \
    other.example other.ZONE byname ; sni.example secure.ZONE byname ; auth.example secure.ZONE byname ; \
    verified.example secure.ZONE byname ; wrongca.example secure.ZONE byname ; badname.example other.ZONE byname ; \
    plain.example plain.ZONE byname ; require.example plain.ZONE byname ; badkey.example certified.ZONE byname ; \
    tryname.example other.ZONE byname ; \
    * modern.ZONE byname
  transport = ${'$'}{lookup{$domain}lsearch{FOLDER/transports}{$value}{smtp}}
box:
  driver = accept
  domains = +local_domains
  transport = box
begin transports
smtp:
  driver = smtp
  hosts_try_auth =
  tls_try_verify_hosts =
certified:
  driver = smtp
  tls_certificate = CERTS/client.cert
  tls_privatekey = CERTS/client.key
  tls_verify_certificates = CERTS/ca.pem
  tls_verify_cert_hostnames =
  headers_add = X-Out: ${'$'}{tls_out_peerdn} $tls_out_certificate_verified
nocert:
  driver = smtp
  tls_try_verify_hosts =
badkey:
  driver = smtp
  tls_certificate = CERTS/client.cert
  tls_privatekey = CERTS/none.key
sni:
  driver = smtp
  tls_sni = other.example
  tls_verify_certificates = CERTS/ca.pem
  tls_verify_cert_hostnames =
verified:
  driver = smtp
  tls_verify_certificates = CERTS/ca.pem
  tls_verify_hosts = *
  tls_verify_cert_hostnames =
  hosts_try_auth = *
wrongca:
  driver = smtp
  tls_verify_certificates = CERTS/strange-ca.pem
  tls_verify_hosts = *
  hosts_try_auth = *
badname:
  driver = smtp
  tls_verify_certificates = CERTS/ca.pem
  tls_verify_hosts = *
  tls_verify_cert_hostnames = *
tryname:
  driver = smtp
  tls_verify_certificates = CERTS/ca.pem
  tls_try_verify_hosts = *
  tls_verify_cert_hostnames = *
require:
  driver = smtp
  hosts_require_tls = *
auth:
  driver = smtp
  hosts_require_auth = *
  authenticated_sender = ${'$'}{local_part}@home.example
box:
  driver = appendfile
  user = mail
  file = FOLDER/box/mbox
  create_file = anywhere
begin retry
* * F,1h,1s
begin authenticators
external:
  driver = external
  public_name = EXTERNAL
  server_advertise_condition = ${'$'}{if and{{eq{$tls_in_certificate_verified}{1}}{def:tls_in_peerdn}}}
  server_param2 = ${'$'}{certextract{subj_altname,mail,>:}{$tls_in_peercert}}
  server_condition = ${'$'}{if forany{$auth2}{eq{$item}{$auth1}}}
  server_set_id = $auth1
by_tls:
  driver = tls
  server_param1 = ${'$'}{certextract{subj_altname,mail,>:}{$tls_in_peercert}}
  server_condition = ${'$'}{if and{{eq{$tls_in_certificate_verified}{1}}{forany{$auth1}{inlist{$item}{ann@client.example}}}}}
  server_set_id = tls:${'$'}{sg{$auth1}{:.*}{}}
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${'$'}{if and{{eq{$auth2}{ann}}{eq{$auth3}{secret}}}}
  server_set_id = $auth2
  server_advertise_condition = ${'$'}{if def:tls_in_cipher}
  client_send = ^user^secret
`,
  files: {
    transports: ['certified', 'nocert', 'badkey', 'sni', 'verified', 'wrongca', 'badname', 'require', 'auth', 'tryname']
      .map((name) => `${name}.example: ${name}\n`)
      .join(''),
  },
  steps: [
    mail('in the clear', { to: ['box@home.example'] }),
    mail('TLS without a certificate', { to: ['box@home.example', 'x@far.example'] }, { tls: 'plain' }),
    mail('a good certificate', { to: ['box@home.example', 'x@far.example'] }, { tls: 'client' }),
    mail('that of a stranger', { to: ['box@home.example', 'x@far.example'] }, { tls: 'stranger' }),
    mail('another good one', { to: ['box@home.example', 'x@far.example'] }, { tls: 'other' }),
    mail('required, without', { to: ['box@home.example'] }, { tls: 'plain', from: 5 }),
    mail('required, of a stranger', { to: ['box@home.example'] }, { tls: 'stranger', from: 5 }),
    mail('required, good', { to: ['box@home.example'] }, { tls: 'client', from: 5 }),
    mail('not asked for', { to: ['box@home.example'] }, { tls: 'client', from: 4 }),
    mail('a name', { to: ['box@home.example'] }, { tls: 'plain', servername: 'mx.example.org' }),
    mail('another name', { to: ['box@home.example'] }, { tls: 'client', servername: 'other.example' }),
    talk('TLS not offered', ['EHLO x', 'STARTTLS', 'QUIT'], { from: 6 }),
    talk('TLS refused', ['EHLO x', 'STARTTLS', 'NOOP', 'QUIT'], { from: 3 }),
    talk('in the clear where TLS is wanted', [
      'EHLO x',
      'MAIL FROM:<a@secret.example>',
      'AUTH PLAIN',
      'MAIL FROM:<a@certified.example>',
      'QUIT',
    ]),
    talk('a certificate where one is wanted', ['EHLO x', 'MAIL FROM:<a@certified.example>', 'QUIT'], { tls: 'client' }),
    talk('none where one is wanted', ['EHLO x', 'MAIL FROM:<a@certified.example>', 'QUIT'], { tls: 'plain' }),
    talk(
      'AUTH EXTERNAL',
      [
        'EHLO x',
        `AUTH EXTERNAL ${Buffer.from('ann@client.example').toString('base64')}`,
        'MAIL FROM:<a@b.example>',
        'RCPT TO:<x@far.example>',
        'DATA',
        'Subject: a\r\n\r\nb\r\n.',
        'QUIT',
      ],
      { tls: 'client' },
    ),
    talk(
      'AUTH EXTERNAL of another',
      [
        'EHLO x',
        `AUTH EXTERNAL ${Buffer.from('bob@client.example').toString('base64')}`,
        'AUTH EXTERNAL',
        '=',
        'AUTH EXTERNAL =',
        'AUTH EXTERNAL',
        '*',
        'QUIT',
      ],
      { tls: 'client' },
    ),
    talk('AUTH EXTERNAL without', ['EHLO x', 'AUTH EXTERNAL YQ==', 'QUIT'], { tls: 'plain' }),
    talk(
      'AUTH PLAIN',
      [
        'EHLO x',
        `AUTH PLAIN ${plain('ann', 'secret')}`,
        'MAIL FROM:<a@b.example> AUTH=<>',
        'RCPT TO:<x@far.example>',
        'DATA',
        'Subject: a\r\n\r\nb\r\n.',
        'STARTTLS',
        'AUTH PLAIN',
        'QUIT',
      ],
      { tls: 'plain' },
    ),
    talk(
      'AUTH PLAIN, wrong',
      [
        'EHLO x',
        `AUTH PLAIN ${plain('ann', 'wrong')}`,
        'AUTH PLAIN',
        plain('ann', 'bad'),
        'AUTH PLAIN !!!',
        'AUTH LOGIN',
        'RSET',
        'QUIT',
      ],
      { tls: 'plain' },
    ),
    talk(
      'AUTH again',
      [
        'EHLO x',
        `AUTH PLAIN ${plain('ann', 'secret')}`,
        'EHLO y',
        `AUTH PLAIN ${plain('ann', 'secret')}`,
        'HELP',
        'QUIT',
      ],
      { tls: 'stranger' },
    ),
    ...[
      'certified',
      'nocert',
      'other',
      'sni',
      'verified',
      'wrongca',
      'badname',
      'tryname',
      'plain',
      'require',
      'auth',
      'badkey',
    ].map((name) => mail(`out: ${name}`, { to: [`a@${name}.example`, `b@${name}.example`] }, { tls: 'client' })),
    command('-bp', { anyOrder: true }),
    command('-bP authenticator external'),
    command('-bh NET.7', {
      words: ['-bh', 'NET.7'],
      input: 'EHLO x\r\nSTARTTLS\r\nMAIL FROM:<a@secret.example>\r\nQUIT\r\n',
    }),
    command('-qff', { afterMs: 1100 }),
    command('-Mrm ID'),
  ],
};
