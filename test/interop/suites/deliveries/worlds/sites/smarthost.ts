/** A company that sends all through its provider: TLS and a login there, addresses rewritten on the way, what comes back. */
import { formatPem, formatSigningKey } from '../../../../../../src/core/pki/issue.ts';
import { ocspWorld } from '../../../../../support/ocsp.ts';
import type { PeerScript } from '../../../../../support/smtp-peer.ts';
import type { HopRow } from '../../hops.ts';
import { from, one, type Preparation, type World } from '../types.ts';

/** `user` and `secret` in base64, as AUTH LOGIN has them. */
const [USER, SECRET] = ['DXNLCG==', 'C2VJCMV0'];

const provider = (offers: readonly string[], replies: PeerScript['replies'] = {}): PeerScript => ({
  offers: ['SIZE 200000', 'PIPELINING', '8BITMIME', ...offers],
  replies: { 'RCPT TO:<ZED': '550 5.1.1 no zed here', 'RCPT TO:<TMP': '451 4.2.1 greylisted', ...replies },
});

const PLAIN = provider(['STARTTLS', 'AUTH PLAIN LOGIN'], { 'AUTH PLAIN': '235 2.7.0 welcome' });

async function furnish(): Promise<Preparation> {
  const pki = await ocspWorld('p256', new Date());
  const leaf = await pki.issue({ subject: 'localhost', dnsNames: ['localhost'] });
  const tls = {
    key: formatSigningKey(leaf.key),
    cert: [leaf.der, pki.issuer.der].map((der) => formatPem('CERTIFICATE', der)).join(''),
  };
  const at = (script: PeerScript): HopRow => ({ script, tls });
  return {
    files: { 'roots.pem': formatPem('CERTIFICATE', pki.root.der) },
    hops: () => [
      at(PLAIN),
      at(
        provider(['STARTTLS', 'AUTH LOGIN'], {
          'AUTH LOGIN': '334 VXNlcm5hbWU6',
          [USER!]: '334 UGFzc3dvcmQ6',
          [SECRET!]: '235 2.7.0 in',
          '': '334 x',
        }),
      ),
      at(provider(['STARTTLS', 'AUTH CRAM-MD5'], { 'AUTH CRAM': '334 PDFAcGVlci50ZXN0Pg==', DXNLCI: '235 2.7.0 in' })),
      at(provider(['STARTTLS', 'AUTH PLAIN'], { 'AUTH PLAIN': '535 5.7.8 wrong password' })),
      at(provider(['STARTTLS', 'AUTH PLAIN'], { 'AUTH PLAIN': '454 4.7.0 backend is down' })),
      at(provider(['AUTH PLAIN'], { 'AUTH PLAIN': '235 2.7.0 welcome' })),
      at(provider(['STARTTLS'], {})),
      at(
        provider(['STARTTLS', 'AUTH PLAIN'], { 'AUTH PLAIN': '235 2.7.0 welcome', MAIL: '553 5.7.1 not your address' }),
      ),
      { ...at(PLAIN), tls: { ...tls, onConnect: true } },
    ],
  };
}

const configuration: World['configuration'] = ({ folder, hops }) => {
  const way = (name: string, hop: number, router = '', transport = 'provider'): string =>
    `to_${name}:\n  driver = manualroute\n  domains = ${name}.example\n  route_list = * localhost::${hops[hop]} byname\n  self = send\n  transport = ${transport}\n${router}`;
  return `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org : localhost
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
acl_smtp_mail = accept
delay_warning =
keep_environment =
disable_ipv6
bounce_return_size_limit = 2K
bounce_sender_authentication = postmaster@example.org
headers_charset = utf-8
begin routers
${way('login', 1)}
${way('cram', 2)}
${way('wrong', 3)}
${way('down', 4)}
${way('clear', 5)}
${way('noauth', 6)}
${way('notmine', 7)}
${way('submissions', 8, '', 'submissions')}
${way('anyway', 3, '', 'optional')}
${way('visible', 0, '  headers_add = X-Route: $domain via $host\n', 'visible')}
aliases:
  driver = redirect
  domains = +local_domains
  allow_fail
  allow_defer
  data = \${lookup{$local_part}lsearch{${folder}/aliases}}
  pipe_transport = program
  file_transport = file
  retry_use_local_part
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : postmaster
  transport = mailbox
smarthost:
  driver = manualroute
  domains = ! +local_domains
  route_list = * localhost::${hops[0]} byname
  self = send
  transport = provider
  same_domain_copy_routing
  no_more
begin transports
mailbox:
  driver = appendfile
  file = ${folder}/box/$local_part_data
  delivery_date_add
  envelope_to_add
  return_path_add
program:
  driver = pipe
  log_output
file:
  driver = appendfile
provider:
  driver = smtp
  hosts_require_auth = *
  hosts_require_tls = *
  tls_verify_certificates = ${folder}/roots.pem
  tls_verify_hosts = *
  hosts_try_fastopen =
  authenticated_sender = \${if eq{$sender_address}{}{}{relay@example.org}}
optional:
  driver = smtp
  hosts_try_auth = *
  tls_verify_certificates = ${folder}/roots.pem
  hosts_try_fastopen =
visible:
  driver = smtp
  hosts_try_auth = *
  tls_verify_certificates = ${folder}/roots.pem
  headers_add = "X-Sender: $authenticated_id"
  headers_rewrite = *@example.org "\${local_part}@rewritten.example" f
  return_path = "\${quote_local_part:$local_part}-bounce@example.org"
  hosts_try_fastopen =
submissions:
  driver = smtp
  protocol = smtps
  hosts_require_auth = *
  tls_verify_certificates = ${folder}/roots.pem
  hosts_try_fastopen =
begin authenticators
cram:
  driver = cram_md5
  public_name = CRAM-MD5
  client_name = \${extract{user}{\${lookup{$host}lsearch{${folder}/passwd.client}}}}
  client_secret = \${extract{pass}{\${lookup{$host}lsearch{${folder}/passwd.client}}}}
plain:
  driver = plaintext
  public_name = PLAIN
  client_send = "\${if !eq{$tls_out_cipher}{}{^\${extract{user}{\${lookup{$host}lsearch{${folder}/passwd.client}}}}^\${extract{pass}{\${lookup{$host}lsearch{${folder}/passwd.client}}}}}fail}"
login:
  driver = plaintext
  public_name = LOGIN
  client_send = ": \${extract{user}{\${lookup{$host}lsearch{${folder}/passwd.client}}}} : \${extract{pass}{\${lookup{$host}lsearch{${folder}/passwd.client}}}}"
begin retry
wrong.example  auth_failed  F,1h,20m
clear.example  tls_required F,2h,30m
*              *            F,2h,15m; G,16h,1h,1.5; F,4d,6h
begin rewrite
*@localhost       $1@example.org                      Ffrs
bob@example.org   robert@example.org                  FrsE
^secret-(.*)@example\\.org  "$1@hidden.example.org"    q
`;
};

const site = (title: string, ...recipients: string[]) => one(title, ...recipients);

export const smarthost: World = {
  name: 'smarthost',
  configuration,
  furnish,
  isInFullAlone: true,
  forms: [
    [/\bTLS1\.3:\S+?:256\b/g, 'TLS1.3:CIPHER'],
    [/\b(T=visible) S=\d+/g, '$1 S=n'],
  ],
  files: {
    aliases:
      'root: ann\nabuse: root, sales@customer.example\nteam: ann, bob, zed@partner.example\ncount: "|/usr/bin/wc -c"\nleft: :fail: moved to another company\nholiday: :defer: not before monday\nnowhere: :blackhole:\n',
    'passwd.client': 'localhost: user=\\rsx pass=secret\n'.replace('\\rsx', 'user'),
  },
  scenarios: [
    site('a customer', 'sales@customer.example'),
    site('two customers of one provider', 'sales@customer.example', 'ceo@other.example'),
    site('one that is refused among them', 'sales@customer.example', 'zed@other.example'),
    site('one that is greylisted', 'tmp@customer.example'),
    { ...site('one that is greylisted, forced twice', 'tmp@customer.example'), runs: ['-qf', '-qf'] },
    site('AUTH LOGIN', 'x@login.example'),
    site('AUTH CRAM-MD5', 'x@cram.example'),
    site('a wrong password', 'x@wrong.example'),
    site('a wrong password, and without', 'x@anyway.example'),
    site('a server of passwords that is down', 'x@down.example'),
    site('no TLS there', 'x@clear.example'),
    site('no AUTH there', 'x@noauth.example'),
    site('not the address of who logs in', 'x@notmine.example'),
    site('submissions', 'x@submissions.example'),
    site('a bounce that needs the login', 'left@example.org', 'zed@customer.example'),
    from('', 'the bounce of another', 'sales@customer.example'),
    from('bob@example.org', 'a rewritten sender', 'sales@customer.example'),
    {
      ...site('rewritten header lines', 'bob@localhost', 'x@visible.example'),
      header: 'Cc: bob@example.org, Root <root@localhost>\nReply-To: secret-ann@example.org\n',
    },
    { ...site('what a transport shows', 'x@visible.example'), header: 'Bcc: hidden@example.org\n' },
    site('a list of here and there', 'team@example.org'),
    site('aliases of aliases', 'abuse@example.org', 'root@example.org'),
    site('a program and nobody', 'count@example.org', 'nowhere@example.org'),
    { ...site('holiday', 'holiday@example.org', 'ann@example.org'), runs: ['-qf'] },
    {
      ...site(
        'NOTIFY at the provider',
        'sales@customer.example NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;sales@customer.example',
        'zed@other.example NOTIFY=FAILURE',
      ),
      mail: 'RET=HDRS ENVID=abc123',
    },
    { ...site('eight bits', 'sales@customer.example'), mail: 'BODY=8BITMIME', body: 'na\xefve\n' },
    site('a message that is too large to return', 'left@example.org'),
    { ...site('a large one', 'left@example.org'), body: `${'0123456789 '.repeat(6)}\n`.repeat(60) },
  ],
};
