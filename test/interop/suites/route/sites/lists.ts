/** Lists and people who forward: redirection out of data and files, by whoever owns them, one time and to other senders. */
import type { RouteConfiguration } from '../configurations.ts';

export const LISTS: RouteConfiguration = {
  name: 'lists',
  main: `qualify_domain = li.test
qualify_recipient = people.li.test
untrusted_set_sender = *`,
  routers: `
lists:
  driver = redirect
  domains = lists.test
  file = @FOLDER@/lists/$local_part
  local_parts = dsearch;@FOLDER@/lists
  one_time
  forbid_file
  forbid_pipe
  errors_to = \${quote_local_part:$local_part}-request@lists.test
  skip_syntax_errors
  syntax_errors_to = owner@lists.test
  retry_use_local_part
requests:
  driver = accept
  domains = lists.test
  local_part_suffix = -request : -owner : -bounces : -bounces+*
  local_parts = dsearch;@FOLDER@/lists
  transport = address_pipe
strict_lists:
  driver = redirect
  domains = strict.lists.test
  local_parts = dsearch;@FOLDER@/lists
  file = @FOLDER@/lists/$local_part_data
  include_directory = @FOLDER@/inc
  pipe_transport = address_pipe
forbidden:
  driver = redirect
  domains = forbid.test
  data = \${sg{\${lookup{$local_part}lsearch{@FOLDER@/data}}}{ // }{\\n}}
  forbid_blackhole
  forbid_file
  forbid_include
  forbid_pipe
  allow_fail
  forbid_smtp_code
open:
  driver = redirect
  domains = open.test
  data = \${sg{\${lookup{$local_part}lsearch{@FOLDER@/data}}}{ // }{\\n}}
  allow_fail
  allow_defer
  allow_freeze
  file_transport = address_file
  directory_transport = address_directory
  pipe_transport = address_pipe
  reply_transport = address_pipe
  check_ancestor
  hide_child_in_errmsg
  qualify_domain = \${if eq{$local_part}{bareq}{bare.test}fail}
preserve:
  driver = redirect
  domains = keep.test : keep2.test
  data = \${lookup{$local_part}lsearch{@FOLDER@/data}}
  qualify_preserve_domain
  repeat_use = false
  no_rewrite
  file_transport = \${if eq{$local_part}{file}{address_file}{address_directory}}
  directory_transport = address_directory
  errors_to = \${if eq{$local_part}{noerr}{}{\${if eq{$local_part}{bad}{nobody@nowhere.test}{back@one.test}}}}
home:
  driver = redirect
  domains = home.test
  local_parts = dsearch,filter=dir;@FOLDER@/homes
  router_home_directory = @FOLDER@/homes/$local_part_data
  file = $home/.forward
  user = \${lookup{$local_part}lsearch{@FOLDER@/users}{$value}{root}}
  check_owner
  owners = root : 2
  modemask = 022
  allow_filter
  check_ancestor
  file_transport = address_file
  directory_transport = address_directory
  pipe_transport = address_pipe
  reply_transport = address_pipe
homebox:
  driver = accept
  domains = home.test
  local_parts = dsearch,filter=dir;@FOLDER@/homes
  transport = local_delivery
grouped:
  driver = redirect
  domains = group.test
  file = @FOLDER@/lists/\${lookup{$local_part}dsearch{@FOLDER@/lists}}
  check_group
  owngroups = daemon
  owners = daemon : root
  require_files = daemon,daemon:@FOLDER@/lists/\${lookup{$local_part}dsearch{@FOLDER@/lists}{$value}{none}}
  forbid_file
missing:
  driver = redirect
  domains = missing.test
  file = @FOLDER@/absent/\${lookup{$local_part}lsearch{@FOLDER@/files}{$value}{none}}
  ignore_eacces
senders:
  driver = redirect
  domains = closed.test
  senders = : *@members.test : root@*
  data = :blackhole: $sender_address
ancestors:
  driver = redirect
  domains = loop.lists.test
  data = \${lookup{$local_part}lsearch{@FOLDER@/data}}
people:
  driver = accept
  domains = people.li.test : li.test : loop.lists.test : keep2.test
  local_parts = ! ^no
  transport = local_delivery
outside:
  driver = dnslookup
  domains = ! *.lists.test : ! lists.test : ! people.li.test
  transport = remote_smtp
  cannot_route_message = nowhere to be found
`,
  files: {
    'lists/dev':
      '# developers\nann@people.li.test, bob@one.test\n"Carl Lee" <carl@two.test> (no comment)\n\n  dora@one.test,\n erik\n',
    'lists/announce': ':include:@FOLDER@/inc/members\nowner@lists.test\n',
    'lists/inc': ':include:@FOLDER@/inc/members\n',
    'lists/outer': ':include:@FOLDER@/lists/dev\n',
    'lists/escape': ':include:@FOLDER@/inc/../lists/dev\n',
    'lists/broken': 'ann@people.li.test, bad address here, <unclosed@x.test\n@nothing\nbob@one.test\n',
    'lists/allbroken': 'not an address\n',
    'lists/empty': '',
    'lists/comments': '# nobody\n\n#\n',
    'lists/files': '/tmp/box, ann@people.li.test\n',
    'lists/pipes': '|/bin/cat\n',
    'lists/nest': ':include:@FOLDER@/inc/one\n',
    'lists/gone': ':include:@FOLDER@/inc/nothere\n',
    'lists/relative': ':include:inc/members\n',
    'lists/selfish': 'selfish@lists.test, ann@people.li.test\n',
    'lists/filter': '# Exim filter\ndeliver ann@one.test\n',
    'lists/crlf': 'ann@people.li.test\r\nbob@one.test\r\n',
    'inc/members': 'u1@one.test\nu2@two.test # not a comment\n# a comment\nu3@one.test, U1@one.test\n',
    'inc/one': ':include:@FOLDER@/inc/two\na1@one.test\n',
    'inc/two': 'a2@one.test\n:include:@FOLDER@/inc/members\n',
    data: `plain: ann
two: ann, bob@one.test
dup: ann, ANN, ann@people.li.test, bob@one.test, bob@ONE.test
bareq: ann, \\\\bob
bs: \\\\bs
bsx: \\\\other
quoted: "a b"@one.test, "|/bin/x \\"a, b\\"", "|/bin/y a\\\\,b"
pipe: |/bin/prog arg1, arg2
pipeq: "|/bin/prog arg1, arg2"
file: /var/spool/box
fileq: "/var/spool/my box"
dir: /var/spool/dir/
null: /dev/null
hole: :blackhole:
holex: :blackhole: gone away, ann
fail: :fail: no more
failcode: :fail: 551 5.7.1 moved to elsewhere
failbad: :fail: 250 fine
failnone: :fail:
failup: :FAIL: shouted
fail2: ann, :fail: second
defer: :defer: not yet
defercode: :defer: 450 4.2.1 busy
deferwrong: :defer: 550 no
unknown: :unknown:
include: :include:@FOLDER@/inc/members
includeq: ":include:@FOLDER@/inc/members"
self: self@open.test
ring1: ring2@open.test
ring2: ring1@open.test
ring3: ring3@open.test, ann
group: friends: ann@one.test, bob@one.test;
name: Ann Smith <ann@one.test>
nameq: "Smith, Ann" <ann@one.test>
route: @r.test:ann@one.test
lit: x@[192.0.2.1]
at: @one.test
semi: ann@one.test; bob@one.test
tab: ann@one.test\tbob@one.test
comment: ann@one.test (friend), (all) bob@one.test
hash: ann@one.test # bob
lines: # all // ann@one.test // bob@one.test, // /tmp/x
dots: a..b@one.test
eight: jörg@one.test
colon: :wrong: x
percent: a%b@one.test
long: ${'x'.repeat(200)}@one.test
noerr: ann@one.test
bad: ann@one.test
keep: plain
chain: chain@keep2.test
l1: l2@loop.lists.test
l2: l3@loop.lists.test
l3: l1@loop.lists.test
l4: l4@loop.lists.test
l5: L5@loop.lists.test
fan: l1@loop.lists.test, l4@loop.lists.test, fan@loop.lists.test
root: root@closed.test
`,
    'homes/ann/.forward': 'ann.away@one.test\n',
    'homes/bob/.forward': 'bob@home.test, bob.copy@one.test\n',
    'homes/carl/.forward': '\\carl, "|/usr/bin/vacation carl", $home/box, carl.box\n',
    'homes/dora/.forward': '# Exim filter\nif error_message then finish endif\n',
    'homes/erik/.forward': '# Sieve filter\nkeep;\n',
    'homes/fred/.forward': '/home/fred/mail/, /dev/null\n',
    'homes/gus/other': '',
    'homes/hal/.forward': 'hal@home.test\n',
    'homes/ida/.forward': '',
    'homes/jon/.forward': 'jon@two.test\n',
    'homes/ken/.forward': 'ken@two.test\n',
    'homes/liz/.forward': ':fail: no liz\n',
    'homes/mia/.forward/x': '',
    'homes/ned/.forward': 'bob@home.test\n',
    'homes/old/.forward': '#Exim Filter\nmail\n',
    users: 'jon: daemon\nken: bin\n',
    files: 'sub: sub/list\nlist: list\n',
    absent: 'a file, no folder\n',
  },
  modes: {
    'homes/jon/.forward': { mode: 0o666 },
    'homes/ken/.forward': { owner: 12_345 },
    'homes/hal/.forward': { mode: 0o600, owner: 2 },
    'lists/dev': { owner: 1 },
    'lists/crlf': { owner: 12_345 },
    'lists/empty': { mode: 0o664 },
  },
  addresses: [
    ...[
      'dev',
      'announce',
      'inc',
      'outer',
      'escape',
      'broken',
      'allbroken',
      'empty',
      'comments',
      'files',
      'pipes',
      'nest',
      'gone',
      'relative',
      'selfish',
      'filter',
      'crlf',
      'absent',
    ].map((name) => `${name}@lists.test`),
    'Dev@lists.test',
    'dev-request@lists.test',
    'dev-owner@lists.test',
    'dev-bounces@lists.test',
    'dev-bounces+x=one.test@lists.test',
    'none-owner@lists.test',
    '-owner@lists.test',
    'dev-Owner@lists.test',
    ...['dev', 'announce', 'inc', 'outer', 'escape', 'pipes', 'nest'].map((name) => `${name}@strict.lists.test`),
    ...['pipe', 'file', 'dir', 'hole', 'include', 'fail', 'failcode', 'defer', 'null', 'plain', 'absent'].map(
      (name) => `${name}@forbid.test`,
    ),
    ...[
      'plain',
      'two',
      'dup',
      'bareq',
      'bs',
      'bsx',
      'quoted',
      'pipe',
      'pipeq',
      'file',
      'fileq',
      'dir',
      'null',
      'hole',
      'holex',
      'fail',
      'failcode',
      'failbad',
      'failnone',
      'failup',
      'fail2',
      'defer',
      'defercode',
      'deferwrong',
      'unknown',
      'include',
      'includeq',
      'self',
      'SELF',
      'ring1',
      'ring2',
      'ring3',
      'group',
      'name',
      'nameq',
      'route',
      'lit',
      'at',
      'semi',
      'tab',
      'comment',
      'hash',
      'lines',
      'dots',
      'eight',
      'colon',
      'percent',
      'long',
    ].map((name) => `${name}@open.test`),
    ...['plain', 'keep', 'noerr', 'bad', 'chain', 'file', 'dir', 'bs', 'bsx', 'two'].map((name) => `${name}@keep.test`),
    'plain@keep2.test',
    'chain@keep2.test',
    ...[
      'ann',
      'bob',
      'carl',
      'dora',
      'erik',
      'fred',
      'gus',
      'hal',
      'ida',
      'jon',
      'ken',
      'liz',
      'mia',
      'ned',
      'old',
      'pat',
      'Ann',
      '.',
      '..',
    ].map((name) => `${name}@home.test`),
    ...['dev', 'crlf', 'empty', 'inc', 'files', 'none'].map((name) => `${name}@group.test`),
    'sub@missing.test',
    'list@missing.test',
    'x@missing.test',
    'root@closed.test',
    'x@closed.test',
    ...['l1', 'l2', 'l3', 'l4', 'l5', 'L4', 'fan', 'root', 'nope'].map((name) => `${name}@loop.lists.test`),
    'ann',
    'noone',
    'ann@li.test',
    'x@nosuch.test',
    'x@one.test',
  ],
  localParts: ['ann'],
  domains: ['home.test'],
};
