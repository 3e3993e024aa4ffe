/** Programs that take mail, as people write them: what they end with, what they print, what they are given. */
import { from, one, type Scenario, type World } from '../types.ts';

interface Program {
  readonly name: string;
  readonly options: string;
  readonly router?: string;
}

const program = (name: string, command: string, options = '', router = ''): Program => ({
  name,
  options: `command = ${command}\n${options}`,
  router,
});

const shell = (name: string, script: string, options = '', router = ''): Program =>
  program(name, `/bin/sh -c "${script.replace(/[$"\\]/g, '\\$&')}"`, options, router);

const PROGRAMS: readonly Program[] = [
  shell('ok', 'cat >/dev/null'),
  ...[1, 64, 67, 69, 70, 73, 75, 77, 78, 126, 127, 255].map((status) =>
    shell(`exit${status}`, `cat >/dev/null; exit ${status}`),
  ),
  shell('tempnone', 'cat >/dev/null; exit 75', 'temp_errors ='),
  shell('templist', 'cat >/dev/null; exit 3', 'temp_errors = 1 : 3 : 5'),
  shell('tempall', 'exit 200', 'temp_errors = *'),
  shell('ignorestatus', 'cat >/dev/null; exit 77', 'ignore_status\nlog_output'),
  shell('ignoresignal', 'kill -15 $$', 'ignore_status'),
  shell('term', 'kill -15 $$'),
  shell('termfreeze', 'cat >/dev/null; kill -15 $$', 'freeze_signal'),
  program('noexec', '/etc/hostname'),
  program('noexecfreeze', '/etc/hostname', 'freeze_exec_fail'),
  program('nofile', '/usr/local/nothing/here -f'),
  program('nofilefreeze', '/usr/local/nothing/here', 'freeze_exec_fail'),
  program('nofileignored', '/usr/local/nothing/here', 'ignore_status'),
  shell('toolong', 'sleep 30', 'timeout = 1s'),
  shell('toolongdefer', 'sleep 30', 'timeout = 1s\ntimeout_defer'),
  shell('toolongoutput', 'echo first words; sleep 30', 'timeout = 1s\nlog_output\nreturn_output'),
  shell('out', 'cat >/dev/null; echo one; echo two >&2', 'return_output'),
  shell('outfail', 'cat >/dev/null; echo one; echo two >&2; exit 1', 'return_output'),
  shell('failout', 'cat >/dev/null; echo unhappy; exit 65', 'return_fail_output'),
  shell('failsilent', 'cat >/dev/null; exit 65', 'return_fail_output'),
  shell('deferout', 'cat >/dev/null; echo not yet; exit 75', 'return_fail_output\nlog_defer_output'),
  shell('logout', 'cat >/dev/null; printf "\\n\\n  first line  \\nsecond\\n"', 'log_output'),
  shell('logfail', 'cat >/dev/null; echo reason of failure; exit 1', 'log_fail_output'),
  shell('logboth', 'cat >/dev/null; echo reason; exit 1', 'log_output\nlog_defer_output\nreturn_output'),
  shell('lots', 'cat >/dev/null; yes 0123456789 | head -c 30000', 'return_output\nmax_output = 200'),
  shell('lotsmore', 'cat >/dev/null; yes 0123456789 | head -c 30000', 'return_output'),
  shell('binary', 'cat >/dev/null; printf "a\\tb\\001\\377\\n"', 'log_output'),
  shell('closed', 'exec 0<&-; sleep 0.2; exit 0'),
  shell('early', 'exit 0'),
  shell(
    'env',
    'cat >/dev/null; env | grep -v -e ^_= -e ^PWD= -e ^OLDPWD= -e ^SHLVL= -e ^MESSAGE_ID | sort > BOX/env',
    'environment = "A=1:B=two words:LOCAL_PART=mine"\npath = /usr/bin:/bin:/opt/bin\nhome_directory = /tmp',
  ),
  shell(
    'env2',
    'cat >/dev/null; echo $HOME $USER $LOGNAME $SHELL $TZ $HOST $DOMAIN $QUALIFY_DOMAIN $SENDER $RECIPIENT $LOCAL_PART_PREFIX $LOCAL_PART_SUFFIX',
    'log_output',
    'local_part_suffix = +*\nlocal_part_prefix = p-\nlocal_part_prefix_optional\nlocal_part_suffix_optional',
  ),
  program('nopath', 'printenv PATH', 'path = ${if eq{a}{a}{/usr/bin}{/bin}}\nlog_output'),
  program('badpath', 'printenv PATH', 'path = /opt/nothing\nlog_output'),
  program('slash', 'sub/program', 'log_output'),
  program('shellon', 'cat > BOX/shellon; echo "$local_part: $pipe_addresses"', 'use_shell\nlog_output'),
  program('shellquote', 'echo "a  b" \'c d\' $sender_address | cat', 'use_shell\nlog_output'),
  program(
    'args',
    '/usr/bin/printf "[%s]" a "b c" \'$local_part\' "$local_part" $domain ${if eq{1}{1}{"x y"}} "\\\\"q\\\\""',
    'log_output',
  ),
  program(
    'addresses',
    '/usr/bin/printf "[%s]" $pipe_addresses -- x$pipe_addresses',
    'batch_max = 10\nlog_output',
    'also = addresses2 : addresses3',
  ),
  program('onlyone', '/usr/bin/printf "[%s]" $pipe_addresses', 'log_output', 'also = onlyone2'),
  program('badquote', '/bin/echo "unclosed', 'log_output'),
  program('emptycommand', '${if eq{a}{b}{x}}'),
  program('failcommand', '${if eq{a}{b}{x}fail}'),
  program('notfound', 'nosuchprogram'),
  shell('crlf', 'cat > BOX/crlf', 'use_crlf\nmessage_prefix = "begin $local_part\\r\\n"\nmessage_suffix = "end\\r\\n"'),
  shell('bare', 'cat > BOX/bare', 'message_prefix =\nmessage_suffix =\ncheck_string = "From "\nescape_string = ">"'),
  shell(
    'bsmtp',
    'cat > BOX/bsmtp',
    'use_bsmtp\nmessage_prefix = "HELO $primary_hostname\\n"\nbatch_max = 5\nbatch_id = $domain',
    'also = bsmtp2',
  ),
  shell(
    'traces',
    'cat > BOX/traces',
    'envelope_to_add\nreturn_path_add\ndelivery_date_add\nheaders_add = "X-A: 1"\nheaders_remove = message-id\nbody_only = false\nreturn_path = "new-$return_path"',
  ),
  shell('bodyonly', 'cat > BOX/bodyonly', 'body_only'),
  shell('headersonly', 'cat > BOX/headersonly', 'headers_only'),
  shell('filter', 'cat > BOX/filtered', 'transport_filter = /usr/bin/tr a-z A-Z'),
  shell('filterfails', 'cat > BOX/filterfails', 'transport_filter = /bin/false'),
  shell('filtermissing', 'cat > BOX/filtermissing', 'transport_filter = /usr/local/nothing'),
  shell('filterslow', 'cat > /dev/null', 'transport_filter = /bin/sleep 9\ntransport_filter_timeout = 1s'),
  shell('umask', 'umask; pwd; cat > /dev/null', 'umask = 0137\ncurrent_directory = /usr/bin\nlog_output'),
  shell('nodir', 'pwd', 'current_directory = /nothing/here'),
  shell('maxsize', 'cat >/dev/null', 'message_size_limit = 50'),
  shell('nolog', 'cat >/dev/null', 'disable_logging'),
  shell('quietfail', 'cat >/dev/null; exit 1', 'disable_logging'),
  shell('allowed', 'cat >/dev/null', 'allow_commands = /bin/cat'),
  program('allowedname', 'cat', 'allow_commands = cat\nrestrict_to_path\nlog_output\nmessage_prefix = x\\n'),
  program('restricted', '/bin/cat', 'restrict_to_path'),
];

const REDIRECTED: readonly (readonly [string, string, string])[] = [
  ['toargs', '"|/usr/bin/printf %s,%s $local_part \'a b\'"', 'log_output'],
  ['todouble', '"|/usr/bin/printf [%s] \\"a b\\" c"', 'log_output'],
  ['toallowed', '|/usr/bin/env', 'allow_commands = /usr/bin/env : /bin/cat'],
  ['tovacation', '|/usr/bin/wc -c', 'restrict_to_path'],
  ['toname', '|wc -c', 'path = /usr/bin\nlog_output\nreturn_path_add'],
  ['tonameonly', '|wc -c', 'restrict_to_path\nallow_commands = wc\nlog_output'],
  [
    'toforced',
    '|/opt/some/thing with args',
    'command = /usr/bin/printf <%s> forced $address_pipe\nforce_command\nlog_output',
  ],
  ['toshell', '|cat > BOX/toshell; exit 3', 'use_shell\nignore_status'],
];

const indented = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `  ${line}\n`)
    .join('');

function routerOf({ name, router = '' }: Program): string {
  const also = /^also = (.*)$/m.exec(router)?.[1];
  return `r_${name}:\n  driver = accept\n  domains = +local_domains\n  local_parts = ${name}${also === undefined ? '' : ` : ${also}`}\n${indented(router.replace(/^also = .*$/m, ''))}  transport = ${name}\n`;
}

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
timezone = UTC
begin routers
${PROGRAMS.map(routerOf).join('')}
${REDIRECTED.map(([name, data]) => `r_${name}:\n  driver = redirect\n  domains = +local_domains\n  local_parts = ${name}\n  data = ${data}\n  pipe_transport = ${name}\n`).join('')}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann
  transport = box
begin transports
box:
  driver = appendfile
  file = BOX/ann
${PROGRAMS.map(({ name, options }) => `${name}:\n  driver = pipe\n${indented(options)}`).join('')}
${REDIRECTED.map(([name, , options]) => `${name}:\n  driver = pipe\n${indented(options)}`).join('')}
begin retry
* * F,2h,15m
`.replaceAll('BOX', `${folder}/box`);

const own = (title: string, ...names: string[]): Scenario => one(title, ...names.map((name) => `${name}@example.org`));

export const programs: World = {
  name: 'programs',
  configuration,
  isInFullAlone: true,
  isOrdered: true,
  isLogOrdered: true,
  scenarios: [
    own('0', 'ok'),
    ...[1, 64, 67, 69, 70, 73, 75, 77, 78, 126, 127, 255].map((status) => own(`status ${status}`, `exit${status}`)),
    own('temp_errors', 'tempnone', 'templist', 'tempall'),
    own('ignore_status', 'ignorestatus', 'ignoresignal'),
    own('a signal', 'term'),
    own('a signal that freezes', 'termfreeze'),
    own('not to be run', 'noexec'),
    own('not to be run, freezes', 'noexecfreeze'),
    own('not there', 'nofile'),
    own('not there, freezes', 'nofilefreeze'),
    own('too long', 'toolong'),
    own('too long, waits', 'toolongdefer'),
    own('too long, with output', 'toolongoutput'),
    own('return_output', 'out'),
    own('return_output of one that fails', 'outfail'),
    own('return_fail_output', 'failout', 'failsilent'),
    own('return_fail_output of one that waits', 'deferout'),
    own('log_output', 'logout', 'logfail', 'logboth'),
    own('environment', 'env'),
    own('environment of affixes', 'p-env2+x', 'env2'),
    own('arguments', 'args'),
    own('use_crlf', 'crlf'),
    { ...own('From lines', 'bare'), body: 'From me\n>From you\nfrom\n' },
    own('BSMTP', 'bsmtp', 'bsmtp2'),
    own('traces', 'traces'),
    own('parts', 'bodyonly', 'headersonly'),
    own('a filter that is slow', 'filterslow'),
    own('umask and current_directory', 'umask', 'nodir'),
    own('message_size_limit', 'maxsize'),
    own('disable_logging', 'nolog', 'quietfail'),
    own('allow_commands', 'allowed', 'allowedname', 'restricted'),
    own('out of redirection, by a shell', 'toshell'),
    from('', 'a bounce', 'exit1@example.org', 'out@example.org'),
  ],
};
