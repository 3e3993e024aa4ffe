/** Lists and forwards: SRS, suffixes in the names of files, lists that cannot be expanded, rewriting that is logged. */
import type { RouteConfiguration } from '../configurations.ts';

export const FORWARDING: RouteConfiguration = {
  name: 'forwarding',
  main: `qualify_domain = org.test
SECRET = topsecret42
domainlist forwards = dsearch,filter=file;@FOLDER@/fwd
domainlist parked = !keep.parked.test : *.parked.test : ^p[0-9]+.example$
localpartlist odd = ann : ^(?i)noc-[0-9]+$
log_selector = +address_rewrite
untrusted_set_sender = *`,
  routers: `
srs_back:
  driver = redirect
  senders = :
  domains = +forwards : fwd.test
  condition = \${if inbound_srs {$local_part} {SECRET}}
  data = $srs_recipient
srs_bad:
  driver = redirect
  domains = +forwards : fwd.test
  local_parts = ^(?i)srs[01][=+-]
  allow_fail
  data = :fail: 550 5.7.1 invalid SRS address \${quote:$local_part}
homes:
  driver = redirect
  domains = home.test
  local_part_suffix = -*
  local_part_suffix_optional
  condition = \${if exists{@FOLDER@/home/$local_part/.forward}}
  file = @FOLDER@/home/\${lookup{$local_part}dsearch{@FOLDER@/home}}/.forward\${local_part_suffix}
  user = root
  no_check_owner
  check_ancestor
  skip_syntax_errors
  file_transport = address_file
  pipe_transport = address_pipe
homes_later:
  driver = redirect
  domains = home.test
  allow_fail
  data = :fail: no forward for $local_part
lists:
  driver = redirect
  domains = list.test
  local_part_suffix = -request
  local_part_suffix_optional
  file = @FOLDER@/lists/\${lookup{$local_part$local_part_suffix}dsearch{@FOLDER@/lists}}
  one_time
  skip_syntax_errors
  errors_to = \${quote_local_part:$local_part}-bounces@$domain
  no_more
forwarders:
  driver = redirect
  domains = +forwards
  data = \${lookup{$local_part}lsearch*{@FOLDER@/fwd/$domain_data}}
  errors_to = \${if def:sender_address {postmaster@fwd.test}{}}
  allow_fail
  check_ancestor = false
odd_parts:
  driver = accept
  domains = odd.test
  local_parts = +odd
  transport = local_delivery
parked:
  driver = redirect
  domains = +parked
  allow_fail
  data = :fail: parked
`,
  more: `
begin rewrite
*@old.test "\${if eq{$1}{root}{postmaster}{$1}}@odd.test" Ffrsbtch
^(.*)\\\\+(.*)@strip\\\\.test   $1@odd.test  E
`,
  files: {
    'fwd/fwd1.test': 'joe: joe@org.test\nsue: sue@fwd2.test\nbad: :fail: no\n*: catch@org.test\n',
    'fwd/fwd2.test': 'sue: sue@fwd1.test\nloop: loop@fwd2.test\nself: \\self\n',
    'home/ann/.forward': 'ann@org.test, \\ann\n"|/bin/x y"\n/tmp/f\n',
    'home/ann/.forward-tag': 'tag@org.test\n',
    'home/bob/.forward': 'good@org.test\nbad address here\nother@org.test\n',
    'home/cy/.forward': '# just a comment\n',
    'home/dee/.forward': ':fail: I left\n',
    'home/eve/.forward': 'eve\n',
    'lists/team': 'a@org.test\n"B C" <b@org.test>\nbroken@\n',
    'lists/team-request': 'boss@org.test\n',
    'lists/hole': ':blackhole:',
    'lists/empty': '',
    'lists/piped': '|/bin/x\n',
  },
  addresses: [
    ...['SRS0=abcd=ef=one.test=joe@fwd1.test', 'srs1=abc@fwd.test', 'joe@fwd1.test', 'sue@fwd1.test', 'bad@fwd1.test'],
    ...['x@fwd1.test', 'loop@fwd2.test', 'self@fwd2.test', 'none@fwd2.test'],
    ...['ann', 'ann-tag', 'ann-none', 'bob', 'cy', 'dee', 'eve', 'none', 'ann-'].map((l) => `${l}@home.test`),
    ...['team', 'team-request', 'hole', 'empty', 'piped', 'none', 'none-request'].map((l) => `${l}@list.test`),
    ...['ann@odd.test', 'noc-1@odd.test', 'a@x.parked.test', 'a@keep.parked.test', 'a@p1.example', 'a@org.test'],
    ...['root@old.test', 'ann@old.test', 'ann+x@strip.test', 'ann', 'x+y@strip.test'],
  ],
  localParts: ['ann'],
  domains: ['home.test'],
};
