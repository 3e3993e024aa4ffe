/** Rewriting and retry rules, and what is asked of them: exim's flags, and the words behind them. */
export const RULES = `primary_hostname = mail.example.com
qualify_domain = example.com
domainlist loc = l.example : m.example
begin routers
acc:
  driver = accept
  transport = loc
begin transports
loc:
  driver = appendfile
begin retry
a.example  refused  F,2h,15m; G,16h,1h,1.5; F,4d,6h
*@b.example  timeout_connect  F,1h,10m
c.example   rcpt_4xx   F,1h,5m
c.example   data_45x   F,2h,5m
c.example   quota_7d
user@d.example * senders=*@x.example  F,2h,20m
^\\N.*@re\\d\\.example$\\N * G,1d,10m,2
*.e.example refused_MX F,1d,1h
"quoted name" * F,1h,1h
*  *  F,2h,15m; G,16h,1h,1.5; H,4d,6h,2.5
begin rewrite
*@*.sub.example   $1@$2.top.example  Ffr
a@l.example  b@l.example  TfrR
b@l.example  c@l.example
*@loc2.example  "\${if eq{$local_part}{x}{y@z.example}fail}"
^\\N(.*)_(.*)@under\\.example$\\N  $1.$2@under.example  Eh
*@q.example  $1  Q
star@s.example *
*@s.example x@s2.example q
*@s2.example x@s3.example
w@w.example  "Name <x@w.example>" wh
*@cap.example "$local_part at $domain: $0 $1 <x@cap2.example>" hw
^\\N^(?i)RX(.*)@(.*)$\\N $1-$2@rx.example FhR
*.x@*.yy.example $1-$2@xy.example q
empty@e.example <> F
*@bad.example not-an-address
*@grow.example x$local_part@grow.example R
*@+loc  $1@loclist.example s
^smtp  foo@bar  S
`;

export const QUESTIONS: readonly (readonly string[])[] = [
  ...[
    'u@x.sub.example',
    'a@l.example',
    'x@loc2.example',
    'z@loc2.example',
    'a_b@under.example',
    'u@q.example',
    'star@s.example',
    'o@s.example',
    'w@w.example',
    'U@CAP.example',
    'rxrxa@B',
    'a.x@b.yy.example',
    'empty@e.example',
    'u@bad.example',
    'g@grow.example',
    'UP@L.example',
    'smtp@x',
    'unq',
    'Foo <a@l.example>',
    '(c) a@l.example (d)',
    '"q s"@l.example',
    'bad addr',
  ].map((address) => ['-brw', address]),
  ...[
    'a.example',
    'a.example b.example',
    'x@b.example',
    'b.example timeout_connect_MX',
    'b.example timeout',
    'a.example x.example refused',
    'x.example a.example refused_A',
    'c.example c.example rcpt_452',
    'c.example c.example rcpt_4xx',
    'c.example c.example data_442',
    'c.example c.example data_459',
    'c.example c.example quota',
    'c.example c.example quota_8d',
    'user@d.example',
    'u@re1.example',
    're1.example',
    'h.e.example refused_MX',
    'h.e.example refused_A',
    'nosuch',
    'a.example b.example bogus',
    'a.example auth_failed',
    'a.example lost_connection',
  ].map((words) => ['-brt', ...words.split(' ')]),
  ['-brw'],
  ['-brt'],
  ['-bt', 'a@l.example', 'a@l.example, "x,y"@q.example', 'no address'],
  ['-bv', 'u@x.sub.example', 'unq'],
  ['-bvs', 'u@x.sub.example', 'empty@e.example'],
  ['-v', '-bv', 'a@l.example'],
  ['-f', '<>', '-bt', 'a@l.example'],
];
