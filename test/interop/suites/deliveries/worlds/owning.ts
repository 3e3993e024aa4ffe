/** As whom deliveries are made, and where: users and groups of routers, transports, programs; started by root. */
import { one, type Scenario, type World } from './types.ts';

const here = (name: string, options: string): string =>
  `${name}:\n  driver = accept\n  domains = +local_domains\n  local_parts = ${name}\n  ${options.replaceAll('\n', '\n  ')}\n`;

const redirecting = (name: string, user: string, options: string): string =>
  `${name}:\n  driver = redirect\n  domains = +local_domains\n  local_parts = ${name}\n  user = ${user}\n  ${options}\n`;

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
never_users = games : bin
begin routers
${here('daemon', 'check_local_user\ntransport = tells')}
${here('nosuchuser', 'check_local_user\ntransport = tells')}
${here('owned', 'user = nobody\ngroup = mail\ntransport = tells')}
${here('grouped', 'user = daemon\ntransport = tells')}
${here('all', 'user = daemon\ninitgroups\ntransport = tells')}
${here('unowned', 'transport = tells')}
${here('expanded', 'user = ${if eq{$sender_address_local_part}{ann}{daemon}{nobody}}\ngroup = ${if eq{a}{a}{mail}}\ntransport = tells')}
${here('places', 'user = nobody\ntransport_home_directory = /etc\ntransport_current_directory = /usr\ntransport = tells')}
${here('transports', 'user = nobody\ntransport_home_directory = /etc\ntransport_current_directory = /usr\ntransport = own')}
${here('routers', 'user = nobody\ngroup = mail\ntransport = groups')}
${here('box', 'user = nobody\ngroup = mail\ntransport = box')}
${here('boxes', 'check_local_user = false\ntransport = daemons')}
${here('forbidden', 'user = daemon\ntransport = locked')}
${here('rooted', 'user = root\ntransport = tells')}
${here('banned', 'user = games\ntransport = tells')}
${here('numbered', 'transport = numbered')}
${here('unfound', 'transport = unfound')}
${here('ungrouped', 'transport = ungrouped')}
${here('unlisted', 'user = ${if eq{a}{a}{nosuch}}\ntransport = tells')}
${here('mixed', 'user = nobody\ngroup = mail\ntransport = daemons_alone')}
${here('bin', 'check_local_user\ntransport = daemons_alone')}
${here('mixedexpanded', 'group = mail\ntransport = daemons_expanded')}
${here('mixedlocal', 'user = bin\ntransport = daemons_expanded')}
${here('grouponly', 'group = mail\ntransport = tells')}
${here('mixedcreator', 'user = nobody\ngroup = mail\ntransport = creator')}
${here('creatorinit', 'transport = creator_init')}
${here('filtered', 'user = nobody\ntransport = filtered')}
creator:
  driver = accept
  domains = +local_domains
  local_parts = creator
  user = nobody
  transport = creator
asks:
  driver = queryprogram
  domains = +local_domains
  local_parts = asks
  command = /bin/sh ${folder}/tell fail
  command_user = daemon
  command_group = mail
  current_directory = /usr
asksown:
  driver = queryprogram
  domains = +local_domains
  local_parts = asksown
  command = /bin/sh ${folder}/tell fail
  command_user = nobody
${here('news', 'check_local_user\nrouter_home_directory = HOUSE\ncondition = ${if exists{$home/list}}\ntransport = tells').replace('HOUSE', `${folder}/house`)}
${redirecting('forwards', 'news', `file = ${folder}/house/.forward`)}
${redirecting('includes', 'news', `data = :include:${folder}/house/list`)}
${redirecting('strangers', 'daemon', `data = :include:${folder}/house/list`)}
${redirecting('denied', 'daemon', `file = ${folder}/house/.forward`)}
${redirecting('ignored', 'daemon', `file = ${folder}/house/.forward\n  ignore_eacces`)}
${redirecting('nodirectory', 'news', `file = ${folder}/list/none/.forward`)}
${redirecting('nodirectoryignored', 'news', `file = ${folder}/list/none/.forward\n  ignore_enotdir`)}
${redirecting('nohouse', 'news', `file = ${folder}/none/.forward`)}
${here('needs', `require_files = news:${folder}/house/list\ntransport = tells`)}
${here('needsgroup', `require_files = news,mail:${folder}/house/list\ntransport = tells`)}
${here('needsother', `require_files = daemon:${folder}/house/list\ntransport = tells`)}
${here('needsplus', `require_files = daemon:+${folder}/house/list\ntransport = tells`)}
${here('needsnot', `require_files = !${folder}/house/none\ntransport = tells`)}
${here('needsnobody', `require_files = nosuch:${folder}/house/list\ntransport = tells`)}
${here('needsnumber', `require_files = 9:${folder}/house/list\ntransport = tells`)}
${here('needsnogroup', `require_files = news,nosuch:${folder}/house/list\ntransport = tells`)}
listed:
  driver = redirect
  domains = +local_domains
  local_parts = listed
  user = daemon
  group = mail
  file = ${folder}/list
  check_owner
  check_group
  pipe_transport = listed
  file_transport = listed_file
stranger:
  driver = redirect
  domains = +local_domains
  local_parts = stranger
  user = nobody
  file = ${folder}/list
  check_owner
  pipe_transport = listed
local:
  driver = accept
  domains = +local_domains
  local_parts = ann
  user = Debian-exim
  transport = anns
begin transports
numbered:
  driver = pipe
  command = /bin/sh ${folder}/tell
  log_output
  user = \${if eq{a}{a}{1}}
unfound:
  driver = pipe
  command = /bin/sh ${folder}/tell
  user = \${if eq{a}{a}{nosuch}}
ungrouped:
  driver = pipe
  command = /bin/sh ${folder}/tell
  user = daemon
  group = \${if eq{a}{a}{nosuch}}
daemons_expanded:
  driver = pipe
  command = /bin/sh ${folder}/tell
  log_output
  user = \${if eq{a}{a}{daemon}}
creator_init:
  driver = pipe
  command = /bin/sh ${folder}/tell
  log_output
  pipe_as_creator
  initgroups
daemons_alone:
  driver = pipe
  command = /bin/sh ${folder}/tell
  log_output
  user = daemon
tells:
  driver = pipe
  command = /bin/sh ${folder}/tell
  log_output
own:
  driver = pipe
  command = /bin/sh ${folder}/tell
  log_output
  user = daemon
  group = mail
  initgroups
  home_directory = /var
  current_directory = /bin
groups:
  driver = pipe
  command = /bin/sh ${folder}/tell
  log_output
  group = daemon
filtered:
  driver = pipe
  command = /bin/sh ${folder}/tell
  log_output
  transport_filter = /bin/cat
creator:
  driver = pipe
  command = /bin/sh ${folder}/tell
  log_output
  pipe_as_creator
listed:
  driver = pipe
  log_output
listed_file:
  driver = appendfile
box:
  driver = appendfile
  file = ${folder}/box/open/\${if eq{a}{a}{nobody}}
  mode = 0644
daemons:
  driver = appendfile
  file = ${folder}/box/open/daemon
  user = daemon
  group = mail
locked:
  driver = appendfile
  file = ${folder}/box/closed/mail
  no_use_lockfile
anns:
  driver = appendfile
  file = ${folder}/box/all
begin retry
* * F,2h,15m
`;

const own = (title: string, ...names: string[]): Scenario => one(title, ...names.map((name) => `${name}@example.org`));

export const owning: World = {
  name: 'owning',
  configuration,
  files: {
    list: '|/usr/bin/id -u -n\n',
    tell: 'cat > /dev/null\necho $1 $(id -u -n) $(id -g -n) in $(pwd) at $HOME masked $(umask) with $(id -G -n | tr " " "\\n" | sort)\n',
  },
  prepare:
    'mkdir box/open box/closed; chmod 1777 box/open; chmod 755 box/closed; chown daemon:mail list; chmod 755 .; ' +
    'mkdir house; echo ann@example.org > house/list; echo :include:$PWD/house/list > house/.forward; chown -R news:news house; chmod -R u=rwX,go= house',
  isRoots: true,
  isInFullAlone: true,
  scenarios: [
    own('check_local_user', 'daemon', 'nosuchuser'),
    own('users of routers', 'owned', 'grouped', 'all', 'expanded'),
    own('nobody is named', 'unowned'),
    own('directories of routers', 'places'),
    own('users and directories of transports', 'transports', 'routers'),
    own('mailboxes of users', 'box', 'boxes', 'forbidden'),
    own('root is nobody', 'rooted', 'banned'),
    own('users and groups that are not there', 'numbered', 'unfound', 'ungrouped', 'unlisted'),
    own(
      'a group of the router, a user of the transport',
      'mixed',
      'bin',
      'mixedexpanded',
      'mixedlocal',
      'grouponly',
      'mixedcreator',
    ),
    own('pipe_as_creator, and filters', 'creator', 'creatorinit', 'filtered'),
    own('programs that are asked', 'asks', 'asksown'),
    own('files in a home of mode 0700', 'news', 'forwards', 'includes'),
    own('files that others may not see', 'strangers', 'denied', 'ignored'),
    own('directories that are none', 'nodirectory', 'nodirectoryignored', 'nohouse'),
    own('require_files', 'needs', 'needsgroup', 'needsother', 'needsplus', 'needsnot'),
    own('require_files of users who are not there', 'needsnobody', 'needsnumber', 'needsnogroup'),
    own('users of lists', 'listed', 'stranger'),
  ],
};
