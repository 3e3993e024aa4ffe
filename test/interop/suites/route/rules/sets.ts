/**
 * Rewriting and retry rules as people write them, and get them wrong: what `-brw` and `-brt` say of each, on both outputs.
 * `@FOLDER@` is where the files are.
 */

export interface RuleSet {
  readonly name: string;
  readonly main?: string;
  readonly sections: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Words of a call, parted by blanks; `'…'` keeps them together. */
  readonly calls: readonly string[];
}

export const REWRITING: RuleSet = {
  name: 'rewriting',
  main: `primary_hostname = mail.sat.test
qualify_domain = q.test
qualify_recipient = qr.test
domainlist ours = q.test : lsearch;@FOLDER@/domains
addresslist people = ann@q.test : *@list.test
localpartlist parts = ann : bob
MAP = \${lookup{$local_part}lsearch{@FOLDER@/map}{$value}fail}
`,
  sections: `begin routers
r:
  driver = accept
  transport = t
begin transports
t:
  driver = appendfile
  file = /dev/null
begin rewrite
^(?i)(ann|bob)\\.(.*)@q\\.test$  "\${length_1:$1}.$2@q.test"  Fsr
*@+ours            "MAP"  hE
lsearch;@FOLDER@/addresses    $value@one.test  T
+people  "x-$0"  c
*@*.yes.test   "$local_part@yes.test"  b
partial-lsearch;@FOLDER@/partial  $local_part@$1.$2.part  F
*@partial-lsearch;@FOLDER@/partial  "$local_part@$2.part $1 $2"  T
nwildlsearch;@FOLDER@/wild  $value f
star*@mid.test  $1@$0  bF
*end@*.mid.test  $1-$2-$3  cE
a*b@mid.test   $1@lit.test
*@@lsearch;@FOLDER@/atat   atat@test  t
*@cond.test  "\${if eq{$domain}{cond.test}{\${if eq{$local_part}{f}{fail}{$local_part@cond2.test}}}fail}"
*@cond.test  "\${if eq{$local_part}{g}{\${if eq{1}{2}{x}fail}}{z@cond3.test}}"
*@fails.test  "\${lookup{x}lsearch{/none/none}{$value}}"
*@null.test   ":" 
*@list2.test  "a@x.test, b@x.test"   h
*@display.test  "$local_part <$local_part@display2.test>"  hw
*@display3.test  "=?utf-8?Q?x?= <$local_part@d4.test>"   fw
*@utf.test    "J\\303\\244n <j@utf2.test>"  hw
*@loop1.test  $local_part@loop2.test R
*@loop2.test  $local_part@loop1.test R
inc*@inc.test  "inc\${eval:0$1+1}@inc.test" R
*@repeatq.test  $local_part@repeatq2.test Rq
*@*.strip.test  $1@$2
*@unq.test   plain
*@unqq.test  plain Q
*@unqqr.test  plain RQ
"a b@spaced.test"  x@y.test
*@up.test  \${uc:$local_part@$domain}
*@case.test  $local_part-$domain-$0@x.test F
CaSe@exact.test lower@exact.test
*@[192.0.2.1]  lit@eral.test
^(?i)^(.+)\\+(.+)@plus\\.test  $1@plus.test Ffs
^\\N^([^@]+)@(re)\\.(test)$\\N  "\${quote_local_part:$1 x}@$2.$3"
^smtp-(.*)  "$1@smtp.test" S
*@stop.test  *  q
*@stop.test  no@stop.test
*@end.test  "end@[10.0.0.1]"
*@src.test  "@a,@b:x@y.test"
*@empty.test  ""
*@comment.test  "(c) x@y.test (d)" w
*@multi.test "x@multi2.test"  T
*@multi.test "y@multi3.test"  F
*@multi.test "z@multi4.test"  c
`,
  files: {
    domains: `dom1.test: v
dom2.test
`,
    map: `ann: ann.long@q.test
bob: "bob b"@other.test
carl: carl
dora: bad addr
evan: *
`,
    addresses: `x@addr.test: found
y@addr.test
*@star.addr.test: starred
`,
    partial: `*.part.test: yes
part2.test: z
`,
    wild: `^.*\\.reg@wild\\.test$: reg@w.test
*@wild2.test: any@w2.test
`,
    atat: `atat.test: ann:!bob:c*
`,
  },
  calls: [
    '-brw ann.lee@q.test',
    '-brw ANN.LEE@Q.TEST',
    '-brw ann',
    '-brw bob@dom1.test',
    '-brw carl@dom2.test',
    '-brw dora@q.test',
    '-brw evan@q.test',
    '-brw none@q.test',
    '-brw x@addr.test',
    '-brw y@addr.test',
    '-brw z@star.addr.test',
    '-brw u@list.test',
    '-brw u@a.yes.test',
    '-brw u@no.test',
    '-brw u@sub.part.test',
    '-brw u@part.test',
    '-brw u@part2.test',
    '-brw my.reg@wild.test',
    '-brw o@wild2.test',
    '-brw star5@mid.test',
    '-brw xend@a.mid.test',
    '-brw aXb@mid.test',
    '-brw ann@atat.test',
    '-brw bob@atat.test',
    '-brw cc@atat.test',
    '-brw a@cond.test',
    '-brw f@cond.test',
    '-brw g@cond.test',
    '-brw a@fails.test',
    '-brw a@null.test',
    '-brw a@list2.test',
    '-brw a@display.test',
    "-brw 'A B <a@display.test>'",
    '-brw a@display3.test',
    '-brw a@utf.test',
    '-brw a@loop1.test',
    '-brw inc3@inc.test',
    '-brw a@repeatq.test',
    '-brw a@b.c.strip.test',
    '-brw a@unq.test',
    '-brw a@unqq.test',
    '-brw a@unqqr.test',
    '-brw \'"a b"@spaced.test\'',
    '-brw a@up.test',
    '-brw A.B@Case.Test',
    '-brw CaSe@exact.test',
    '-brw case@exact.test',
    '-brw CASE@EXACT.TEST',
    '-brw a@[192.0.2.1]',
    '-brw a+b@plus.test',
    '-brw a@re.test',
    '-brw smtp-foo',
    '-brw smtp-foo@x.test',
    '-brw smtp-foo',
    '-brw a@stop.test',
    '-brw a@end.test',
    '-brw a@src.test',
    '-brw a@empty.test',
    '-brw a@comment.test',
    '-brw a@multi.test',
    '-brw a@multi.test b@multi.test',
    "-brw ''",
    "-brw '<>'",
    "-brw '@x.test'",
    "-brw 'a@'",
    "-brw 'a@b@c'",
    "-brw 'a, b'",
    "-brw 'a@x.test, b@x.test'",
    "-brw 'grp: a@x.test;'",
    '-brw \'"a@b"@x.test\'',
    "-brw '<a@x.test'",
    "-brw 'a..b@x.test'",
    "-brw 'a b@x.test'",
    '-brw postmaster',
    '-brw',
    '-v -brw a@up.test',
    '-f s@x.test -brw a@up.test',
    '-brw a@up.test -f s@x.test',
  ],
};

export const PHRASES: RuleSet = {
  name: 'phrases',
  main: `qualify_domain = q.test
headers_charset = ISO-8859-1
P = j@u.test
`,
  sections: `begin rewrite
*@1.test    "P (c d. e)"  hw
*@2.test    "<P> (c d. e)"  hw
*@3.test    "J. <P> (c) x."  hw
*@4.test    "\\351 <P>"  hw
*@5.test    "(c) J. \\"q.\\" <P>"  hw
*@6.test    "J. (c.c) K. <P>"  hw
*@7.test    "\\"a\\" b. <P>"  hw
*@8.test    "a b <P>"  hw
*@9.test    "a_b/c' <P>"  hw
*@10.test    "a\\\\\\\\b. <P>"  hw
*@11.test    "a@b. <P>"  hw
*@12.test    "a;b <P>"  hw
*@13.test    "a:b <P>"  hw
*@14.test    "J.<P>"  hw
*@15.test    "   J.   <  P  >  "  hw
*@16.test    "P"  hw
*@17.test    " P "  hw
*@18.test    "<P>"  hw
*@19.test    " <P> "  hw
*@20.test    "(\\351) P"  hw
*@21.test    "P \\351"  hw
*@22.test    "\\"J\\\\\\"\\" x. <P>"  hw
*@23.test    "J. X <j>"  hwQ
*@24.test    "J. X <$local_part@chain.test>"  hw
*@chain.test   "k@chained.test"  h
*@25.test    "J. X <$local_part@chain2.test>"  hw
*@chain2.test   "K. Y <k@chained2.test>"  hw
`,
  calls: [
    '-brw a@1.test',
    '-brw a@2.test',
    '-brw a@3.test',
    '-brw a@4.test',
    '-brw a@5.test',
    '-brw a@6.test',
    '-brw a@8.test',
    '-brw a@9.test',
    '-brw a@10.test',
    '-brw a@11.test',
    '-brw a@12.test',
    '-brw a@13.test',
    '-brw a@14.test',
    '-brw a@16.test',
    '-brw a@17.test',
    '-brw a@18.test',
    '-brw a@19.test',
    '-brw a@20.test',
    '-brw a@21.test',
    '-brw a@22.test',
    '-brw a@23.test',
    '-brw a@24.test',
    '-brw a@25.test',
  ],
};

export const LOGGED: RuleSet = {
  name: 'logged rewriting',
  main: `qualify_domain = q.test
log_selector = +address_rewrite
`,
  sections: `begin rewrite
*@old.test   "\${if eq{$1}{root}{postmaster}{$1}}@new.test"   Ffrsbtch
^(.*)\\\\+(.*)@strip\\\\.test   $1@strip.test  E
*@*.multi.test   "$1 <$1@$2.single.test>"  hw
*@smtp.test   x@y.test  S
`,
  calls: [
    '-brw root@old.test',
    '-brw x+y@strip.test',
    '-brw me@a.b.multi.test',
    "-brw 'Me <me@a.multi.test>'",
    '-brw a@smtp.test',
    '-v -brw root@old.test',
    '-brw none@x.test',
  ],
};

export const RETRYING: RuleSet = {
  name: 'retrying',
  main: `primary_hostname = mail.sat.test
qualify_domain = q.test
domainlist ours = q.test : own.test
addresslist people = ann@p.test : *@list.test
`,
  sections: `begin routers
r:
  driver = accept
  transport = t
begin transports
t:
  driver = appendfile
  file = /dev/null
begin retry
none.test  * F,1s,1s
+ours      quota   G,2d,10m,1.25; F,7d,3h
+ours      quota_3d  F,1h,1h
+people    *  F,1w,1h
*.not.test  *  F,5m,1m
bob@p.test  rcpt_452  F,1d,10m
*@p.test    rcpt_45x  F,1d,20m
p.test      rcpt_4xx  F,1d,30m
m.test      mail_4xx  F,1d,30m
m.test      data_421  F,1d,40m
tm.test     timeout_DNS   F,1h,1h
tm.test     timeout_connect_A  F,1h,2h
tm.test     timeout_MX    F,1h,3h
tm.test     timeout       F,1h,4h
tls.test    tls_required  F,1h,5m30s
auth.test   auth_failed   F,1h,5m
lost.test   lost_connection F,1h,5m
look.test   lookup  F,1h,5m
s.test  *  senders=:  F,1h,1m
s.test  refused  senders=+people  F,1h,3m
"^(?i)re[0-9]+@re\\.test$"  *  G,1d,1h,2
^\\N^[^@]*\\.x@re\\.test$\\N  *  H,1d,1h,2
lsearch;@FOLDER@/list  *  F,1h,9m
*@lsearch;@FOLDER@/doms  *  F,1h,10m
partial-lsearch;@FOLDER@/doms  *  F,1h,11m
[192.0.2.5]  *  F,1h,12m
192.0.2.6  *  F,1h,13m
*@[192.0.2.7]  *  F,1h,14m
192.0.2.0/24  *  F,1h,15m
*:192.0.2.8  *  F,1h,16m
@  *  F,1h,17m
@[]  *  F,1h,18m
@mx_any  *  F,1h,19m
/etc/hostname  *  F,1h,20m
many.test  *  F,1h,10m; F,2h,20m; G,1d,1h,1.5; H,2d,2h,1.1; F,4d12h,6h30m15s
big.test   *  F,10w,1w; G,20w,1d,10
dec.test   *  G,1d,1h,1; G,2d,1h,1.0005; G,3d,1h,99
*  quota_1w2d3h4m5s  F,1h,1h
*.any.test  timeout_connect  F,1h,5m
host.own2.test refused F,1h,21m
`,
  files: {
    list: `l@list3.test
`,
    doms: `doms.test: x
*.sub.doms.test: y
`,
  },
  calls: [
    '-brt none.test',
    '-brt zero.test',
    '-brt neg.test',
    '-brt a@q.test quota',
    '-brt a@q.test q.test quota',
    '-brt own.test own.test quota_2d',
    '-brt own.test own.test quota_3d',
    '-brt own.test own.test quota_4d',
    '-brt ann@p.test',
    '-brt bob@p.test bob@p.test rcpt_452',
    '-brt bob@p.test rcpt_452',
    '-brt ann@p.test x.test rcpt_452',
    '-brt carl@p.test x.test rcpt_451',
    '-brt carl@p.test x.test rcpt_421',
    '-brt carl@p.test p.test rcpt_4xx',
    '-brt carl@p.test p.test rcpt_45x',
    '-brt carl@p.test p.test rcpt_5xx',
    '-brt carl@p.test p.test rcpt_',
    '-brt carl@p.test p.test rcpt_4',
    '-brt carl@p.test p.test rcpt_4521',
    '-brt m.test m.test mail_450',
    '-brt m.test m.test mail_431',
    '-brt m.test m.test data_421',
    '-brt m.test m.test data_422',
    '-brt m.test m.test mail_x',
    '-brt tm.test timeout_DNS',
    '-brt tm.test timeout',
    '-brt tm.test timeout_MX',
    '-brt tm.test timeout_A',
    '-brt tm.test timeout_connect',
    '-brt tm.test timeout_connect_A',
    '-brt tm.test timeout_connect_MX',
    '-brt tm.test tm.test timeout_connect_MX',
    '-brt tls.test tls_required',
    '-brt auth.test auth_failed',
    '-brt lost.test lost_connection',
    '-brt look.test lookup',
    '-brt look.test lookup extra',
    '-brt look.test x lookup extra',
    '-brt s.test',
    '-f a@x.test -brt s.test',
    '-f b@y.test -brt s.test',
    '-f b@z.test -brt s.test',
    '-f <> -brt s.test',
    "-f '' -brt s.test",
    '-f u@list.test -brt s.test s.test refused',
    '-brt s.test -f a@x.test',
    '-brt re12@re.test',
    '-brt RE12@RE.test',
    '-brt re.test',
    '-brt a.x@re.test',
    '-brt l@list3.test',
    '-brt list3.test',
    '-brt doms.test',
    '-brt a@doms.test',
    '-brt a.sub.doms.test',
    '-brt sub.doms.test',
    '-brt [192.0.2.5]',
    '-brt 192.0.2.5',
    '-brt 192.0.2.6',
    '-brt 192.0.2.7',
    '-brt a@[192.0.2.7]',
    '-brt 192.0.2.8',
    '-brt 192.0.2.9',
    '-brt mail.sat.test',
    '-brt @',
    '-brt many.test',
    '-brt big.test',
    '-brt dec.test',
    '-brt x.any.test timeout',
    '-brt x.any.test y.any.test timeout_connect',
    '-brt zz.test quota_1w',
    '-brt zz.test quota_2w',
    '-brt zz.test quota_9d',
    '-brt zz.test zz.test quota_',
    '-brt zz.test zz.test quota_5',
    '-brt zz.test zz.test quota_5x',
    '-brt zz.test zz.test QUOTA',
    '-brt zz.test zz.test refused',
    '-brt zz.test zz.test refused_B',
    "-brt zz.test zz.test '*'",
    "-brt zz.test '*'",
    '-brt zz.test host.own2.test refused',
    '-brt zz.test HOST.OWN2.TEST REFUSED',
    '-brt a.not.test',
    '-brt b.yes.test b.yes.test refused_A',
    '-brt c.test c.test refused_A',
    '-brt c.test c.test refused',
    '-brt x@one.test',
    '-brt local.test',
    "-brt 'A B <ann@p.test>'",
    "-brt ''",
    '-brt a@b@c',
    '-brt \'"q q"@p.test\'',
    '-brt',
  ],
};

export const ERROR_NAMES: RuleSet = {
  name: 'names of errors',
  sections: `begin retry
x.test auth_failed F,1h,1m
x.test lookup F,1h,2m
x.test lost_connection F,1h,3m
x.test tls_required F,1h,4m
x.test refused_MX F,1h,5m
x.test refused F,1h,6m
x.test timeout_connect_MX F,1h,7m
x.test timeout_connect_A F,1h,8m
x.test timeout_connect F,1h,9m
x.test timeout_A F,1h,10m
x.test timeout_MX F,1h,11m
x.test timeout F,1h,12m
x.test rcpt_454 F,1h,13m
x.test rcpt_42x F,1h,14m
x.test rcpt_40x F,1h,15m
x.test rcpt_4xx F,1h,16m
x.test quota_1d F,1h,17m
x.test * F,1h,18m
`,
  calls: [
    "-brt x.test x.test 'auth'",
    "-brt x.test x.test 'auth_'",
    "-brt x.test x.test 'auth_f'",
    "-brt x.test x.test 'auth_x'",
    "-brt x.test x.test 'auth_failedx'",
    "-brt x.test x.test 'AUTH_Failed'",
    "-brt x.test x.test 'authx'",
    "-brt x.test x.test 'lookup'",
    "-brt x.test x.test 'lookup_x'",
    "-brt x.test x.test 'lookup_'",
    "-brt x.test x.test 'look'",
    "-brt x.test x.test 'lost'",
    "-brt x.test x.test 'lost_'",
    "-brt x.test x.test 'lost_c'",
    "-brt x.test x.test 'lost_x'",
    "-brt x.test x.test 'tls'",
    "-brt x.test x.test 'tls_r'",
    "-brt x.test x.test 'tls_x'",
    "-brt x.test x.test 'refused'",
    "-brt x.test x.test 'refused_'",
    "-brt x.test x.test 'refused_m'",
    "-brt x.test x.test 'refused_a'",
    "-brt x.test x.test 'refused_MXx'",
    "-brt x.test x.test 'refused_x'",
    "-brt x.test x.test 'timeout'",
    "-brt x.test x.test 'timeout_'",
    "-brt x.test x.test 'timeout_m'",
    "-brt x.test x.test 'timeout_c'",
    "-brt x.test x.test 'timeout_con'",
    "-brt x.test x.test 'timeout_connect_'",
    "-brt x.test x.test 'timeout_connect_m'",
    "-brt x.test x.test 'timeout_connectx'",
    "-brt x.test x.test 'timeout_D'",
    "-brt x.test x.test 'timeout_DNS'",
    "-brt x.test x.test 'timeout_x'",
    "-brt x.test x.test 'rcpt_4'",
    "-brt x.test x.test 'rcpt_45'",
    "-brt x.test x.test 'rcpt_45x'",
    "-brt x.test x.test 'rcpt_450'",
    "-brt x.test x.test 'rcpt_454'",
    "-brt x.test x.test 'rcpt_4xx'",
    "-brt x.test x.test 'rcpt_42x'",
    "-brt x.test x.test 'rcpt_421'",
    "-brt x.test x.test 'rcpt_40x'",
    "-brt x.test x.test 'rcpt_400'",
    "-brt x.test x.test 'rcpt_4x2'",
    "-brt x.test x.test 'rcpt_5xx'",
    "-brt x.test x.test 'rcpt_'",
    "-brt x.test x.test 'rcpt'",
    "-brt x.test x.test 'mail_45x'",
    "-brt x.test x.test 'data_4xx'",
    "-brt x.test x.test 'DATA_4XX'",
    "-brt x.test x.test 'rcpt_4XX'",
    "-brt x.test x.test 'quota'",
    "-brt x.test x.test 'quota_'",
    "-brt x.test x.test 'quota_2d'",
    "-brt x.test x.test 'quota_23h'",
    "-brt x.test x.test 'quota_24h'",
    "-brt x.test x.test 'quota_1w'",
    "-brt x.test x.test 'quota_x'",
    "-brt x.test x.test 'quota_5'",
    "-brt x.test x.test 'quota_5m3'",
    "-brt x.test x.test 'quotax'",
    "-brt x.test x.test '*'",
    "-brt x.test x.test '*x'",
    "-brt x.test x.test '**'",
    "-brt x.test x.test 'x_y'",
    "-brt x.test x.test ''",
    "-brt x.test x.test 'other'",
  ],
};

export const RULE_SETS: readonly RuleSet[] = [REWRITING, LOGGED, PHRASES, RETRYING, ERROR_NAMES];
