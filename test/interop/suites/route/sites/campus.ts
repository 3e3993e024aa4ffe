/** People with accounts: homes, files that must be there, who is asked for them, and which purposes a router serves. */
import type { RouteConfiguration } from '../configurations.ts';

export const CAMPUS: RouteConfiguration = {
  name: 'campus',
  main: `qualify_domain = camp.test
qualify_recipient = people.camp.test
domainlist units = ! old.unit.test : *.unit.test
localpartlist roles = lsearch;@FOLDER@/roles : ! *-test
addresslist inside = *@camp.test : *@*.camp.test : \\N^root@\\N : :
untrusted_set_sender = *
never_users = mail`,
  routers: `
homes:
  debug_print = "R: homes \${if def:home{$home}{none}}"
  driver = redirect
  domains = home.test
  check_local_user
  router_home_directory = @FOLDER@/homes/$local_part_data
  require_files = $home/forward
  file = $home/forward
  no_check_owner
  no_check_group
  user = root
  file_transport = address_file
  pipe_transport = address_pipe
  directory_transport = address_directory
homeless:
  driver = redirect
  domains = home.test
  check_local_user
  router_home_directory = \${if eq{$local_part}{bin}{relative/dir}{\${if eq{$local_part}{sys}{\${if eq{1}{2}{x}fail}}{\${if eq{$local_part}{games}{\${lookup{x}lsearch{/none/none}}}{/h/$local_part}}}}}}
  local_parts = ! daemon
  allow_fail
  data = :fail: home=$home uid=$local_user_uid data=$local_part_data
owned:
  driver = accept
  domains = files.test
  require_files = \${extract{$local_part}{a=root:@FOLDER@/secret b=daemon:@FOLDER@/secret c=daemon,daemon:@FOLDER@/secret d=+@FOLDER@/secret e=daemon:+@FOLDER@/dir/inner f=!daemon:@FOLDER@/secret g=1:@FOLDER@/roles h=daemon,nosuchgroup:@FOLDER@/roles i=daemon:@FOLDER@/roles:!@FOLDER@/none j=@FOLDER@/none:@FOLDER@/roles k=daemon l=!@FOLDER@/dir m="@FOLDER@/dir/" n=" : @FOLDER@/roles : " o="<; @FOLDER@/roles ; @FOLDER@/dir" p=daemon:@FOLDER@/dir/inner q=!+@FOLDER@/dir/inner r="! @FOLDER@/none" s="daemon : @FOLDER@/secret" t=daemon,1:@FOLDER@/dir/inner u=@FOLDER@/roles/x v=!@FOLDER@/roles/x w=daemon:!@FOLDER@/dir/inner}{$value}fail}
  transport = local_delivery
  cannot_route_message = \${local_part} wants a file
roles:
  driver = redirect
  domains = camp.test : people.camp.test
  local_parts = +roles
  data = \${lookup{$local_part}lsearch{@FOLDER@/roles}}
  address_data = \${extract{1}{,}{$local_part_data}}/$local_part_data
  qualify_preserve_domain
  set = r_role = $local_part ; r_was = \${if def:r_role{$r_role}{unset}}
starred:
  driver = redirect
  domains = star.test
  local_part_prefix = *_pre_ : *_ : z*- : top-
  local_part_suffix = -tail : _*: +*-x
  allow_fail
  data = :fail: p=$local_part_prefix pv=$local_part_prefix_v l=$local_part s=$local_part_suffix sv=$local_part_suffix_v
starred_optional:
  driver = redirect
  domains = star.test
  local_part_prefix = q- : *q-
  local_part_prefix_optional
  local_part_suffix = -q*
  local_part_suffix_optional
  local_parts = ! none : ^[a-z]+\\$ : "x y"
  allow_fail
  data = :fail: optional p=$local_part_prefix pv=$local_part_prefix_v l=$local_part s=$local_part_suffix sv=$local_part_suffix_v d=$local_part_data
cased:
  driver = redirect
  domains = cased.test : CASED2.test
  caseful_local_part
  local_part_prefix = Up- : lo-
  local_part_prefix_optional
  local_parts = Ann : +roles : ^[A-Z]{2}\\$ : lsearch;@FOLDER@/cased
  allow_fail
  data = :fail: caseful $local_part_prefix $local_part ($local_part_data) was $original_local_part@$original_domain
uncased:
  driver = redirect
  domains = cased.test : cased2.test
  local_part_prefix = Up- : lo-
  local_part_prefix_optional
  local_parts = Ann : ANNE : ^[A-Z]{3}\\$ : lsearch;@FOLDER@/cased
  allow_fail
  data = :fail: caseless $local_part_prefix $local_part ($local_part_data)
conditions:
  driver = redirect
  domains = cond.test
  condition = \${if match{$local_part}{^(.)(.)}}
  condition = $1
  condition = \${if eq{$2}{0}{false}{$2}}
  condition = \${extract{$local_part}{ab=0.0 ac=00 ad=-0 ae="no " af=" false" ag=TRUE ah=nope ai=+0 aj=yes aa=off}{$value}{7}}
  allow_fail
  data = :fail: all conditions of $local_part
purposes_test:
  driver = accept
  domains = for.test
  no_address_test
  local_parts = ! plain
  transport = local_delivery
purposes_verify:
  driver = accept
  domains = for.test
  verify_only
  local_parts = verify : both
  transport = remote_override
purposes_sender:
  driver = accept
  domains = for.test
  verify_recipient = false
  local_parts = sender : both
  fail_verify_recipient
  transport = lmtp_delivery
purposes_fail:
  driver = redirect
  domains = for.test
  local_parts = failing
  fail_verify
  data = :blackhole:
purposes_declined:
  driver = redirect
  domains = for.test
  local_parts = declined
  fail_verify
  data =
purposes_expn:
  driver = accept
  domains = for.test
  expn = false
  local_parts = expn : declined
  transport = local_delivery
senders:
  driver = accept
  domains = from.test
  senders = \${if eq{$local_part}{list}{+inside}{\${if eq{$local_part}{none}{:}{\${if eq{$local_part}{not}{!:*}{\${if eq{$local_part}{fail}{\${if eq{1}{2}{x}fail}}{\${if eq{$local_part}{root}{root@mail.sat.test:root@camp.test}{^.*@elsewhere}}}}}}}}}}
  transport = local_delivery
data_of_lists:
  driver = redirect
  domains = \${if eq{$local_part}{forced}{\${if eq{1}{2}{x}fail}}{\${if eq{$local_part}{broken}{\${lookup{x}lsearch{/none/none}}}{dsearch;@FOLDER@/domains}}}}
  local_parts = \${if eq{$local_part}{lforced}{\${if eq{1}{2}{x}fail}}{\${if eq{$local_part}{lbroken}{\${lookup{x}lsearch{/none/none}}}{\${if eq{$local_part}{lnone}{}{\${if eq{$local_part}{lempty}{:}{*}}}}}}}}
  allow_fail
  data = :fail: data <$domain_data> <$local_part_data> \${if match_local_part{$local_part}{lsearch;@FOLDER@/roles}{[$value]}{none}}
unit:
  driver = redirect
  domains = +units
  set = r_unit = \${domain:x@$domain}
  set = r_b = b$r_unit ; r_c=c$r_b ;r_d = \${if eq{$local_part}{force}{\${if eq{1}{2}{x}fail}}{d;;e}}
  condition = \${if eq{$local_part}{cond}{\${if def:r_unit}}{yes}}
  allow_fail
  data = :fail: unit=$r_unit b=$r_b c=$r_c d=$r_d
unit_later:
  driver = redirect
  domains = +units : old.unit.test
  allow_fail
  data = :fail: later unit=$r_unit b=$r_b c=$r_c d=$r_d z=$r_z
users:
  driver = accept
  domains = users.test
  check_local_user
  user = \${if eq{$local_part}{daemon}{bin}{\${if eq{$local_part}{sync}{77777}{\${if eq{$local_part}{bin}{}{$local_part_data}}}}}}
  group = \${if eq{$local_part}{sys}{nosuchgroup}{\${if eq{$local_part}{games}{adm}fail}}}
  initgroups
  transport_home_directory = \${if eq{$local_part}{man}{\${lookup{x}lsearch{/none/none}}}{/x/$home}}
  transport_current_directory = \${if eq{$local_part}{news}{\${lookup{x}lsearch{/none/none}}}{/}}
  transport = local_delivery
just_user:
  driver = accept
  domains = users.test
  group = daemon
  transport = \${if eq{$local_part}{x}{local_delivery}{}}
`,
  files: {
    'homes/daemon/forward': 'daemon.away@one.test, |/bin/x, /tmp/y\n',
    'homes/bin/x': '',
    'homes/mail/forward': '# nothing\n',
    roles:
      'head: ann, bob\nroot: :blackhole:\ndean: head, \\\\dean, "c d"@one.test\nlab-test: x\nUPPER: up\nlower: lo\nempty:\n',
    cased: 'Mixed: one\nmixed: two\nALLCAPS: three\n',
    secret: 'x',
    'dir/inner': 'x',
    'domains/d1.test': '',
    'domains/D2.test': '',
  },
  modes: { secret: { mode: 0o600 }, 'dir/inner': { mode: 0o640, owner: 1 } },
  addresses: [
    ...['daemon', 'bin', 'sys', 'games', 'mail', 'man', 'root', 'nosuchuser', 'DAEMON'].map((l) => `${l}@home.test`),
    ...[...'abcdefghijklmnopqrstuvwxyz'].map((l) => `${l}@files.test`),
    ...[
      'head',
      'dean',
      'root',
      'lab-test',
      'upper',
      'lower',
      'LOWER',
      'empty',
      'ann',
      'head@camp.test',
      'dean@camp.test',
      'Dean@people.camp.test',
    ],
    ...[
      'a_pre_b-tail',
      'a_b_c',
      '_x_',
      'zz-mid-tail',
      'z-mid_',
      'top-x+y-x',
      'top-x+-x',
      'top--tail',
      'TOP-X-TAIL',
      'a_pre_b_pre_c-tail',
      'q-a',
      'qq-a-q',
      'xq-a-qb',
      'none',
      '"x y"',
      'q-',
      '-q',
      'q--q',
      'a-Qx',
      'ab1',
    ].map((l) => `${l}@star.test`),
    ...[
      'Ann',
      'ann',
      'ANN',
      'Up-Ann',
      'up-Ann',
      'UP-ann',
      'lo-head',
      'HEAD',
      'AB',
      'ABC',
      'anne',
      'Mixed',
      'mixed',
      'MIXED',
      'ALLCAPS',
      'allcaps',
      'Lo-Mixed',
      'UPPER',
      'lower',
      'lab-test',
    ].map((l) => `${l}@cased.test`),
    'Ann@cased2.test',
    'Ann@CASED2.TEST',
    'anne@Cased2.Test',
    ...['x', '0x', 'x0', 'nx', 'yx', 'ab', 'ac', 'ad', 'ae', 'af', 'ag', 'ah', 'ai', 'aj', 'aa', '11', 'ny', 'yn'].map(
      (l) => `${l}@cond.test`,
    ),
    ...['plain', 'verify', 'both', 'sender', 'failing', 'declined', 'expn', 'other'].map((l) => `${l}@for.test`),
    ...['list', 'none', 'not', 'fail', 'root', 'x'].map((l) => `${l}@from.test`),
    ...['forced', 'broken', 'lforced', 'lbroken', 'lnone', 'lempty', 'head', 'x'].flatMap((l) => [
      `${l}@d1.test`,
      `${l}@D2.test`,
    ]),
    ...['a', 'force', 'cond'].flatMap((l) => [
      `${l}@a.unit.test`,
      `${l}@old.unit.test`,
      `${l}@unit.test`,
      `${l}@B.C.Unit.Test`,
    ]),
    ...['daemon', 'sync', 'bin', 'sys', 'games', 'lp', 'man', 'news', 'root', 'mail', 'x', 'y'].map(
      (l) => `${l}@users.test`,
    ),
  ],
  localParts: ['ann'],
  domains: ['camp.test'],
};
