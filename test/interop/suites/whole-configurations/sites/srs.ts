/** A host that forwards other people's mail under its own name (SRS), so that reports come back through it. */
import { command, mail, type Site, talk } from '../types.ts';

export const srs: Site = {
  name: 'srs-forwarder',
  // ORCPT is told of a forwarded recipient (RFC 3461 §5.2.7.1); $srs_recipient is not set where nothing vouches for it.
  differing: 3,
  configuration: `
SRS_SECRET = a secret of this site
SRS_DOMAIN = fwd.example
domainlist local_domains = @ : fwd.example : other.example
acl_smtp_rcpt = check_rcpt
acl_smtp_mail = check_mail
log_selector = +all_parents +return_path_on_delivery +received_sender +received_recipients +sender_on_delivery
dsn_advertise_hosts = *
errors_reply_to = postmaster@fwd.example
begin acl
check_mail:
  warn  set acl_c_path = $sender_address
  accept
check_rcpt:
  deny    message = reports only, not from <$sender_address>
          senders = ! :
          local_parts = ^(?i)SRS0=
  require message = bad or old SRS address
          verify = recipient
  accept  domains = +local_domains
          logwrite = :main: accepted $local_part for $sender_address
  accept  hosts = NET.1
  deny    message = no relaying
begin routers
inbound_srs:
  driver = redirect
  senders = :
  domains = +local_domains
  condition = ${'$'}{if inbound_srs {$local_part} {SRS_SECRET}}
  data = $srs_recipient
inbound_srs_failure:
  driver = redirect
  senders = :
  domains = +local_domains
  condition = ${'$'}{if inbound_srs {$local_part} {}}
  allow_fail
  data = :fail: Invalid SRS recipient address
made:
  driver = redirect
  domains = other.example
  local_parts = back
  data = ${'$'}{srs_encode {SRS_SECRET}{ann@client.example}{SRS_DOMAIN}}
made_mixed:
  driver = redirect
  domains = other.example
  local_parts = mixed
  data = ${'$'}{uc:${'$'}{srs_encode {SRS_SECRET}{Ann.Bee@Client.Example}{SRS_DOMAIN}}}
made_other:
  driver = redirect
  domains = other.example
  local_parts = forged
  data = ${'$'}{srs_encode {not the secret}{ann@client.example}{SRS_DOMAIN}}
forward:
  driver = redirect
  domains = fwd.example
  data = ${'$'}{lookup{$local_part}lsearch{FOLDER/forwards}}
  allow_fail
  allow_defer
outbound:
  driver = manualroute
  domains = ! +local_domains
  route_list = *.list.example modern.ZONE ; client.example modern.ZONE ; * plain.ZONE
  transport = ${'$'}{if eq {$local_part@$domain} {$original_local_part@$original_domain} {remote_smtp} {remote_forwarded_smtp}}
mailbox:
  driver = accept
  domains = fwd.example
  local_parts = box : postmaster
  transport = mbox
begin transports
remote_smtp:
  driver = smtp
remote_forwarded_smtp:
  driver = smtp
  max_rcpt = 1
  return_path = ${'$'}{if match{$return_path}{^SRS0=} {$return_path} {${'$'}{srs_encode {SRS_SECRET} {$return_path} {SRS_DOMAIN}}}}
  headers_add = X-Forwarded-By: $primary_hostname for $original_local_part@$original_domain
mbox:
  driver = appendfile
  user = mail
  file = FOLDER/box/$local_part_data
  create_file = anywhere
  return_path_add
  envelope_to_add
begin retry
* * F,1h,1s
`,
  files: {
    forwards: `joe: joe@far.example
two: a@far.example, b@far.example, c@x.list.example
bad: zed@far.example
slow: tmp@far.example
self: box@fwd.example, joe@fwd.example
away: :fail: gone for good
wait: :defer: not yet
local: box
nested: two@fwd.example
"two words": joe@far.example
`,
  },
  steps: [
    mail('forwarded', { to: ['joe@fwd.example'] }),
    mail('forwarded to several', { to: ['two@fwd.example'] }),
    mail('to several directly', { to: ['a@far.example', 'b@far.example', 'joe@fwd.example'] }),
    mail('an odd sender', { to: ['joe@fwd.example'], sender: '"odd one"@client.example' }),
    mail('a sender in capitals', { to: ['joe@fwd.example'], sender: 'Ann.Bee@Client.Example' }),
    mail('a sender that is SRS already', {
      to: ['joe@fwd.example'],
      sender: 'SRS0=abcd=AB=far.example=ann@first.example',
    }),
    mail('a sender that is SRS1', {
      to: ['joe@fwd.example'],
      sender: 'SRS1=abcd=first.example==AB=AB=far.example=ann@second.example',
    }),
    mail('the null sender', { to: ['joe@fwd.example'], sender: '' }),
    mail('a local copy', { to: ['self@fwd.example'] }),
    mail('nested', { to: ['nested@fwd.example', 'local@fwd.example', 'box@fwd.example'] }),
    mail('refused where it goes', { to: ['bad@fwd.example'] }),
    mail('deferred where it goes', { to: ['slow@fwd.example'] }),
    mail('refused here', { to: ['away@fwd.example', 'wait@fwd.example', 'joe@fwd.example'] }),
    mail('a report comes back', { to: ['back@other.example'], sender: '' }),
    mail('one with capitals', { to: ['mixed@other.example'], sender: '' }),
    mail('one made with another secret', { to: ['forged@other.example'], sender: '' }),
    mail('one that is too old', { to: ['SRS0=d8b4=AA=client.example=ann@fwd.example'], sender: '' }),
    mail('one of wrong form', {
      to: ['SRS0=d8b4=client.example@fwd.example', 'SRS0-1=AB=b=c@fwd.example'],
      sender: '',
    }),
    mail('one that is no report', { to: ['SRS0=d8b4=AA=client.example=ann@fwd.example'] }),
    mail('with DSN', {
      to: ['joe@fwd.example NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;joe@fwd.example', 'c@x.list.example NOTIFY=SUCCESS'],
      parameters: 'RET=HDRS ENVID=abc',
      sender: 'box@fwd.example',
    }),
    mail('with DSN of failure', {
      to: ['bad@fwd.example NOTIFY=FAILURE ORCPT=rfc822;bad@fwd.example'],
      parameters: 'RET=FULL ENVID=x+2By',
      sender: 'box@fwd.example',
    }),
    mail('never told', { to: ['bad@fwd.example NOTIFY=NEVER'], sender: 'box@fwd.example' }),
    talk('verified', [
      'EHLO x',
      'MAIL FROM:<>',
      'RCPT TO:<back@other.example>',
      'RCPT TO:<srs0=a=AB=c=d@fwd.example>',
      'QUIT',
    ]),
    command('-bp'),
    command('-bt joe@fwd.example two@fwd.example back@other.example away@fwd.example nested@fwd.example'),
    command('-f  -bt SRS0=d8b4=AA=client.example=ann@fwd.example', {
      title: '-bt of a report',
      words: ['-f', '', '-bt', 'SRS0=d8b4=AA=client.example=ann@fwd.example', 'back@other.example'],
    }),
    command('-bv joe@fwd.example away@fwd.example wait@fwd.example'),
    command('-be', {
      title: '-be',
      words: [
        '-be',
        '${srs_encode {s}{a@b.example}{c.example}}',
        '${srs_encode {s}{"a b"@b.example}{c.example}}',
        '${srs_encode {s}{}{c.example}}',
        '${if inbound_srs {SRS0=1234=AA=b=a}{s}{yes $srs_recipient}{no $srs_recipient}}',
        '${if inbound_srs {ann}{s}{yes}{no}}',
        '${if inbound_srs {SRS0=1234=AA=b=a}{}{yes}{no}}',
      ],
    }),
    command('-qff', { afterMs: 1100 }),
    command('-Mrm ID'),
  ],
};
