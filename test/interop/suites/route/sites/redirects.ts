/** Redirection once more: text as people write it, files and folders, who may, what is said, and what bounces. */
import type { RouteConfiguration } from '../configurations.ts';

/** Items by name; ` /n/ ` is an end of line. */
const TEXTS = String.raw`trail: ann@one.test,
lead: , ann@one.test
commas: ann@one.test,,,bob@two.test
nl: ann@one.test /n/ bob@two.test /n/ # c /n/ carl
hashmid: ann@one.test #c /n/ bob@two.test
hashonly: # c /n/ # d
paren: ann@one.test (a, b (nested) c), bob@two.test
pareno: ann@one.test (open, bob@two.test
parenc: ann@one.test close), bob@two.test
quoteo: "open ann@one.test, bob@two.test
angle: <ann@one.test>, Bob B <bob@two.test>, "C, C" <carl>
angleo: <ann@one.test, bob@two.test
angle2: Ann <ann@one.test> Bob
angle3: <ann@one.test> <bob@two.test>
anglee: <>
angles: < ann@one.test >
group: grp: ann@one.test, bob@two.test;
groupe: grp:;
groupo: grp: ann@one.test
semi: ann@one.test; bob@two.test
route: <@a,@b:ann@one.test>
unq: ann
unqq: "ann b"
bs: \ann
bsq: \"ann b"
bsfull: \ann@one.test
bspipe: \|/bin/x
bsfile: \/tmp/x
pipe: |/bin/x
pipesp: | /bin/x y
pipecomma: |/bin/x a,b
pipeq: "|/bin/x a,b"
pipeqq: "|/bin/x \"a\",b"
pipeemp: |
pipeempq: "|"
file: /tmp/x
filesp: /tmp/a b
fileq: "/tmp/a, b"
filedots: /tmp/../etc/x
dir: /tmp/d/
fileat: /tmp/x@one.test
slashdom: /o=x/c=y/@one.test
null: /dev/null
nulls: /dev/null, ann@one.test
hole: :blackhole:
holet: :blackhole: text, more
holes: ann@one.test, :blackhole:
holeu: :BLACKHOLE:
holesp: : blackhole :
fail: :fail: text here
faile: :fail:
failnl: :fail: one /n/ two
failm: ann@one.test, :fail: two
failq: ":fail: quoted, text"
failc: :fail:550 5.7.1 coded
failc4: :fail:450 4.7.1 coded
failx: :fail:550-5.7.1 multi
failsp: :fail:  550  5.7.1  spaced
failonly: :fail:550
failext: :fail:550 4.7.1 wrong
failtab: :fail:	tab
failup: :Fail: x
failno: :fail x
defer: :defer: later
defere: :defer:
deferc: :defer:451 4.3.0 coded
deferc5: :defer:551 x
freeze: :freeze:
unknown: :unknown:
unknownm: ann@one.test, :unknown:
weird: :weird: x
colons: ::
include: :include:@FOLDER@/inc/one
includesp: :include: @FOLDER@/inc/one
includeq: ":include:@FOLDER@/inc/one"
includem: bob@two.test, :include:@FOLDER@/inc/one
includee: :include:
includen: :include:@FOLDER@/inc/none
includer: :include:inc/one
includex: :include:@FOLDER@/inc/one, ann@one.test
includet: :include:@FOLDER@/inc/one trailing
at: @one.test
noat: ann@
atat: a@b@one.test
dots: a..b@one.test
dotl: .a@one.test
dott: a.@one.test
dotd: ann@one..test
dotde: ann@one.test.
lit: ann@[192.0.2.1]
lite: ann@[]
litx: ann@[x]
utf: jörg@one.test
utfd: ann@bücher.test
ctl: ann@one.test
pct: ann%two.test@one.test
bang: two!ann@one.test
plus: ann+x@re.test
excl: !ann@one.test
star: *@one.test
tilde: ~ann
dollar: $local_part@one.test
hyph: -x@one.test
und: ann@one_x.test
num: 12345
sp: ann bob@one.test
sp2: ann @ one.test
sp3: "ann"@one.test
sp4: ann . bob@one.test
empty:
blank: " "
emptyq: ""
dupl: ann@one.test, ANN@ONE.TEST, ann@one.test
dupp: |/bin/x, |/bin/x
dupf: /tmp/x, /tmp/x
same: same
samefull: samefull@text.test
samec: SameC@Text.test
back: \back
mail: mail:ann@one.test
self: self@skip.test, ann@one.test
tabs: ann@one.test	, 	bob@two.test
`;
const NAMES = TEXTS.split('\n')
  .flatMap((line) => line.split(':', 1))
  .filter((word) => word !== '');

export const REDIRECTS: RouteConfiguration = {
  name: 'redirects',
  main: `qualify_domain = re.test
untrusted_set_sender = *
bounce_message_file =
allow_domain_literals
trusted_users = nobody`,
  routers: `
text:
  driver = redirect
  domains = text.test
  data = \${sg{\${lookup{$local_part}lsearch{@FOLDER@/texts}}}{ /n/ }{\\n}}
  allow_fail
  allow_defer
  file_transport = address_file
  pipe_transport = address_pipe
  directory_transport = address_directory
skip:
  driver = redirect
  domains = skip.test
  data = \${sg{\${lookup{$local_part}lsearch{@FOLDER@/texts}}}{ /n/ }{\\n}}
  allow_fail
  allow_defer
  allow_freeze
  skip_syntax_errors
  syntax_errors_to = $local_part@syntax.test
  syntax_errors_text = broken: $local_part
  file_transport = address_file
  pipe_transport = address_pipe
bare:
  driver = redirect
  domains = bare.test
  data = \${sg{\${lookup{$local_part}lsearch{@FOLDER@/texts}}}{ /n/ }{\\n}}
hidden:
  driver = redirect
  domains = hide.test
  data = \${lookup{$local_part}lsearch{@FOLDER@/hides}}
  hide_child_in_errmsg
  allow_fail
  errors_to = \${if eq{$local_part}{noerr}{}{\${if eq{$local_part}{force}{\${if eq{1}{2}{x}fail}}{owner@one.test}}}}
owners:
  driver = redirect
  domains = own.test
  file = @FOLDER@/own/$local_part_data
  local_parts = dsearch;@FOLDER@/own
  owners = daemon : bin : 12345
  owngroups = root : daemon
  modemask = 022
  forbid_pipe
  file_transport = address_file
owners_default:
  driver = redirect
  domains = owndef.test
  file = @FOLDER@/own/$local_part_data
  local_parts = dsearch;@FOLDER@/own
  user = daemon
  group = daemon
  check_owner
  check_group
strict:
  driver = redirect
  domains = strict.test
  file = @FOLDER@/own/$local_part_data
  local_parts = dsearch;@FOLDER@/own
  modemask = 0777
dirs:
  driver = redirect
  domains = dirs.test
  file = \${extract{$local_part}{a=@FOLDER@/own/. b=@FOLDER@/own c=relative/x d="" e=@FOLDER@/none/x f=@FOLDER@/none g=@FOLDER@/own/plain/x h="@FOLDER@/own/plain " i=@FOLDER@/long j=@FOLDER@/deep1}{$value}{\${if eq{$local_part}{k}{\${if eq{1}{2}{x}fail}}{\${lookup{x}lsearch{/none/none}}}}}}
  ignore_enotdir
dirs_strict:
  driver = redirect
  domains = dirs2.test
  file = @FOLDER@/own/plain/x
include_dir:
  driver = redirect
  domains = incl.test
  data = :include:\${extract{$local_part}{a=@FOLDER@/inc/one b=@FOLDER@/own/plain c=@FOLDER@/inc d=@FOLDER@/inc/link e=@FOLDER@/inc/../own/plain f=@FOLDER@/inc/sub/two g=@FOLDER@/incx/one h=@FOLDER@/inc/none i=@FOLDER@/inc/fail j=@FOLDER@/inc/secret}{$value}{x}}
  include_directory = @FOLDER@/inc
  allow_fail
  file_transport = address_file
include_no:
  driver = redirect
  domains = incno.test
  data = ann@one.test, :include:@FOLDER@/inc/one
  forbid_include
include_user:
  driver = redirect
  domains = incuser.test
  data = :include:@FOLDER@/inc/secret
  user = daemon
ancestry:
  driver = redirect
  domains = anc.test
  data = \${lookup{$local_part}lsearch{@FOLDER@/anc}}
  check_ancestor = true
  file_transport = address_file
ancestry_free:
  driver = redirect
  domains = anc.test : free.test
  data = \${lookup{$local_part}lsearch{@FOLDER@/free}}
  repeat_use = false
  file_transport = address_file
qualified:
  driver = redirect
  domains = qual.test
  data = bare, \\\\escaped, full@one.test, "quoted part", <angle>, \\\\\\\\twice
  qualify_domain = \${extract{$local_part}{a=qa.test b="" c=qc.test.}{$value}{\${if eq{$local_part}{d}{\${if eq{1}{2}{x}fail}}{\${lookup{x}lsearch{/none/none}}}}}}
preserved:
  driver = redirect
  domains = pres.test : Pres2.test
  data = bare, \\\\escaped, full@one.test
  qualify_preserve_domain
  rewrite = no
again:
  driver = redirect
  domains = oneshot.test
  data = u@one.test, u@two.test
  one_time
  errors_to = \${local_part}@one.test
transports:
  driver = redirect
  domains = trans.test
  data = \${extract{$local_part}{f=/a/file d=/a/dir/ p="|/bin/cmd a b" q="\\\\"|/bin/cmd a, b\\\\"" dd=/a/dir// fs="/a/my file" dn=/dev/null r=/ fq="\\\\"/a/q file\\\\""}{$value}}
  file_transport = \${if eq{$local_part}{f}{nosuch}{address_file}}
  directory_transport = \${if eq{$local_part}{d}{}{address_directory}}
  pipe_transport = \${if eq{$local_part}{p}{\${lookup{x}lsearch{/none/none}}}{address_pipe}}
  user = \${if eq{$local_part}{dd}{nosuchuser}{daemon}}
final:
  driver = accept
  domains = anc.test : free.test : re.test : own.test : owndef.test : strict.test : skip.test : syntax.test : qa.test : qc.test : pres.test : pres2.test : incl.test
  local_part_suffix = +*
  local_part_suffix_optional
  transport = local_delivery
other:
  driver = manualroute
  domains = one.test : two.test
  route_list = * 192.0.2.5
  transport = remote_smtp
`,
  files: {
    texts: TEXTS,
    hides:
      'a: gone@nowhere.test\nb: gone@nowhere.test, ann@one.test\nc: :fail: not here\nd: a, c\nnoerr: nobody@nowhere.test\nforce: nobody@nowhere.test\n',
    'own/plain': 'ann@one.test\n',
    'own/daemon': 'ann@one.test\n',
    'own/bin': 'ann@one.test, |/bin/x\n',
    'own/other': 'ann@one.test\n',
    'own/writable': 'ann@one.test\n',
    'own/worldw': 'ann@one.test\n',
    'own/number': 'ann@one.test, /tmp/file\n',
    'own/empty': '',
    'own/blank': '\n\n   \n',
    'own/nonl': 'ann@one.test',
    'own/nul': 'ann@one.test\0bob@two.test\n',
    'own/crs': 'ann@one.test\r\n"bob b"@two.test\r\n\r\n',
    'own/folded': 'ann@one.test,\n  bob@two.test,\n\tcarl@one.test\nTo:\n',
    'own/failing': ':fail: not\n',
    long: `${Array.from({ length: 300 }, (_, at) => `u${at}@one.test`).join('\n')}\n`,
    deep1: ':include:@FOLDER@/deep2\n',
    deep2: ':include:@FOLDER@/deep1\n',
    'inc/one': 'i1@one.test\n# comment\ni2@two.test\n',
    'inc/sub/two': ':include:@FOLDER@/inc/one\ni3@one.test\n',
    'inc/fail': ':fail: in a file\n',
    'inc/secret': 's@one.test\n',
    'inc/list': 'l@one.test\n',
    'incx/one': 'x@one.test\n',
    anc: 'a: b\nb: a, c@free.test\nc: c\nd: d@anc.test, D@anc.test, /tmp/d\ne: e@free.test\nf: f+x\nG: g\n',
    free: 'c: a@anc.test\ne: e@anc.test, e2\ne2: e3\ne3: e2, e@free.test\nh: h\ni: I@free.test, j\nj: i\n',
  },
  modes: {
    'own/daemon': { owner: 1 },
    'own/bin': { owner: 2 },
    'own/other': { owner: 33 },
    'own/writable': { mode: 0o664, owner: 1 },
    'own/worldw': { mode: 0o666, owner: 1 },
    'own/number': { owner: 12_345 },
    'own/empty': { owner: 1 },
    'own/blank': { owner: 1 },
    'own/nonl': { owner: 1 },
    'own/nul': { owner: 1 },
    'own/crs': { owner: 1 },
    'own/folded': { owner: 1 },
    'own/failing': { owner: 1 },
    'inc/secret': { mode: 0o600 },
  },
  addresses: [
    ...NAMES.flatMap((l) => [`${l}@text.test`, `${l}@skip.test`]),
    ...[
      'file',
      'pipe',
      'dir',
      'fail',
      'defer',
      'freeze',
      'hole',
      'unknown',
      'include',
      'null',
      'paren',
      'groupe',
      'includen',
      'weird',
      'failc',
      'bs',
      'same',
      'empty',
    ].map((l) => `${l}@bare.test`),
    ...['a', 'b', 'c', 'd', 'noerr', 'force'].map((l) => `${l}@hide.test`),
    ...[
      'plain',
      'daemon',
      'bin',
      'other',
      'writable',
      'worldw',
      'number',
      'empty',
      'blank',
      'nonl',
      'nul',
      'crs',
      'folded',
      'failing',
      'none',
    ].flatMap((l) => [`${l}@own.test`, `${l}@owndef.test`, `${l}@strict.test`]),
    ...[...'abcdefghijkl'].map((l) => `${l}@dirs.test`),
    'x@dirs2.test',
    ...[...'abcdefghijk'].map((l) => `${l}@incl.test`),
    'x@incno.test',
    'x@incuser.test',
    ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'A', 'G'].map((l) => `${l}@anc.test`),
    ...['c', 'e', 'e2', 'h', 'i', 'I', 'j'].map((l) => `${l}@free.test`),
    ...['a', 'b', 'c', 'd', 'e'].map((l) => `${l}@qual.test`),
    'x@pres.test',
    'x@PRES2.test',
    'x@oneshot.test',
    ...['f', 'd', 'p', 'q', 'dd', 'fs', 'dn', 'r', 'fq', 'zz'].map((l) => `${l}@trans.test`),
  ],
  localParts: ['ann'],
  domains: ['text.test'],
};
