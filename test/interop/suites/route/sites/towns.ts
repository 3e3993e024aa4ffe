/** What people at the command line ask: variables of addresses, routers that jump, copies, bounces elsewhere, words of refusal. */
import type { RouteConfiguration } from '../configurations.ts';

export const TOWNS: RouteConfiguration = {
  name: 'towns',
  main: `qualify_domain = to.test
percent_hack_domains = lsearch;@FOLDER@/hack
untrusted_set_sender = *
LONG = a.very.long.macro
address_file_is_none =
`.replace('address_file_is_none =\n', ''),
  more: `
begin rewrite
*@alias.to.test    $1@to.test      E
*@quote.to.test    "\${quote_local_part:$local_part.x y}@to.test"  E
*@dot.to.test      $1.@to.test     E
*@long.to.test     \${expand:\\$local_part}-\${length_3:$local_part}@to.test E
`,
  routers: `
chain_a:
  driver = redirect
  domains = chain.test
  local_parts = a : b
  redirect_router = chain_c
  pass_router = chain_d
  data = \${if eq{$local_part}{a}{b@chain.test}{\${if eq{$local_part}{b}{c@chain.test}}}}
chain_b:
  driver = redirect
  domains = chain.test
  allow_fail
  data = :fail: chain_b had $local_part
chain_c:
  driver = redirect
  domains = chain.test
  local_parts = ! zz
  data = \${if eq{$local_part}{c}{:unknown:}{d@chain.test}}
  redirect_router = chain_d
chain_d:
  driver = redirect
  domains = chain.test
  allow_fail
  data = :fail: chain_d: $local_part from $parent_local_part@$parent_domain, at first $original_local_part@$original_domain
unseen_a:
  driver = redirect
  domains = unseen.test
  unseen
  data = \${extract{$local_part}{a=copy@one.test b="copy@one.test, more@two.test" c=:blackhole: d=":fail: copy" f="bad address" g=g@unseen.test}{$value}{}}
  allow_fail
unseen_b:
  driver = accept
  domains = unseen.test
  local_parts = ! e : ! b
  unseen = \${if eq{$local_part}{h}{yes}{no}}
  transport = local_delivery
unseen_c:
  driver = accept
  domains = unseen.test
  local_parts = h : i
  unseen = \${if eq{$local_part}{i}{\${lookup{x}lsearch{/none/none}}}{no}}
  transport = lmtp_delivery
unseen_m:
  driver = manualroute
  domains = unseenm.test
  route_list = * 192.0.2.5:192.0.2.6
  unseen
  transport = remote_smtp
unseen_n:
  driver = dnslookup
  domains = unseenm.test : one.test
  transport = remote_smtp
more_a:
  driver = redirect
  domains = more.test
  more = \${extract{$local_part}{a=1 b=0 c=yes d=no e=true f=false g=2 h="" i=" " j=maybe k=-1 l=TRUE m=00}{$value}fail}
  data =
more_b:
  driver = redirect
  domains = more.test
  allow_fail
  data = :fail: more_b
message_a:
  driver = accept
  domains = message.test
  local_parts = ! *
  transport = local_delivery
  cannot_route_message = never seen
message_b:
  driver = redirect
  domains = message.test
  local_parts = ^.
  data =
  cannot_route_message = \${extract{$local_part}{a=550 b="550 5.1.1 coded" c="" e="line\\\\nbreak" f="451 4.1.1 temporary" g="long \${sg{xxxxxxxxxx}{x}{yyyyyyyyyyyyyyyyyyyy}}" h="550-5.1.1 x"}{$value}{\${if eq{$local_part}{i}{\${lookup{x}lsearch{/none/none}}}{\${if eq{$local_part}{j}{\${if eq{1}{2}{x}fail}}{other $local_part}}}}}}
message_c:
  driver = accept
  domains = message.test
  local_parts = zzz
  transport = local_delivery
errors_a:
  driver = redirect
  domains = errors.test
  errors_to = \${extract{$local_part}{a=a@one.test b=<> c=b@nowhere.test d="Ann <ann@one.test>" e="a@one.test, b@one.test" f=unq g="@one.test" h="" i=postmaster j=i@errors.test}{$value}{\${if eq{$local_part}{k}{\${lookup{x}lsearch{/none/none}}}fail}}}
  data = $local_part@two.test
headers_a:
  driver = accept
  domains = headers.test
  headers_add = \${extract{$local_part}{a="X-A: 1" b="no header" c="X-C: 1\\\\nX-D: 2" d="" e="X-E: 1\\\\n"}{$value}{\${if eq{$local_part}{f}{\${lookup{x}lsearch{/none/none}}}fail}}}
  headers_remove = \${extract{$local_part}{a="x:y" b="x : y : z" c="bad name" d="" e="x*"}{$value}{\${if eq{$local_part}{g}{\${lookup{x}lsearch{/none/none}}}fail}}}
  transport = local_delivery
variables_a:
  driver = redirect
  domains = vars.test
  local_part_prefix = v-
  local_part_prefix_optional
  set = r_x1 = \${if def:r_x1{again}{first}}
  address_data = \${if def:address_data{$address_data,}}$local_part_prefix$local_part
  data = \${if eq{$local_part_prefix}{v-}{$local_part@vars.test}{:unknown:}}
variables_b:
  driver = redirect
  domains = vars.test
  set = r_x2 = $r_x1 $address_data
  address_data = b
  allow_fail
  data = :fail: x1=$r_x1 x2=$r_x2 ad=$address_data r=$router_name p=$parent_local_part pd=$parent_domain vm=<$verify_mode> s=<$sender_address> q=$qualify_domain m=\${if first_delivery{y}{n}} id=<$message_exim_id> h=<$host> t=<$local_part_verified>
percented:
  driver = redirect
  domains = pc.test
  allow_fail
  data = :fail: pc $local_part
program:
  driver = queryprogram
  domains = prog.test
  command = /bin/echo FAIL uid
  command_user = \${if eq{$local_part}{nouser}{nosuchuser}{\${if eq{$local_part}{number}{12345}{\${if eq{$local_part}{bad}{\${lookup{x}lsearch{/none/none}}}{daemon}}}}}}
  command_group = \${if eq{$local_part}{nogroup}{nosuchgroup}{\${if eq{$local_part}{number}{daemon}{nogroup}}}}
  current_directory = \${if eq{$local_part}{nodir}{/nonexistent}{\${if eq{$local_part}{rel}{relative}{/tmp}}}}
  timeout = 5s
program_script:
  driver = queryprogram
  domains = script.test
  command = /bin/sh @FOLDER@/script $local_part_data
  local_parts = lsearch;@FOLDER@/scripts
  command_user = daemon
  transport = local_delivery
after_program:
  driver = redirect
  domains = script.test
  allow_fail
  data = :fail: after: $address_data
transport_a:
  driver = accept
  domains = tra.test
  transport = \${extract{$local_part}{a=local_delivery b=nosuch c="" d=" local_delivery" e=remote_smtp f=local_delivery,x g=LOCAL_DELIVERY}{$value}{\${if eq{$local_part}{h}{\${lookup{x}lsearch{/none/none}}}{\${if eq{$local_part}{i}{\${if eq{1}{2}{x}fail}}{$local_part}}}}}}
verify_only_redirect:
  driver = redirect
  domains = vo.test
  verify_only
  data = \${if eq{$local_part}{a}{a@nowhere.test}{\${if eq{$local_part}{b}{b@one.test, c@nowhere.test}{\${if eq{$local_part}{c}{c@vo2.test}{|/bin/x}}}}}}
  pipe_transport = address_pipe
verify_two:
  driver = redirect
  domains = vo2.test
  allow_defer
  data = :defer: vo2 waits
local:
  driver = accept
  domains = to.test : i.test : errors.test
  local_parts = ! ^no
  transport = local_delivery
defaults:
  driver = dnslookup
  domains = ! to.test : ! *.to.test
  transport = remote_smtp
  no_more
`,
  files: {
    hack: 'pc.test:\nto.test: x\n',
    scripts:
      'accept\nnone\nredirect: x\nfiles\nbadredir\nfailmulti\ndefer\nmail\ndata\ndatax\nhosts6\nhostport\nhostslist\nhostsbad\nlooka\ntransq\nlong\nslow\nspaces\ncrlf\nnul\ntail\nsyntax\nfreeze\nlc\nerror\nunknown\nempty\nstderr\nexit\nbig\n',
    script: `case $1 in
accept) echo ACCEPT;; none) echo;; redirect) echo 'REDIRECT ann@to.test, "q x"@one.test';;
files) echo 'REDIRECT /tmp/x, |/bin/y, /tmp/d/';; badredir) echo 'REDIRECT ann@to.test, bad one';;
failmulti) printf 'FAIL one\\ntwo\\n';; defer) echo 'DEFER 451 4.1.1 coded';; mail) echo MAIL;;
data) echo 'DECLINE DATA=xyz';; datax) echo 'PASS data=x y';; hosts6) echo 'ACCEPT TRANSPORT=remote_smtp HOSTS=2001:db8::1';;
hostport) echo 'ACCEPT TRANSPORT=remote_smtp HOSTS=192.0.2.5::26';; hostslist) echo 'ACCEPT TRANSPORT=remote_smtp HOSTS="<; 2001:db8::1 ; 192.0.2.6"';;
hostsbad) echo 'ACCEPT TRANSPORT=remote_smtp HOSTS=';; looka) echo 'ACCEPT TRANSPORT=remote_smtp HOSTS=nomx.test LOOKUP=byname,ipv4_only';;
transq) echo 'ACCEPT TRANSPORT="lmtp_delivery"';; long) printf 'FAIL '; head -c 900 /dev/zero | tr '\\0' y; echo;;
slow) echo ACCEPT; exec >&-; sleep 0.2;; spaces) echo '   fail    spaced    out   ';; crlf) printf 'FAIL crlf\\r\\n';;
nul) printf 'FAIL a\\0b\\n';; tail) printf 'ACCEPT   ';; syntax) echo 'ACCEPT TRANSPORT';; freeze) echo FREEZE;; lc) echo 'redirect ann';;
error) echo 'ERROR';; unknown) echo 'REDIRECT :unknown:';; empty) printf '';; stderr) echo 'FAIL err' >&2;; exit) exit 1;;
big) head -c 70000 /dev/zero | tr '\\0' z;; esac
`,
  },
  addresses: [
    ...['a', 'b', 'c', 'd', 'zz'].map((l) => `${l}@chain.test`),
    ...[...'abcdefghi'].map((l) => `${l}@unseen.test`),
    'x@unseenm.test',
    ...[...'abcdefghijklmn'].map((l) => `${l}@more.test`),
    ...[...'abcdefghijk'].map((l) => `${l}@message.test`),
    ...[...'abcdefghijkl'].map((l) => `${l}@errors.test`),
    ...[...'abcdefgh'].map((l) => `${l}@headers.test`),
    'x@vars.test',
    'v-x@vars.test',
    'v-v-x@vars.test',
    'V-X@VARS.test',
    'a%b.test@pc.test',
    'a%one.test@pc.test',
    'a%to.test@pc.test',
    'a%pc.test@to.test',
    'x%y%one.test@to.test',
    ...['nouser', 'number', 'bad', 'nogroup', 'nodir', 'rel', 'x'].map((l) => `${l}@prog.test`),
    ...[
      'accept',
      'none',
      'redirect',
      'files',
      'badredir',
      'failmulti',
      'defer',
      'mail',
      'data',
      'datax',
      'hosts6',
      'hostport',
      'hostslist',
      'hostsbad',
      'looka',
      'transq',
      'long',
      'slow',
      'spaces',
      'crlf',
      'nul',
      'tail',
      'syntax',
      'freeze',
      'lc',
      'error',
      'unknown',
      'empty',
      'stderr',
      'exit',
      'big',
      'absent',
    ].map((l) => `${l}@script.test`),
    ...[...'abcdefghij'].map((l) => `${l}@tra.test`),
    ...[...'abcd'].map((l) => `${l}@vo.test`),
    'x@alias.to.test',
    'x@quote.to.test',
    'x@dot.to.test',
    'xyzzy@long.to.test',
    '"a b"@quote.to.test',
    'x',
    'nobody',
    'x@i.test',
    'x@sub.to.test',
  ],
  localParts: ['a'],
  domains: ['to.test'],
};
