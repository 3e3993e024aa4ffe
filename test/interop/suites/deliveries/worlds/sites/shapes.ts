/** One message in many shapes: options of all transports at work in each kind of local transport, batches and shadows. */
import { differing, from, type KnownDifference, one, redirect, type Scenario, type World } from '../types.ts';

interface Shape {
  readonly name: string;
  readonly options: string;
  readonly router?: string;
  readonly also?: string;
}

const shape = (name: string, options: string, router = '', also = ''): Shape => ({ name, options, router, also });
const file = (name: string, options = '', router = '', also = ''): Shape =>
  shape(name, `driver = appendfile\nfile = BOX/${name}\n${options}`, router, also);
const pipe = (name: string, options = '', router = '', also = ''): Shape =>
  shape(name, `driver = pipe\ncommand = /bin/sh -c "cat >> BOX/${name}"\n${options}`, router, also);

const SHAPES: readonly Shape[] = [
  file('batch', 'batch_max = 10', 'address_data = same', ' : batchb : batchc'),
  file(
    'batchid',
    'batch_max = 10\nbatch_id = ${substr{0}{6}{$local_part}}\nenvelope_to_add',
    '',
    ' : batchid2 : batchie',
  ),
  file('batchlp', 'batch_max = 10\nfile = BOX/lp-$local_part', '', ' : batchlpb'),
  file('batchheader', 'batch_max = 10\nheaders_add = X-To: $local_part', '', ' : batchheaderb'),
  file('batchdomain', 'batch_max = 10\nheaders_add = X-To: $domain', '', ' : batchdomainb'),
  file('batchdata', 'batch_max = 10', 'address_data = $local_part', ' : batchdatab'),
  file('batchset', 'batch_max = 10', 'set = r_x = $local_part', ' : batchsetb'),
  file('batchhdr', 'batch_max = 10', 'headers_add = X-L: $local_part', ' : batchhdrb'),
  file('batchthree', 'batch_max = 2\nuse_bsmtp', '', ' : batchthreeb : batchthreec'),
  file('bsmtpname', 'use_bsmtp\nmessage_prefix = HELO $primary_hostname\\n\nbatch_max = 5', '', ' : bsmtpnameb'),
  pipe('bsmtppipe', 'use_bsmtp\nbatch_max = 5\nmessage_suffix = "QUIT\\n"', '', ' : bsmtppipeb'),
  file('shadowed', 'shadow_transport = shadow', '', ''),
  file(
    'shadowif',
    'shadow_transport = shadow\nshadow_condition = ${if eq{$local_part}{shadowif}{no}{yes}}',
    '',
    ' : shadowifb',
  ),
  file('shadowpipe', 'shadow_transport = shadowpipe'),
  file('shadowfail', 'shadow_transport = shadowfail'),
  file('shadowbad', 'shadow_transport = shadow\nshadow_condition = ${expand:\\${if eq{a}}}'),
  file('shadowfull', 'shadow_transport = shadow\nquota = 10'),
  file('limitnone', 'message_size_limit = 0'),
  file('limitexpand', 'message_size_limit = ${if eq{$local_part}{limitexpand}{10}{10M}}', '', ' : limitexpandb'),
  file('limitbad', 'message_size_limit = ten'),
  file('limitfail', 'message_size_limit = ${if eq{a}'.replace('${if eq{a}', '${if eq{a}{b}{1}fail}')),
  file('path', 'return_path = "<>"\nreturn_path_add'),
  file('pathempty', 'return_path = ${if eq{a}{b}{x}}\nreturn_path_add'),
  file('pathfail', 'return_path = ${if eq{a}{b}{x}fail}\nreturn_path_add'),
  file('pathbad', 'return_path = ${expand:\\${if eq{a}}}\nreturn_path_add'),
  file('addfail', 'headers_add = ${if eq{a}{b}{x}fail}'),
  file('addbad', 'headers_add = ${expand:\\${if eq{a}}}'),
  file('addtwo', 'headers_add = X-A: 1\nheaders_add = X-B: $h_subject:\nheaders_remove = X-B : To'),
  file('addsame', 'headers_add = Subject: another\nheaders_remove = Subject'),
  file('addnocolon', 'headers_add = nothing of a header'),
  file('addnewline', 'headers_add = "X-A: 1\\n more\\n\\nX-B: 2\\n"'),
  file(
    'rewrite',
    'headers_rewrite = ann@example.org $local_part@far.example f : *@example.org "\\"A, B\\" <$1@x.example>" t',
  ),
  file('rewriteodd', 'headers_rewrite = ann@* not-valid@@ f : all@example.org x@example.net tw'),
  file(
    'affix',
    'rcpt_include_affixes\nenvelope_to_add',
    'local_part_prefix = *-\nlocal_part_prefix_optional\nlocal_part_suffix = .*\nlocal_part_suffix_optional',
  ),
  file(
    'noaffix',
    'envelope_to_add',
    'local_part_prefix = *-\nlocal_part_prefix_optional\nlocal_part_suffix = .*\nlocal_part_suffix_optional',
  ),
  file('crlf', 'use_crlf\nmessage_prefix = "From $local_part\\r\\n"\nmessage_suffix = "\\r\\n"'),
  file('check', 'check_string = "This"\nescape_string = ">"\nmessage_prefix ='),
  file('checklong', 'check_string = "the body."\nescape_string = "[$local_part]"'),
  file('home', 'home_directory = BOX\nfile = $home/inhome\ncurrent_directory = /'),
  file('nohome', 'file = ${if def:home{BOX/$home}{BOX/none-home}}'),
  file('routerhome', 'file = $home/routerhome', 'transport_home_directory = BOX\ntransport_current_directory = /tmp'),
  file('nofile', 'file = ${if eq{a}{b}{x}}'),
  file('relative', 'file = box/relative'),
  file('expandbad', 'file = ${lookup{x}lsearch{/nothing/here}}'),
  file('isdir', 'file = BOX/dir'),
  pipe('env', 'command = /usr/bin/env\nlog_output\nenvironment = ${if eq{a}{a}{X=1:Y=$local_part}}\nmax_output = 2K'),
  pipe('filter', 'transport_filter = /usr/bin/sed -e "s/the body/$local_part/"'),
  pipe('filterargs', 'transport_filter = /usr/bin/sed -e s/body/${uc:$local_part}/'),
  pipe('filterpath', 'transport_filter = sed -e s/body/x/'),
  pipe('filterexit', 'transport_filter = /bin/sh -c "cat; exit 3"'),
  pipe('filterempty', 'transport_filter = ${if eq{a}{b}{x}}'),
  pipe('filterkill', 'transport_filter = /bin/sh -c "kill -9 \\$\\$"'),
  file('quiet', 'disable_logging\nshadow_transport = shadow'),
  file('event', 'event_action = ${if eq{$event_name}{msg:delivery}{${acl{told}{$event_name $local_part}}}}'),
  file('eventdefer', 'quota = 10\nevent_action = ${acl{told}{$event_name <$event_data>}}'),
];

const configuration: World['configuration'] = ({ folder }) =>
  `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
begin acl
told:
  accept logwrite = EVENT $acl_arg1
begin routers
${redirect('everything', 'data = batch, batchb, shadowed, crlf, bsmtppipe, addfail')}
${SHAPES.map(routerOf).join('')}
begin transports
${SHAPES.map(({ name, options }) => `${name}:\n${indented(options)}`).join('')}
shadow:
  driver = appendfile
  file = BOX/shadow
  headers_add = X-Shadow-Of: $local_part
shadowpipe_:
  driver = pipe
  command = /bin/sh -c "exit 1"
shadowpipes:
  driver = pipe
  command = /bin/sh -c "cat > /dev/null; echo said"
  return_output
shadowfails:
  driver = appendfile
  file = BOX/none/at/all
  no_create_directory
  no_use_lockfile
begin retry
* * F,2h,15m
`
    .replaceAll('shadow_transport = shadowpipe', 'shadow_transport = shadowpipes')
    .replaceAll('shadow_transport = shadowfail', 'shadow_transport = shadowfails')
    .replaceAll('BOX', `${folder}/box`);

const routerOf = ({ name, router = '', also = '' }: Shape): string =>
  `r_${name}:\n  driver = accept\n  domains = +local_domains\n  local_parts = ${name}${also}\n${indented(router)}  transport = ${name}\n`;

const indented = (text: string): string =>
  text
    .split('\n')
    .filter((line, index, all) => line !== '' && !isSetLater(line, all.slice(index + 1)))
    .map((line) => `  ${line}\n`)
    .join('');

/** `file` and `command` are usual, and some have their own. */
const isSetLater = (line: string, rest: readonly string[]): boolean =>
  /^(file|command) = /.test(line) && rest.some((other) => other.startsWith(`${line.split(' ')[0]} = `));

const own = (title: string, ...names: string[]): Scenario => one(title, ...names.map((name) => `${name}@example.org`));

const KNOWN: Readonly<Record<string, KnownDifference>> = {
  'a filter without its path': { because: 'the program has nothing before the filter begins', lines: /^From ann@/ },
  BSMTP: { because: 'the prefix is counted', lines: /T=bsmtpname S=/ },
  limits: { because: 'Exim shows the return path of the delivery before', lines: /message is too big/ },
  'a return_path that cannot be expanded': {
    because: 'there is one line about it',
    lines: /Failed to expand return path/,
  },
  affixes: { because: 'affixes that are patterns are shown', lines: /[ >]a?-?affix/ },
  'a filter that fails': { because: 'the program has had what the filter gave', lines: /./ },
};

export const shapes: World = {
  name: 'shapes',
  configuration,
  isInFullAlone: true,
  isOrdered: true,
  scenarios: differing(
    [
      own('batches', 'batch', 'batchb', 'batchc'),
      own('batches by an expansion', 'batchid', 'batchid2', 'batchie'),
      own('batches apart by a file', 'batchlp', 'batchlpb'),
      own('batches apart by header lines', 'batchheader', 'batchheaderb'),
      own('batches with a domain', 'batchdomain', 'batchdomainb'),
      own('batches apart by address_data', 'batchdata', 'batchdatab'),
      own('batches apart by set', 'batchset', 'batchsetb'),
      own('batches apart by header lines of routers', 'batchhdr', 'batchhdrb'),
      own('batches of two', 'batchthree', 'batchthreeb', 'batchthreec'),
      own('BSMTP', 'bsmtpname', 'bsmtpnameb'),
      own('BSMTP for a program', 'bsmtppipe', 'bsmtppipeb'),
      own('a shadow', 'shadowed'),
      own('a shadow by a condition', 'shadowif', 'shadowifb'),
      own('a shadow that says something', 'shadowpipe'),
      own('a shadow that fails', 'shadowfail'),
      own('a shadow whose condition fails', 'shadowbad'),
      own('a shadow of nothing', 'shadowfull'),
      own('limits', 'limitnone', 'limitexpand', 'limitexpandb'),
      own('a limit that is none', 'limitbad'),
      own('a limit that fails', 'limitfail'),
      own('return_path', 'path', 'pathempty'),
      own('a return_path that fails', 'pathfail'),
      own('a return_path that cannot be expanded', 'pathbad'),
      own('headers_add that fails', 'addfail'),
      own('headers_add that cannot be expanded', 'addbad'),
      { ...own('headers_add and headers_remove', 'addtwo', 'addsame'), header: 'X-B: mine\n' },
      own('headers_add of odd things', 'addnocolon', 'addnewline'),
      own('headers_rewrite', 'rewrite'),
      own('headers_rewrite of odd things', 'rewriteodd'),
      own('affixes', 'a-affix.b', 'affix', 'a-noaffix.b', 'noaffix'),
      own('lines', 'crlf', 'check', 'checklong'),
      own('homes', 'home', 'nohome', 'routerhome'),
      own('files that are none', 'nofile'),
      own('a relative file', 'relative'),
      own('a file that cannot be expanded', 'expandbad'),
      own('a file that is a folder', 'isdir'),
      own('filters', 'filter', 'filterargs'),
      own('a filter without its path', 'filterpath'),
      own('a filter that fails', 'filterexit'),
      own('a filter that is none', 'filterempty'),
      own('a filter that is killed', 'filterkill'),
      own('disable_logging', 'quiet'),
      own('events', 'event'),
      own('events of a mailbox that is full', 'eventdefer'),
      own('everything', 'everything', 'ann'),
      from('', 'a bounce', 'path@example.org', 'shadowed@example.org', 'batch@example.org'),
    ],
    KNOWN,
  ),
};
