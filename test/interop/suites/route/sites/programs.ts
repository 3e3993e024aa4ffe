/** Routing by programs, and by what routers leave to those behind them: data, variables, passing on, copies. */
import type { RouteConfiguration } from '../configurations.ts';

export const PROGRAMS: RouteConfiguration = {
  name: 'programs',
  main: `qualify_domain = pr.test
never_users = daemon`,
  routers: `
collect:
  driver = redirect
  address_data = first=$local_part
  set = r_one = \${length_3:$local_part}
  set = r_two = [$r_one] ; r_three = <$domain>
  data = \${if eq{$local_part}{take}{:blackhole: $address_data}fail}
again:
  driver = redirect
  address_data = \${if eq{$local_part}{forced}{\${lookup{x}lsearch{/dev/null}{x}fail}}{$address_data second=$r_two}}
  condition = \${if match{$local_part}{^data}}
  allow_fail
  data = :fail: $address_data $r_three
program:
  driver = queryprogram
  domains = program.test
  command = @FOLDER@/answer \${quote:$local_part} $address_data
  command_user = nobody
  transport = remote_smtp
  no_more
slow:
  driver = queryprogram
  domains = slow.test
  command = /bin/sleep 30
  command_user = nobody
  timeout = 1s
  transport = remote_smtp
root:
  driver = queryprogram
  domains = root.test
  command = /bin/echo ACCEPT
  command_user = root
  transport = local_delivery
never:
  driver = queryprogram
  domains = never.test
  command = /bin/echo ACCEPT
  command_user = daemon
  transport = local_delivery
whoami:
  driver = queryprogram
  domains = whoami.test
  command = /bin/sh -c "echo FAIL \`id -un\` \`id -gn\` \`pwd\` $local_part"
  command_user = \${if eq{$local_part}{mail}{mail}{nobody}}
  command_group = \${if eq{$local_part}{mail}{mail}{nogroup}}
  current_directory = /tmp
absent:
  driver = queryprogram
  domains = absent.test
  command = @FOLDER@/nothing
  command_user = nobody
relative:
  driver = queryprogram
  domains = relative.test
  command = answer
  command_user = nobody
locals:
  driver = queryprogram
  domains = local.pr.test
  command = /bin/echo "ACCEPT DATA=\\"given data\\""
  command_user = nobody
  transport = \${if eq{$local_part}{none}{}{lmtp_delivery}}
reader:
  driver = redirect
  domains = reader.test
  data = \${if eq{$address_data}{}{none}{\${quote_local_part:$address_data}}}@one.test
copies:
  driver = redirect
  domains = copy.test
  unseen = \${if match{$local_part}{^un}{yes}{no}}
  data = archive+$local_part@one.test
copier:
  driver = accept
  domains = copy.test : only.test
  unseen
  transport = address_file
more:
  driver = redirect
  domains = more.test
  more = \${if eq{$local_part}{defer}{\${lookup{x}lsearch{@FOLDER@/none/none}}}{\${if eq{$local_part}{no}{false}{\${if eq{$local_part}{odd}{perhaps}{true}}}}}}
  data = \${if eq{$local_part}{here}{here@one.test}}
  cannot_route_message = more said no to $local_part
conditions:
  driver = redirect
  domains = cond.test
  condition = \${if eq{$local_part}{false}{false}{\${if eq{$local_part}{force}{\${if eq{a}{b}{x}fail}}{\${if eq{$local_part}{broken}{\${nosuch:x}}{ok}}}}}}
  condition = \${extract{$local_part}{zero=0 no=no nOw=nO off=off minus=-1 blank=" " empty="" word=word}{$value}{true}}
  allow_fail
  data = :fail: conditions hold
jump:
  driver = redirect
  domains = jump.test
  redirect_router = landing
  data = $local_part@landed.test
early:
  driver = redirect
  domains = landed.test
  allow_fail
  data = :fail: early
landing:
  driver = redirect
  domains = landed.test : pass.test
  local_parts = ! x
  pass_router = later
  allow_defer
  data = \${if eq{$domain}{pass.test}{:unknown:}{:defer: landed as $local_part parent $parent_local_part@$parent_domain original $original_local_part@$original_domain}}
files:
  driver = accept
  domains = files.test
  require_files = \${if eq{$local_part}{abs}{@FOLDER@/answer}{\${if eq{$local_part}{not}{!@FOLDER@/answer}{\${if eq{$local_part}{both}{@FOLDER@/answer:!@FOLDER@/none}{\${if eq{$local_part}{user}{nobody:@FOLDER@/secret}{\${if eq{$local_part}{plus}{+@FOLDER@/locked/x}{\${if eq{$local_part}{empty}{}{\${if eq{$local_part}{baduser}{nosuchuser:@FOLDER@/answer}{relative/path}}}}}}}}}}}}}
  transport = local_delivery
transports:
  driver = accept
  domains = tr.test
  transport = \${extract{$local_part}{a=local_delivery b=nosuch c="" d=remote_smtp}{$value}{\${if eq{$local_part}{f}{\${if eq{1}{2}{x}fail}}{\${nosuch}}}}}
errors:
  driver = accept
  domains = err.test
  errors_to = \${extract{$local_part}{a=a@one.test b=b@nowhere.test c="" d=unqualified e="two words" f="<>"}{$value}fail}
  headers_add = \${if eq{$local_part}{g}{\${nosuch}}{X: y}}
  headers_remove = \${if eq{$local_part}{h}{\${nosuch}}{X}}
  transport = local_delivery
users:
  driver = accept
  domains = user.test
  check_local_user
  local_parts = ! bin
  address_data = $local_user_uid:$local_user_gid:$home
  user = \${if eq{$local_part}{games}{nosuchuser}{mail}}
  transport = local_delivery
userdata:
  driver = redirect
  domains = udata.test
  check_local_user
  allow_fail
  data = :fail: $local_user_uid $local_user_gid $home $local_part_data
purposes:
  driver = accept
  domains = purpose.test
  local_parts = test : both
  address_test = false
  transport = local_delivery
verifies:
  driver = accept
  domains = purpose.test
  verify_only
  fail_verify_recipient = true
  transport = remote_override
senders:
  driver = accept
  domains = purpose.test
  verify_sender = false
  fail_verify_sender
  local_parts = sender : both : test
  transport = lmtp_delivery
expns:
  driver = accept
  domains = purpose.test
  no_expn
  verify = no
  transport = address_pipe
  no_more
later:
  driver = accept
  domains = pass.test : only.test
  local_parts = ! last
  transport = local_delivery
`,
  files: {
    answer: `#!/bin/sh
case "$1" in
accept) echo ACCEPT;;
hosts) echo 'ACCEPT TRANSPORT=remote_override HOSTS=mx1.one.test:192.0.2.5 LOOKUP=byname';;
bydns) echo 'accept hosts=mx1.one.test lookup=bydns';;
lookbad) echo 'ACCEPT HOSTS=mx1.one.test LOOKUP=byhand';;
quoted) echo 'ACCEPT HOSTS="mx1.one.test : mx1.two.test" TRANSPORT="remote_smtp"';;
hostbad) echo 'ACCEPT HOSTS=nowhere.gone.test';;
hostlocal) echo 'ACCEPT HOSTS=127.0.0.1';;
trbad) echo 'ACCEPT TRANSPORT=nosuch';;
unk) echo 'ACCEPT COLOUR=red';;
data) echo 'REDIRECT data@reader.test';;
decline) echo DECLINE;;
pass) echo PASS;;
fail) echo 'FAIL no such thing: really';;
failempty) echo FAIL;;
defer) echo 'Defer come back';;
freeze) echo 'FREEZE stay';;
error) echo 'ERROR wrong';;
redirect) echo 'REDIRECT a@one.test, b@two.test';;
redfile) echo 'REDIRECT /tmp/x';;
redpipe) echo 'REDIRECT |/bin/cat';;
redfail) echo 'REDIRECT :fail: not here';;
redbad) echo 'REDIRECT not an address';;
rednone) echo REDIRECT;;
redself) echo 'REDIRECT redself@program.test';;
nothing) ;;
blank) echo;;
lines) echo ACCEPT; echo more; echo lines;;
nonl) printf ACCEPT;;
word) echo WHAT;;
lower) echo 'fail lower case';;
code) echo ACCEPT; exit 3;;
kill) kill -9 $$;;
err) echo 'DECLINE'; echo noise >&2;;
long) printf 'FAIL '; head -c 3000 /dev/zero | tr '\\0' x; echo;;
args) echo "FAIL $# $2";;
spaces) echo '  ACCEPT   TRANSPORT = lmtp_delivery ';;
*) echo "FAIL <$1>";;
esac
`,
    secret: 'x',
    'locked/x': 'x',
  },
  modes: { answer: { mode: 0o755 }, secret: { mode: 0o600 } },
  addresses: [
    ...[
      'accept',
      'hosts',
      'bydns',
      'lookbad',
      'quoted',
      'hostbad',
      'hostlocal',
      'trbad',
      'unk',
      'data',
      'decline',
      'pass',
      'fail',
      'failempty',
      'defer',
      'freeze',
      'error',
      'redirect',
      'redfile',
      'redpipe',
      'redfail',
      'redbad',
      'rednone',
      'redself',
      'nothing',
      'blank',
      'lines',
      'nonl',
      'word',
      'lower',
      'code',
      'kill',
      'err',
      'long',
      'args',
      'spaces',
      'other',
      '"a b"',
      '"a;b"',
      'a$b',
      '`id`',
      'Accept',
      'jörg',
    ].map((l) => `${l}@program.test`),
    'x@slow.test',
    'x@root.test',
    'x@never.test',
    'x@whoami.test',
    'mail@whoami.test',
    'x@absent.test',
    'x@relative.test',
    'x@local.pr.test',
    'none@local.pr.test',
    'take@any.test',
    'data1@any.test',
    'data@reader.test',
    'forced@any.test',
    'x@reader.test',
    'x@copy.test',
    'un@copy.test',
    'unx@copy.test',
    'x@only.test',
    'last@only.test',
    ...['here', 'no', 'odd', 'yes', 'defer'].map((l) => `${l}@more.test`),
    ...['false', 'force', 'broken', 'zero', 'no', 'nOw', 'off', 'minus', 'blank', 'empty', 'word', 'x'].map(
      (l) => `${l}@cond.test`,
    ),
    'a@jump.test',
    'x@jump.test',
    'a@landed.test',
    'a@pass.test',
    'last@pass.test',
    ...['abs', 'not', 'both', 'user', 'plus', 'empty', 'baduser', 'rel'].map((l) => `${l}@files.test`),
    ...['a', 'b', 'c', 'd', 'e', 'f'].map((l) => `${l}@tr.test`),
    ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((l) => `${l}@err.test`),
    ...['daemon', 'bin', 'games', 'mail', 'root', 'Daemon', 'nosuchuser', 'nobody', 'da emon'].flatMap((l) => [
      `${l}@user.test`,
      `${l}@udata.test`,
    ]),
    ...['test', 'both', 'sender', 'other'].map((l) => `${l}@purpose.test`),
  ],
  localParts: ['accept'],
  domains: ['program.test'],
};
