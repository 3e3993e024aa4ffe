/** What stands in alias files and forward files, and what a redirect router makes of it. */
import { from, one, type Scenario, type World } from '../types.ts';

const LINES: Readonly<Record<string, string>> = {
  comment: 'ann (a comment), bob@example.org # more',
  groups: 'team: ann, bob;',
  routed: '<@far.example,@near.example:ann@example.org>',
  phrase: '"Ann Person" <ann@example.org>, Bob <bob@example.org>',
  emptyquote: '""@example.org',
  quoted: '"ann"@example.org, "bo\\"b"@example.org',
  trailing: 'ann,,bob,',
  spaces: '   ann   ,   bob@example.org   ',
  failalone: ':fail:',
  failtext: ':fail: gone, away; "for good"',
  failsecond: 'ann, :fail: gone',
  failmixed: ':fail: gone\\n, ann',
  defertext: ':defer: soon, perhaps',
  hole: ':blackhole: and more',
  holesecond: 'ann, :blackhole:',
  defaulted: ':unknown: x',
  unknown: ':nothing: x',
  include: ':include:FOLDER/included',
  includequote: '":include:FOLDER/included"',
  includenone: ':include:FOLDER/not-there',
  includerel: ':include:included',
  includedir: ':include:FOLDER/box',
  includedeep: ':include:FOLDER/includes',
  includeempty: ':include:FOLDER/empty',
  pipe: '|/usr/bin/wc -l',
  pipequote: '"|/usr/bin/printf \'%s\' \\"a b\\""',
  pipearg: '|/usr/bin/printf [%s] $local_part $sender_address',
  pipeempty: '|',
  file: 'FOLDER/box/filed',
  filequote: '"FOLDER/box/with space"',
  filedir: 'FOLDER/box/dirs/',
  relative: './box/filed',
  null: '/dev/null',
  many: 'ann, bob, cec, x@hop0.example, |/bin/true, FOLDER/box/filed, :blackhole:',
  duplicate: 'ann, ANN, Ann@Example.Org, "ann"@example.org',
  self: 'self, ann',
  backslash: '\\self2, ann',
  loopa: 'loopb',
  loopb: 'loopa, ann',
  domainless: 'someone@',
  localless: '@example.org',
  angle: 'ann@example.org>',
  unclosed: '<ann@example.org',
  twoat: 'ann@bob@example.org',
  literal: 'ann@[127.0.0.1]',
  badliteral: 'ann@[nothing]',
  utf: 'j\xf6rg@example.org',
  long: Array.from({ length: 40 }, (_, at) => `user${at}@hop0.example`).join(', '),
  percent: 'ann%example.org@example.org',
  dots: 'a..b@example.org, .a@example.org, a.@example.org',
  unqualified: 'ann bob',
  empty: '',
  nothing: '#',
  semicolon: 'ann; bob',
  plus: 'ann+tag@example.org',
};

const configuration: World['configuration'] = ({ folder, hops }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
begin routers
skipping:
  driver = redirect
  domains = +local_domains
  local_part_suffix = -skip
  allow_fail
  allow_defer
  data = \${lookup{$local_part}lsearch{${folder}/aliases}}
  skip_syntax_errors
  syntax_errors_to = owner@example.org
  syntax_errors_text = Mend the alias $local_part.
  pipe_transport = topipe
  file_transport = tofile
aliases:
  driver = redirect
  domains = +local_domains
  local_part_suffix = -owned
  local_part_suffix_optional
  allow_fail
  allow_defer
  data = \${lookup{$local_part}lsearch{${folder}/aliases}}
  pipe_transport = topipe
  file_transport = tofile
  directory_transport = todir
  errors_to = \${if eq{$local_part_suffix}{-owned}{owner@example.org}{$sender_address}}
elsewhere:
  driver = manualroute
  domains = hop0.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  transport = out
literals:
  driver = ipliteral
  domains = ! +local_domains
  self = send
  transport = atport
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : cec : owner : self : self2 : loopa
  local_part_suffix = +*
  local_part_suffix_optional
  transport = box
  cannot_route_message = there is no such mailbox
begin transports
box:
  driver = appendfile
  file = ${folder}/box/$local_part_data
  return_path_add
  envelope_to_add
tofile:
  driver = appendfile
todir:
  driver = appendfile
  maildir_format
  create_directory
topipe:
  driver = pipe
  log_output
atport:
  driver = smtp
  port = ${hops[0]}
  hosts_avoid_tls = *
  hosts_try_fastopen =
  hosts = 127.0.0.1
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
begin retry
* * F,2h,15m
`;

const own = (title: string, ...names: string[]): Scenario => one(title, ...names.map((name) => `${name}@example.org`));

export const forwards: World = {
  name: 'forwards',
  isInFullAlone: true,
  configuration,
  // As much as the system takes of a program that reads nothing.
  forms: [[/(T=topipe) S=\d+/g, '$1 S=n']],
  files: {
    included: 'ann@example.org\n# a comment\nbob, cec\n\n',
    empty: '\n# nothing\n',
  },
  prepare: [
    `cat > aliases.in <<'END'\n${Object.entries(LINES)
      .map(([name, line]) => `${name}: ${line}`)
      .join('\n')}\nEND`,
    'sed "s,FOLDER,$PWD,g" aliases.in > aliases',
    'printf ":include:$PWD/included\\nx@hop0.example\\n" > includes',
  ].join('\n'),
  scenarios: [
    ...Object.keys(LINES)
      .filter((name) => name !== 'loopb')
      .map((name) => own(name, name)),
    ...['emptyquote', 'unclosed', 'twoat', 'domainless', 'dots', 'includenone', 'unknown'].map((name) =>
      own(`${name}, passed over`, `${name}-skip`),
    ),
    own('an owner', 'failtext-owned', 'many-owned'),
    own('many of them', 'many', 'failtext', 'include', 'duplicate', 'ann'),
    from('', 'a bounce', 'failtext@example.org', 'many@example.org'),
  ],
};
