/** Mail that comes to rest on this host: every option of appendfile, pipe and autoreply, and what all transports have. */
import { from, one, type Scenario, type World } from './types.ts';

/** A transport, and the router that sends `NAME@example.org` to it. */
interface Rest {
  readonly name: string;
  readonly transport: string;
  /** Further options of the router. */
  readonly router?: string;
  /** Further local parts. */
  readonly also?: string;
}

const rest = (name: string, transport: string, router = '', also = ''): Rest => ({ name, transport, router, also });

const file = (name: string, options: string, router = '', also = ''): Rest =>
  rest(name, `driver = appendfile\nfile = BOX/${name}\n${options}`, router, also);

const folder = (name: string, options: string): Rest =>
  rest(name, `driver = appendfile\ndirectory = BOX/${name}\n${options}`);

const pipe = (name: string, command: string, options = '', also = ''): Rest =>
  rest(name, `driver = pipe\n${command === '' ? '' : `command = ${command}\n`}${options}`, '', also);

const reply = (name: string, options: string): Rest =>
  rest(name, `driver = autoreply\nto = $sender_address\n${options}`);

const FILES: readonly Rest[] = [
  file(
    'plain',
    'file_must_exist = false\ncreate_file = anywhere\nlock_retries = 3\nlock_interval = 1s\ndebug_print = T: plain',
  ),
  file(
    'affixed',
    'message_prefix = "From $local_part\\n"\nmessage_suffix = "--end of $local_part--\\n"\ncheck_string = "This"\nescape_string = "> "',
  ),
  file('unescaped', 'check_string =\nescape_string =\nmessage_prefix =\nmessage_suffix ='),
  file('crlf', 'use_crlf\nmode = 0640\nmode_fail_narrower = false'),
  file('bsmtp', 'use_bsmtp\nbatch_max = 10', '', ' : bsmtp2 : bsmtp3'),
  file('batched', 'batch_max = 2', '', ' : batched2 : batched3'),
  file('unbatched', '', '', ' : unbatched2'),
  file('bodyonly', 'body_only'),
  file('headersonly', 'headers_only'),
  file('traces', 'return_path_add\nenvelope_to_add\ndelivery_date_add'),
  file('notraces', 'no_return_path_add\nno_envelope_to_add\nno_delivery_date_add'),
  file(
    'headers',
    'headers_add = "X-One: $local_part\\nX-Two: 2"\nheaders_add = X-Three: 3\nheaders_remove = x-gone : x-any*\nheaders_remove = x-also\nheaders_rewrite = *@example.org $1@rewritten.example ft',
  ),
  file('returned', 'return_path = bounces+$local_part@example.org\nreturn_path_add'),
  file('limited', 'message_size_limit = 100'),
  file('unlimited', 'message_size_limit = ${if eq{$local_part}{unlimited}{1K}{1}}'),
  file('quiet', 'disable_logging'),
  file('affixes', 'rcpt_include_affixes\nuse_bsmtp', 'local_part_prefix = pre-\nlocal_part_prefix_optional'),
  file('noaffixes', 'no_rcpt_include_affixes\nuse_bsmtp', 'local_part_prefix = pre-\nlocal_part_prefix_optional'),
  file('filtered', 'transport_filter = /bin/sed s/body/BODY/\ntransport_filter_timeout = 10s'),
  file('slowfilter', 'transport_filter = /bin/sleep 5\ntransport_filter_timeout = 1s'),
  file('shadowed', 'shadow_transport = tshadow\nshadow_condition = ${if eq{$sender_address_local_part}{ann}}'),
  rest('shadow', 'driver = appendfile\nfile = BOX/shadow'),
  file('shadowfails', 'shadow_transport = tbroken'),
  rest('broken', 'driver = appendfile\nfile = BOX/none/broken\nno_create_directory\nno_use_lockfile'),
  file('mustexist', 'file_must_exist'),
  file('deep/er/box', 'create_directory\ndirectory_mode = 0750'),
  file('inhome', 'create_file = inhome\nhome_directory = BOX\nno_use_lockfile'),
  file('nothome', 'create_file = inhome\nhome_directory = /etc\nno_use_lockfile'),
  file('parallel', 'max_parallel = 2'),
  rest('fifo', 'driver = appendfile\nfile = PLACE/fifo\nallow_fifo\nno_use_lockfile'),
  rest('nofifo', 'driver = appendfile\nfile = PLACE/fifo\nno_allow_fifo\nno_use_lockfile'),
  rest('link', 'driver = appendfile\nfile = PLACE/link\nallow_symlink\nno_use_lockfile'),
  rest('nolink', 'driver = appendfile\nfile = PLACE/link\nno_allow_symlink\nno_use_lockfile'),
  rest('strange', 'driver = appendfile\nfile = PLACE/strange\ncheck_owner\nno_use_lockfile'),
  rest('strangegroup', 'driver = appendfile\nfile = PLACE/strange\nno_check_owner\ncheck_group\nno_use_lockfile'),
  file(
    'locks',
    'use_fcntl_lock\nuse_flock_lock\nuse_lockfile\nlock_fcntl_timeout = 1s\nlock_flock_timeout = 1s\nlockfile_mode = 0640\nlockfile_timeout = 1m',
  ),
  rest('waits', 'driver = appendfile\nfile = PLACE/waits\nlockfile_timeout = 1h\nlock_retries = 2\nlock_interval = 1s'),
  rest('stale', 'driver = appendfile\nfile = PLACE/stale\nlockfile_timeout = 0s\nlock_retries = 2\nlock_interval = 1s'),
  file('mbx', 'mbx_format\nmessage_prefix =\nmessage_suffix =\nuse_mbx_lock'),
  file('comsat', 'notify_comsat'),
  rest(
    'formats',
    'driver = appendfile\nfile = PLACE/formatted\nfile_format = "* text : tformats : other : tplain"\nno_use_lockfile',
  ),
  rest('noformat', 'driver = appendfile\nfile = PLACE/formatted\nfile_format = "other : tplain"\nno_use_lockfile'),
  file('full', 'quota = 100\nquota_is_inclusive'),
  file('nearly', 'quota = 100\nno_quota_is_inclusive'),
  file(
    'warned',
    'quota = 2K\nquota_warn_threshold = 10%\nquota_warn_message = "To: bob@example.org\\nSubject: nearly full\\n\\nYour box is nearly full.\\n"',
  ),
  file('known', 'quota = 1K\nmailbox_size = 1000'),
];

const FOLDERS: readonly Rest[] = [
  folder('files', 'directory_file = mail-one'),
  folder('named', 'directory_file = ${substr_0_3:$local_part_data}-q'),
  folder('md', 'maildir_format\nmaildir_tag = ,T=$local_part\nmaildir_retries = 3\nmaildirfolder_create_regex = /md$'),
  folder(
    'sized',
    'maildir_format\nmaildir_use_size_file\nquota = 10K\nquota_filecount = 1\nmaildir_quota_directory_regex = ^(?:cur|new)\\$',
  ),
  folder(
    'counted',
    'quota = 10K\nquota_filecount = 1\nmailbox_filecount = 1\nmailbox_size = 0\ndirectory_file = counted',
  ),
  folder(
    'below',
    'quota = 500\nquota_directory = BOX/below\nquota_size_regex = S=(\\\\d+)\nmaildir_format\nmaildir_tag = ,S=$message_size',
  ),
  folder('store', 'mailstore_format\nmailstore_prefix = for $local_part\nmailstore_suffix = --'),
];

const PIPES: readonly Rest[] = [
  pipe(
    'cat',
    '/bin/sh -c "cat >> BOX/piped"',
    'message_prefix = "[$local_part]\\n"\nmessage_suffix = "--\\n"\ncheck_string = "This"\nescape_string = "> "',
  ),
  pipe('smtp', '/bin/sh -c "cat >> BOX/piped"', 'use_bsmtp\nuse_crlf\nbatch_max = 5', ' : smtp2'),
  pipe(
    'env',
    '/bin/sh -c "echo $LOCAL_PART $OWN $PATH; umask; pwd"'.replaceAll('$', '\\$'),
    'environment = OWN=$local_part\npath = /bin:/usr/bin\numask = 027\nlog_output\ncurrent_directory = /usr\nhome_directory = /etc',
  ),
  pipe('allowed', '', 'allow_commands = /bin/true'),
  pipe('shell', 'echo $pipe_addresses | tr a-z A-Z >> BOX/piped', 'use_shell'),
  pipe('path', 'cat', 'restrict_to_path = false'),
  pipe('ignored', '/bin/sh -c "cat > /dev/null; exit 9"', 'ignore_status'),
  pipe('temporary', '/bin/sh -c "echo not now; exit 9"', 'temp_errors = 8 : 9\nlog_defer_output'),
  pipe('any', '/bin/sh -c "exit 9"', 'temp_errors = *'),
  pipe('failing', '/bin/sh -c "echo broken; exit 9"', 'log_fail_output\nreturn_fail_output'),
  pipe('logged', '/bin/sh -c "cat > /dev/null; echo one two"', 'log_output'),
  pipe('shown', '/bin/sh -c "cat > /dev/null; echo one two"', 'return_output'),
  pipe('noutput', '/bin/sh -c "cat > /dev/null"', 'return_output'),
  pipe('returnsfail', '/bin/sh -c "cat > /dev/null; echo fine"', 'return_fail_output'),
  pipe('much', '/usr/bin/yes', 'max_output = 1K\nlog_output'),
  pipe('slow', '/bin/sleep 20', 'timeout = 1s'),
  pipe('slowly', '/bin/sleep 20', 'timeout = 1s\ntimeout_defer'),
  pipe('none', '/no/such/program', 'freeze_exec_fail'),
  pipe('killed', '/bin/sh -c "kill -9 \\$\\$"', 'freeze_signal'),
  pipe('dies', '/bin/sh -c "kill -9 \\$\\$"'),
  pipe('creator', '/bin/sh -c "cat > /dev/null; id -u -n"', 'pipe_as_creator\nlog_output'),
];

/** Of redirection: what stands in the list is what runs. */
const COMMANDS: readonly (readonly [name: string, command: string, transport: string])[] = [
  ['tocat', '|/bin/cat', 'allow_commands = /bin/cat'],
  ['tofalse', '|/bin/false', 'allow_commands = /bin/cat : /bin/true'],
  ['topath', '|/bin/echo x', 'restrict_to_path'],
  ['toname', '|cat', 'restrict_to_path\nlog_output'],
  ['forced', '|/bin/anything a b', 'command = /bin/cat - $address_pipe\nforce_command\nlog_output\nignore_status'],
];

const REPLIES: readonly Rest[] = [
  reply(
    'answers',
    'from = robot@example.org\ncc = bob@example.org\nbcc = owner@example.org\nreply_to = nobody@example.org\nsubject = Re: $h_subject:\nheaders = "X-Robot: yes"\ntext = Gone fishing, $local_part.\\n\nlog = BOX/log\nmode = 0640',
  ),
  reply('quotes', 'text = see below\nreturn_message'),
  reply('fromfile', 'file = PLACE/text\nfile_expand\ntext = first:'),
  reply('fromraw', 'file = PLACE/text\nno_file_expand'),
  reply('maybefile', 'file = PLACE/notext\nfile_optional\ntext = without it'),
  reply('nofile', 'file = PLACE/notext'),
  reply('once', 'once = PLACE/once\nonce_repeat = 1d\nonce_file_size = 2K\ntext = once'),
  reply('oncefor', 'once = PLACE/oncefor\nonce_repeat = 0s\ntext = once for ever'),
  reply('never', 'never_mail = ann@example.org\ntext = never'),
];

/** Exim logs the size of the delivery before: those that answer are known by their names. */
const transportOf = (one: Rest): string => `${REPLIES.includes(one) ? 'answer_' : 't'}${wordOf(one)}`;

const ALL = [...FILES, ...FOLDERS, ...PIPES, ...REPLIES];

const wordOf = ({ name }: Rest): string => name.replaceAll('/', '');

const indented = (lines: string): string =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `  ${line}\n`)
    .join('');

const routerFor = (one: Rest): string =>
  `${wordOf(one)}:\n  driver = accept\n  domains = +local_domains\n  local_parts = ${wordOf(one)}${one.also}\n  transport = ${transportOf(one)}\n${indented(one.router ?? '')}`;

const configuration: World['configuration'] = ({ folder: place }) =>
  `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
delay_warning =
keep_environment =
begin routers
${ALL.map(routerFor).join('')}
${COMMANDS.map(([name, command]) => `${name}:\n  driver = redirect\n  domains = +local_domains\n  local_parts = ${name}\n  data = ${command}\n  pipe_transport = t${name}\n`).join('')}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : owner
  transport = tlocal
begin transports
tlocal:
  driver = appendfile
  file = BOX/all
  return_path_add
  envelope_to_add
${ALL.map((one) => `${transportOf(one)}:\n${indented(one.transport)}`).join('')}
${COMMANDS.map(([name, , options]) => `t${name}:\n  driver = pipe\n${indented(options)}`).join('')}
begin retry
* * F,2h,15m
`
    .replaceAll('BOX', `${place}/box`)
    .replaceAll('PLACE', place);

const own = (title: string, ...names: string[]): Scenario => one(title, ...names.map((name) => `${name}@example.org`));

export const resting: World = {
  name: 'resting',
  configuration,
  files: {
    text: 'From a file, for $sender_address.\n',
    strange: '',
    waits: '',
    'waits.lock': '',
    stale: '',
    'stale.lock': '',
    formatted: '* text of another kind\n',
  },
  prepare:
    'chmod 666 strange formatted; chown 1:1 strange; mkfifo fifo; ln -s link.target link; touch link.target; chown -h Debian-exim: . fifo link link.target waits stale formatted',
  isInFullAlone: true,
  scenarios: [
    own('what stands around a message', 'plain', 'affixed', 'unescaped', 'crlf'),
    own('batches', 'bsmtp', 'bsmtp2', 'bsmtp3', 'batched', 'batched2', 'batched3', 'unbatched', 'unbatched2'),
    own('body_only, headers_only, traces', 'bodyonly', 'headersonly', 'traces', 'notraces'),
    { ...own('headers', 'headers'), header: 'X-Gone: 1\nX-Any-One: 2\nX-Also: 3\nX-Stays: 4\n' },
    own('return_path', 'returned'),
    own('message_size_limit, disable_logging', 'limited', 'unlimited', 'quiet'),
    own('rcpt_include_affixes', 'pre-affixes', 'affixes', 'pre-noaffixes', 'noaffixes'),
    own('transport_filter', 'filtered', 'slowfilter'),
    own('shadow_transport', 'shadowed', 'shadowfails'),
    from('bob@example.org', 'shadow_condition', 'shadowed@example.org'),
    own('files that are not there', 'mustexist', 'deeperbox', 'broken', 'inhome', 'nothome', 'parallel'),
    own('links, and files of others', 'fifo', 'nofifo', 'link', 'nolink', 'strange', 'strangegroup'),
    own('locks', 'locks', 'stale', 'mbx', 'comsat'),
    own('a lock that stays', 'waits'),
    own('formats', 'formats', 'noformat'),
    own('quotas', 'full', 'nearly', 'known'),
    own('a warning of a quota', 'warned'),
    own('folders', 'files', 'named', 'md', 'store'),
    own('folders with quotas', 'sized', 'counted', 'below'),
    own('pipes', 'cat', 'smtp', 'smtp2', 'shell', 'path'),
    own('environment, directories, umask', 'env', 'creator'),
    own('statuses', 'ignored', 'temporary', 'any', 'failing'),
    own('outputs', 'logged', 'shown', 'noutput', 'returnsfail'),
    own('too much output', 'much'),
    own('timeout', 'slow'),
    own('timeout_defer', 'slowly'),
    own('freeze_exec_fail', 'none'),
    own('freeze_signal', 'killed'),
    own('a signal', 'dies'),
    own('no command', 'allowed'),
    own('commands of redirection', 'tocat', 'tofalse', 'topath', 'toname', 'forced'),
    own('an answer', 'answers'),
    own('an answer with the message', 'quotes'),
    own('answers out of files', 'fromfile', 'fromraw', 'maybefile', 'nofile'),
    own('once', 'once', 'oncefor'),
    own('once again', 'once', 'oncefor'),
    own('no answer', 'never'),
    from('', 'no answer to a bounce', 'answers@example.org'),
  ],
};
