/** Rewriting rules with every flag, and header lines that routers and transports add, remove and rewrite. */
import { from, one, redirect, remote, type Scenario, type World } from '../types.ts';

const configuration: World['configuration'] = ({ folder, hops }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
acl_not_smtp = accept
delay_warning =
strip_excess_angle_brackets
sender_unqualified_hosts = *
recipient_unqualified_hosts = *
keep_environment =
begin routers
${redirect('alias', 'data = old@example.org, fine@old.example\n  rewrite')}
${redirect('raw', 'data = old@example.org, fine@old.example\n  no_rewrite')}
${redirect('added', 'data = ann, x@plain.example\n  headers_add = X-Both: one\n  headers_remove = x-gone:comments')}
headed:
  driver = accept
  domains = +local_domains
  local_parts = headed
  headers_add = <; X-First: one; two\\n continued\\nX-Second: 2
  headers_add = "X-Third: $local_part\\nX-Fourth:    spaces"
  headers_add = \${if eq{a}{b}{X-Never: 1}}
  headers_remove = subject : x-* : Message-ID
  transport = headed
badhead:
  driver = accept
  domains = +local_domains
  local_parts = badhead
  headers_add = \${expand:\\\${if eq{a}}}
  transport = box
${remote('plain', `127.0.0.1::${hops[0]}`, 'headers_add = X-Router: out')}
${remote('rewrites', `127.0.0.1::${hops[0]}`).replace('transport = out', 'transport = rewriting')}
${remote('removes', `127.0.0.1::${hops[0]}`).replace('transport = out', 'transport = removing')}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : new : wanted : sent : cased
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
  envelope_to_add
  return_path_add
headed:
  driver = appendfile
  file = ${folder}/box/all
  headers_add = X-Fifth: 5:X-Sixth
  headers_remove = "x-third"
  headers_only
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
rewriting:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  headers_rewrite = *@example.org \${lc:$1}@out.example frs : bob@* robert@out.example tcb : *@unused.example "" q
  return_path = \${if eq{$return_path}{}{}{prvs=\${local_part:$return_path}@\${domain:$return_path}}}
removing:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  headers_remove = Received : from : X-Router
  headers_add = "From: other@example.org\\nReceived: by me"
begin rewrite
old@example.org       new@example.org               T
*@old.example         "\${1}@example.org"           hE
first@example.org     second@example.org            Eq
second@example.org    third@example.org             Eh
loop@example.org      looped@example.org            ER
looped@example.org    loop@example.org              ER
whole@example.org     "Whole Name <wanted@example.org>"  fw
whole2@example.org    "Not Whole <wanted@example.org>"   f
^(.*)@case\\.example$ \${lc:$1}@Example.org         S
^sent-(.*)@example\\.org$ "sent@example.org"        F
*@*.sub.example       "$1+$2@example.org"           bcfrtsFT
nochange@example.org  *                             E
unknown@example.org   \${lookup{$1}lsearch{${folder}/table}{$value}fail}  Tt
table@example.org     \${lookup{$1}lsearch{${folder}/table}{$value}{ann@example.org}}  Tt
badresult@example.org "not an address"              T
*@lsearch;${folder}/domains   $1@example.org        TFfrtcbs
begin retry
* * F,2h,15m
`;

const headed = (title: string, header: string, ...recipients: string[]): Scenario => ({
  ...one(title, ...recipients),
  header,
});

export const rewritten: World = {
  name: 'rewritten',
  configuration,
  isInFullAlone: true,
  isOrdered: true,
  files: { table: 'table: bob@example.org\n', domains: 'listed.example:\n' },
  scenarios: [
    one('T', 'old@example.org'),
    one('h and E', 'fine@old.example'),
    headed(
      'headers of all kinds',
      'Cc: a@old.example, "B, C" <b@old.example>, Group: x@old.example, old@example.org;\nReply-To: (comment) first@example.org (more)\nSender: <second@example.org>\nBcc: z@old.example\n',
      'ann@example.org',
    ),
    from('first@example.org', 'q', 'ann@example.org'),
    from('second@example.org', 'no q', 'ann@example.org'),
    from('loop@example.org', 'R', 'ann@example.org'),
    from('sent-17@example.org', 'F and a pattern', 'ann@example.org'),
    headed(
      'w',
      'Reply-To: ann@example.org\nResent-From: whole@example.org\nResent-To: whole2@example.org\n',
      'ann@example.org',
    ),
    from('UPPER@case.example', 'S', 'ann@example.org'),
    one('S for a recipient', 'ANN@case.example'),
    headed('captures', 'Cc: x@y.sub.example, joe@a.b.sub.example\n', 'ann@y.sub.example'),
    one('lookups', 'table@example.org', 'unknown@example.org'),
    one('a result that is none', 'badresult@example.org'),
    one('lsearch as a domain', 'ann@listed.example', 'bob@LISTED.example'),
    from('someone@listed.example', 'lsearch as a domain, sender', 'ann@example.org'),
    one('unqualified', 'ann', 'old'),
    headed('headers_add and headers_remove', 'X-Gone: 1\nComments: two\nX-Stays: 3\n', 'added@example.org'),
    headed('lists of headers', 'X-Any: 1\nX-Other: 2\nSubjects: 3\n', 'headed@example.org'),
    one('headers_add that fails', 'badhead@example.org'),
    headed(
      'headers_rewrite',
      'Cc: Bob <BOB@example.org>, bob@old.example\nReply-To: ANN@example.org\nSender: list@example.org\nBcc: bob@example.org\n',
      'x@rewrites.example',
    ),
    headed('headers_remove of the transport', 'X-Router: mine\n', 'x@removes.example'),
    one('out and in', 'x@plain.example', 'ann@example.org', 'x@removes.example'),
    from('', 'from nobody', 'x@rewrites.example', 'old@example.org'),
    from('"a b"@example.org', 'a quoted sender', 'x@rewrites.example'),
    headed('folded', 'Cc: one@old.example,\n two@old.example,\n\tthree@old.example\n', 'ann@example.org'),
    headed(
      'a long list',
      `Cc: ${Array.from({ length: 30 }, (_, index) => `person${index}@old.example`).join(', ')}\n`,
      'ann@example.org',
    ),
  ],
};
