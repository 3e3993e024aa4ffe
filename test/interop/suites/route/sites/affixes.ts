/** Parts of local parts, their case, the percent hack, rewriting on the way in, and senders that were rewritten (SRS). */
import type { RouteConfiguration } from '../configurations.ts';

export const AFFIXES: RouteConfiguration = {
  name: 'affixes',
  main: `qualify_domain = af.test
qualify_recipient = box.af.test
percent_hack_domains = hack.test : *.hack.test
local_from_prefix = *-
strip_trailing_dot
strip_excess_angle_brackets
allow_utf8_domains`,
  more: `
begin rewrite
*@old.test          $1@new.test           Er
*@up.test           \${uc:$1}@af.test     Eh
*@[192.0.2.66]      $1@lit.af.test        E
^\\N^(\\w+)\\.(\\w+)@names\\.test$\\N  $2_$1@af.test  Ehq
loop1@rw.test       loop2@rw.test         ER
loop2@rw.test       loop1@rw.test         ER
stop@rw.test        kept@rw.test          Eq
stop@rw.test        never@rw.test         E
kept@rw.test        never@rw.test         E
bare@rw.test        "\${if eq{$sender_address}{}{empty@af.test}fail}"   E
bad@rw.test         "not an address"      E
*@*.parts.test      $1+$2@af.test         E
*@lsearch;@FOLDER@/moved  $1@\${lookup{$domain}lsearch{@FOLDER@/moved}}  E
`,
  routers: `
srs:
  driver = redirect
  domains = srs.test
  senders = *
  condition = \${if inbound_srs {$local_part} {secret}}
  data = $srs_recipient
srs_any:
  driver = redirect
  domains = srs.test
  allow_fail
  condition = \${if inbound_srs {$local_part} {}}
  data = :fail: SRS without a proof: $srs_recipient
shown:
  driver = redirect
  domains = show.test
  local_part_prefix = pre- : *-x- : owner-
  local_part_prefix_optional
  local_part_suffix = +* : -suf : -*-end : %*
  local_part_suffix_optional
  allow_fail
  data = :fail: [$local_part_prefix|$local_part_prefix_v|$local_part|$local_part_suffix|$local_part_suffix_v]
must_both:
  driver = redirect
  domains = both.test
  local_part_prefix = a- : ab-
  local_part_suffix = -z : -yz
  allow_fail
  data = :fail: [$local_part_prefix|$local_part|$local_part_suffix]
must_prefix:
  driver = redirect
  domains = both.test
  local_part_prefix = *+
  allow_fail
  data = :fail: star [$local_part_prefix|$local_part_prefix_v|$local_part]
cased:
  driver = redirect
  domains = case.test
  caseful_local_part
  local_part_suffix = +* : -Up
  local_part_suffix_optional
  local_parts = Ann : ^Bob : CARL
  allow_fail
  data = :fail: cased $local_part $local_part_suffix $local_part_data
uncased:
  driver = redirect
  domains = case.test
  local_parts = ann : +caseful : Dora : ^e.*k
  allow_fail
  data = :fail: uncased $local_part $local_part_data
detail:
  driver = redirect
  domains = detail.test
  local_part_suffix = +*
  local_parts = ann : bob
  data = \${if exists{@FOLDER@/detail/$local_part_data}{\${lookup{$local_part_suffix_v}lsearch*{@FOLDER@/detail/$local_part_data}}}}
plain:
  driver = accept
  domains = detail.test
  local_part_suffix = +* : -*
  local_part_suffix_optional
  local_parts = ann : bob
  transport = local_delivery
verp:
  driver = redirect
  domains = verp.test
  local_part_prefix = bounce-
  local_part_suffix = -*
  allow_fail
  data = \${if match{$local_part_suffix_v}{\\N^(.+)=([\\w.]+)$\\N}{:fail: bounced $1 at $2 of $local_part}{:fail: no verp in $local_part_suffix}}
owner:
  driver = redirect
  domains = own.test
  local_part_prefix = owner-*- : owner-
  data = \${if def:local_part_prefix_v{$local_part_prefix_v}{none}}-$local_part@box.af.test
users:
  driver = accept
  domains = users.test
  check_local_user
  local_part_prefix = real-
  local_part_prefix_optional
  local_part_suffix = +*
  local_part_suffix_optional
  transport = local_delivery
sys_alias:
  driver = redirect
  domains = alias.test
  local_part_suffix = _*
  local_part_suffix_optional
  caseful_local_part
  data = \${lookup{$local_part$local_part_suffix}lsearch{@FOLDER@/aliases}{$value}{\${lookup{$local_part}lsearch{@FOLDER@/aliases}}}}
  qualify_preserve_domain
  check_ancestor
box:
  driver = accept
  domains = af.test : box.af.test : new.test : lit.af.test : rw.test : alias.test : hack.test : moved.test
  transport = local_delivery
outside:
  driver = dnslookup
  transport = remote_smtp
  cannot_route_message = \${local_part} / \${domain}
`,
  files: {
    moved: 'gone1.test: moved.test\ngone2.test: one.test\n',
    'detail/ann': 'work: ann.work@one.test\nhome: ann\n*: ann.other@one.test\n',
    aliases:
      'Ann: ann_x\nann: ANN@one.test\nbob_work: bw@one.test\nbob: b@one.test\nself: Self\nSelf: self\nback: \\\\back\n"q q": qq@one.test\n',
  },
  addresses: [
    'SRS0=AAAA=BB=one.test=ann@srs.test',
    'srs0=aaaa=bb=one.test=ann@srs.test',
    'SRS1=AAAA=one.test==BBBB=CC=two.test=ann@srs.test',
    'SRS0=x@srs.test',
    'x@srs.test',
    'SRS0=AAAA=BB=one.test=a=b@srs.test',
    ...[
      'x',
      'pre-x',
      'pre-',
      'pre-pre-x',
      'a-x-b',
      'a-x-b-x-c',
      '-x-b',
      'owner-x',
      'PRE-x',
      'Pre-X+Y',
      'x+',
      '+x',
      'x+y+z',
      '+',
      'x-suf',
      '-suf',
      'x-a-end',
      'x--end',
      'x-end',
      'pre-x-suf',
      'pre-x+a-suf',
      'owner-pre-x',
      'x-SUF',
      'x%y',
      'pre-%',
      '"pre-a b+c d"',
      '"x+"',
      'a-x-',
      'pre-+',
    ].map((l) => `${l}@show.test`),
    ...[
      'a-x-z',
      'ab-x-yz',
      'a-b-x-z',
      'x-z',
      'a-x',
      'a--z',
      'a-z',
      'q+x',
      'q+r+x',
      '+x',
      'a-q+x',
      'A-X-Z',
      'aa-x-zz',
    ].map((l) => `${l}@both.test`),
    ...[
      'Ann',
      'ann',
      'ANN',
      'Bobby',
      'bobby',
      'carl',
      'CARL',
      'Carl+X',
      'CARL+X',
      'Ann-Up',
      'Ann-up',
      'Dora',
      'dora',
      'erik',
      'ERIK',
      'EriK+x',
    ].map((l) => `${l}@case.test`),
    ...[
      'ann',
      'ann+work',
      'ann+WORK',
      'ann+home',
      'ann+x',
      'ann+',
      'bob+x',
      'bob-x',
      'bob',
      'carl+x',
      'ann+a+b',
      'Ann+Work',
    ].map((l) => `${l}@detail.test`),
    ...[
      'bounce-list-ann=one.test',
      'bounce-list-a-b=one.test',
      'bounce-list-x',
      'bounce--ann=one.test',
      'bounce-list-ann=one.test=two',
      'list-ann=one.test',
      'bounce-list',
    ].map((l) => `${l}@verp.test`),
    ...['owner-list', 'owner-a-list', 'owner-a-b-list', 'owner-', 'OWNER-X'].map((l) => `${l}@own.test`),
    ...['daemon', 'real-daemon', 'real-daemon+x', 'daemon+x', '+x', 'real-', 'real-real-daemon', 'Daemon+X'].map(
      (l) => `${l}@users.test`,
    ),
    ...['Ann', 'ann', 'bob_work', 'bob_x', 'bob', 'self', 'Self', 'back', 'BACK', '"q q"', 'nope'].map(
      (l) => `${l}@alias.test`,
    ),
    'ann%one.test@hack.test',
    'ann%two.test@a.hack.test',
    'ann%one.test%two.test@hack.test',
    'ann@hack.test',
    '%one.test@hack.test',
    'ann%@hack.test',
    'a%b%c@hack.test',
    '"a%b"@hack.test',
    'a%hack.test@hack.test',
    'a%[192.0.2.1]@hack.test',
    'ann%af.test@HACK.test',
    'ann%box.af.test.@hack.test',
    'ann@old.test',
    'ann@OLD.test',
    'ann@up.test',
    'x@[192.0.2.66]',
    'ann.lee@names.test',
    'ann@names.test',
    'loop1@rw.test',
    'stop@rw.test',
    'kept@rw.test',
    'bare@rw.test',
    'bad@rw.test',
    'x@a.parts.test',
    'x@a.b.parts.test',
    'x@gone1.test',
    'x@gone2.test',
    'x@rw.test',
    'ann@af.test.',
    'ann@box.af.test..',
    '<<ann@af.test>>',
    '<<<ann@af.test>>',
    'ann',
    'ANN',
    '"Ann Lee"',
    'ann@af.test,',
    'ann@af.test, bob@af.test',
    'ann bob@af.test',
    'ann @ af.test',
    'ann@ af.test',
    'ann(x)@af.test',
    'ann@af(x).test',
    '"ann"."lee"@af.test',
    '"ann".lee@af.test',
    'ann."lee"@af.test',
    'ann@af_x.test',
    'ann@#123',
    'ann@-',
    'ann@bücher.test',
    'ann@BÜCHER.test',
    'ännchen@af.test',
    'ann@af。test',
    'ann\\@x@af.test',
    'ann@[IPv6:2001:DB8::1]',
    'ann@[  192.0.2.1 ]',
    'ann\t@af.test',
    'ann;bob@af.test',
    'ann:bob@af.test',
    ':fail:@af.test',
    'ann@af.test>',
    '<ann@af.test',
    'group: ann@af.test;',
  ],
  localParts: ['ann'],
  domains: ['af.test'],
};
