/** DSN through aliases, copies and owners; mailboxes with quotas, locks and formats; programs, replies and hosts with options put together. */
import type { PeerScript } from '../../../../../support/smtp-peer.ts';
import { from, one, redirect, remote, type Scenario, type World } from '../types.ts';

const PLAIN: PeerScript = {
  offers: ['SIZE', 'PIPELINING'],
  replies: {
    'RCPT TO:<ZED': '550 5.1.1 no zed',
    'RCPT TO:<TMP': '451 4.2.1 later',
  },
};
const AWARE: PeerScript = { ...PLAIN, offers: ['SIZE', 'PIPELINING', 'DSN', '8BITMIME'] };
const LMTP: PeerScript = {
  lmtp: true,
  offers: ['PIPELINING', 'DSN'],
  replies: { '.': ['250 2.1.5 first', '552 5.2.2 second is full', '452 4.2.2 third is full', '250 2.1.5 fourth'] },
};

const transportOf = ({ name, options }: Box): string => `${name}:\n${lines(options)}`;
const lines = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('');

interface Box {
  readonly name: string;
  readonly options: string;
}

const routerOf = ({ name }: Box): string => `r_${name}:
  driver = accept
  domains = +local_domains
  local_parts = ${name} : ^${name}_
  local_part_suffix = +*
  local_part_suffix_optional
  transport = ${name}
`;

const BOXES: readonly Box[] = [
  {
    name: 'mdquota',
    options:
      'driver = appendfile\ndirectory = BOX/mdquota\nmaildir_format\nquota = 900\nquota_warn_threshold = 50%\nquota_warn_message = "To: $local_part@example.org\\nSubject: nearly full\\n\\nIt is.\\n"\nmaildir_tag = ,S=$message_size',
  },
  {
    name: 'mdcount',
    options:
      'driver = appendfile\ndirectory = BOX/mdcount\nmaildir_format\nquota = 1M\nquota_filecount = 1\nquota_size_regex = S=(\\\\d+)$\nmaildir_tag = ",S=$message_size"',
  },
  {
    name: 'mdsize',
    options: 'driver = appendfile\ndirectory = BOX/mdsize\nmaildir_format\nmaildir_use_size_file\nquota = 1000',
  },
  {
    name: 'mdexclude',
    options:
      'driver = appendfile\ndirectory = BOX/mdexclude\nmaildir_format\nmaildir_quota_directory_regex = ^(?:cur|new|\\\\..*)$\nquota = 10M\nquota_is_inclusive = false\nmaildirfolder_create_regex = /[^/]+$',
  },
  { name: 'inclusive', options: 'driver = appendfile\nfile = BOX/inclusive\nquota = 100\nquota_is_inclusive = false' },
  {
    name: 'mailboxsize',
    options: 'driver = appendfile\nfile = BOX/mailboxsize\nquota = 5K\nmailbox_size = 5000\nmailbox_filecount = 2',
  },
  {
    name: 'locked',
    options: 'driver = appendfile\nfile = BOX/locked\nlock_retries = 2\nlock_interval = 1s\nlockfile_timeout = 1h',
  },
  {
    name: 'oldlock',
    options:
      'driver = appendfile\nfile = BOX/oldlock\nlock_retries = 1\nlock_interval = 1s\nlockfile_timeout = 1s\nlockfile_mode = 0640',
  },
  { name: 'nolocks', options: 'driver = appendfile\nfile = BOX/nolocks\nno_use_lockfile' },
  { name: 'flock', options: 'driver = appendfile\nfile = BOX/flock\nuse_flock_lock\nuse_fcntl_lock = false' },
  {
    name: 'format',
    options: 'driver = appendfile\nfile = BOX/format\nfile_format = "From : box : \\1\\1\\1\\1\\n : mmdf"',
  },
  {
    name: 'formatother',
    options: 'driver = appendfile\nfile = BOX/formatother\nfile_format = "\\1\\1\\1\\1\\n : mmdf"',
  },
  {
    name: 'mmdf',
    options:
      'driver = appendfile\nfile = BOX/mmdf\nmessage_prefix = "\\1\\1\\1\\1\\n"\nmessage_suffix = "\\1\\1\\1\\1\\n"\ncheck_string = "\\1\\1\\1\\1\\n"\nescape_string = "\\1\\1\\1 \\n"',
  },
  { name: 'mbx', options: 'driver = appendfile\nfile = BOX/mbx\nmbx_format\nmessage_prefix =\nmessage_suffix =' },
  {
    name: 'store',
    options:
      'driver = appendfile\ndirectory = BOX/store\nmailstore_format\nmailstore_prefix = "to $local_part"\nmailstore_suffix = "end of $message_id"',
  },
  {
    name: 'dirfile',
    options: 'driver = appendfile\ndirectory = BOX/dirfile\ndirectory_file = m-${substr_0_3:$local_part}',
  },
  { name: 'mustexist', options: 'driver = appendfile\nfile = BOX/mustexist\nfile_must_exist' },
  {
    name: 'createbelow',
    options: 'driver = appendfile\nfile = PLACE/outside/x\ncreate_file = belowhome\nhome_directory = BOX',
  },
  {
    name: 'createhome',
    options:
      'driver = appendfile\nfile = BOX/deep/below/x\ncreate_file = belowhome\nhome_directory = BOX\ndirectory_mode = 0711',
  },
  { name: 'inhome', options: 'driver = appendfile\nfile = BOX/deeper/x\ncreate_file = inhome\nhome_directory = BOX' },
  { name: 'link', options: 'driver = appendfile\nfile = PLACE/link\nallow_symlink = false' },
  { name: 'linked', options: 'driver = appendfile\nfile = PLACE/link2\nallow_symlink' },
  { name: 'fifo', options: 'driver = appendfile\nfile = PLACE/fifo\nallow_fifo' },
  { name: 'nofifo', options: 'driver = appendfile\nfile = PLACE/fifo2' },
  { name: 'notify', options: 'driver = appendfile\nfile = BOX/notify\nnotify_comsat' },
  { name: 'modefail', options: 'driver = appendfile\nfile = PLACE/wide\nmode = 0600\nmode_fail_narrower = true' },
  { name: 'narrower', options: 'driver = appendfile\nfile = PLACE/narrow\nmode = 0660\nmode_fail_narrower = false' },
  {
    name: 'outputs',
    options:
      'driver = pipe\ncommand = "/bin/sh -c \'cat > /dev/null; echo one line; echo two; exit 75\'"\nreturn_fail_output\nlog_defer_output\ntemp_errors = 75',
  },
  {
    name: 'faillog',
    options:
      'driver = pipe\ncommand = "/bin/sh -c \'cat > /dev/null; echo one line; echo two; exit 9\'"\nreturn_fail_output\nlog_fail_output',
  },
  { name: 'ignored', options: 'driver = pipe\ncommand = "/bin/sh -c \'cat > /dev/null; exit 9\'"\nignore_status' },
  { name: 'slow', options: 'driver = pipe\ncommand = /bin/sleep 30\ntimeout = 1s\ntimeout_defer' },
  { name: 'slowfail', options: 'driver = pipe\ncommand = /bin/sleep 30\ntimeout = 1s' },
  { name: 'signal', options: 'driver = pipe\ncommand = "/bin/sh -c \'kill -TERM \\$\\$\'"\nfreeze_signal' },
  { name: 'execfail', options: 'driver = pipe\ncommand = /nosuch/thing\nfreeze_exec_fail' },
  {
    name: 'shell',
    options: 'driver = pipe\ncommand = cat > BOX/shell-$local_part && echo "$domain"\nuse_shell\nlog_output',
  },
  {
    name: 'allowed',
    options:
      'driver = pipe\ncommand = tee BOX/allowed\nallow_commands = tee : cat\nrestrict_to_path\npath = /usr/bin:/bin\nlog_output',
  },
  { name: 'notallowed', options: 'driver = pipe\ncommand = /bin/ls /\nallow_commands = tee : cat\nrestrict_to_path' },
  {
    name: 'addresses',
    options:
      'driver = pipe\ncommand = /bin/echo $pipe_addresses of ${lc:$sender_address}\nbatch_max = 5\nlog_output\nignore_status',
  },
  {
    name: 'toomuch',
    options:
      'driver = pipe\ncommand = "/bin/sh -c \'cat > /dev/null; yes | head -c 5000\'"\nmax_output = 100\nreturn_output',
  },
  {
    name: 'reply',
    options:
      'driver = autoreply\nto = $sender_address\nfrom = ${quote_local_part:$local_part}@$domain\nsubject = Re: ${length_30:$h_subject:}\ntext = ${if def:h_x-why: {Why: $h_x-why:\\n}{No why\\n}}\nonce = PLACE/once\nonce_repeat = 1d\nlog = BOX/replies',
  },
];

const configuration: World['configuration'] = ({ folder, hops, dead }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +all -pid -arguments -millisec
acl_smtp_rcpt = accept
acl_smtp_data = accept
dsn_advertise_hosts = *
delay_warning =
bounce_return_size_limit = 400
remote_max_parallel = 1
keep_environment =
begin rewrite
*@old.example $1@example.org Ffrs
begin routers
${redirect('fail', 'allow_fail\n  data = :fail: $local_part is gone')}
${redirect('defer', 'allow_defer\n  data = :defer: $local_part is asleep')}
${redirect('copied', 'unseen\n  data = bob')}
${redirect('copied', 'data = x@aware.example').replace('r_copied', 'r_copied2')}
${redirect('copyfail', 'unseen\n  data = fail')}
${redirect('copyfail', 'data = ann').replace('r_copyfail', 'r_copyfail2')}
${redirect('copydefer', 'unseen\n  data = defer\n  errors_to = bob@example.org')}
${redirect('copydefer', 'data = ann').replace('r_copydefer', 'r_copydefer2')}
${redirect('alias1', 'data = alias2')}
${redirect('alias2', 'data = x@aware.example')}
${redirect('mixed', 'data = ann, x@aware.example, zed@plain.example, fail, tmp@plain.example')}
${redirect('owned', 'data = ann, x@aware.example, zed@plain.example\n  errors_to = owner@example.org')}
${redirect('ownedonce', 'one_time\n  data = ann, defer, tmp@aware.example\n  errors_to = owner@example.org')}
${redirect('holes', 'data = :blackhole:')}
${redirect('half', 'data = :blackhole:, ann')}
${remote('plain', `127.0.0.1::${hops[0]}`)}
${remote('aware', `127.0.0.1::${hops[1]}`)}
${remote('gone', `127.0.5.1::${dead}:127.0.5.2::${dead}`, `fallback_hosts = 127.0.5.3::${dead} : 127.0.5.4::${hops[0]}`)}
lmtp:
  driver = manualroute
  domains = lmtp.example
  route_list = * 127.0.0.1::${hops[2]} byname
  self = send
  transport = lmtp
bigger:
  driver = manualroute
  domains = *.bigger.example
  route_list = * 127.0.0.1::${hops[0]} byname
  self = send
  headers_remove = subject
  transport = bigger
pathed:
  driver = manualroute
  domains = pathed.example
  route_list = * 127.0.0.1::${hops[1]} byname
  self = send
  errors_to = owner-$local_part@example.org
  headers_add = X-Path: $return_path
  transport = pathed
${BOXES.map(routerOf).join('')}
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob : owner
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/$local_part_data
  return_path_add
  envelope_to_add
lmtp:
  driver = smtp
  protocol = lmtp
  port = ${hops[2]}
  hosts_avoid_tls = *
out:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
bigger:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  max_rcpt = 2
  multi_domain = false
  headers_rewrite = *@example.org $1@rewritten.example fth
  headers_add = "X-Domain: $domain\\nX-Host: $host"
  transport_filter = /bin/sed s/body/corpse/
pathed:
  driver = smtp
  hosts_avoid_tls = *
  hosts_try_fastopen =
  return_path = back+$local_part=$domain@example.org
  size_addition = 5000
  headers_remove = Date
${BOXES.map(transportOf).join('').replaceAll('BOX', `${folder}/box`).replaceAll('PLACE', folder)}
begin retry
defer@example.org * F,2h,1s
* quota F,1h,1h
* quota_1d F,2h,2h
* * F,2h,15m
`;

const own = (title: string, ...names: string[]): Scenario => one(title, ...names.map((name) => `${name}@example.org`));

const dsn = (title: string, mail: string, ...recipients: string[]): Scenario => ({
  ...one(title, ...recipients),
  mail,
});

export const mailroom: World = {
  name: 'mailroom',
  configuration,
  isInFullAlone: true,
  isOrdered: true,
  furnish: async () => ({ hops: () => [{ script: PLAIN, address: '0.0.0.0' }, { script: AWARE }, { script: LMTP }] }),
  prepare:
    'touch box/locked.lock box/oldlock.lock; touch -d "1 hour ago" box/oldlock.lock; printf "box of files\\n" > box/format; printf "\\001\\001\\001\\001\\n" > box/formatother; mkfifo fifo fifo2; touch target wide narrow; ln -s "$PWD/target" link; ln -s "$PWD/box/target2" link2; touch box/target2; chmod 666 wide; chmod 400 narrow; chown Debian-exim wide narrow target box/* link link2 fifo fifo2',
  scenarios: [
    dsn('copied, NOTIFY=SUCCESS', 'ENVID=c1', 'copied@example.org NOTIFY=SUCCESS'),
    dsn(
      'copied, NOTIFY=SUCCESS,FAILURE with ORCPT',
      'RET=HDRS ENVID=c2',
      'copied@example.org NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;copied+40old@example.net',
    ),
    dsn('a copy that fails, NOTIFY=NEVER', 'RET=FULL', 'copyfail@example.org NOTIFY=NEVER'),
    dsn('a copy that fails, NOTIFY=FAILURE', 'RET=HDRS', 'copyfail@example.org NOTIFY=FAILURE'),
    dsn('a copy that fails, NOTIFY=SUCCESS', '', 'copyfail@example.org NOTIFY=SUCCESS'),
    own('a copy that fails', 'copyfail'),
    { ...own('a copy that waits', 'copydefer'), runs: ['-qf', '-qf'] },
    {
      ...dsn('a copy that waits, NOTIFY=DELAY', 'ENVID=c3', 'copydefer@example.org NOTIFY=DELAY,SUCCESS'),
      runs: ['-qf'],
    },
    dsn(
      'alias of an alias',
      'ENVID=a1 RET=HDRS',
      'alias1@example.org NOTIFY=SUCCESS,DELAY ORCPT=rfc822;alias1@example.org',
    ),
    dsn('an alias and its target', 'ENVID=a2', 'alias1@example.org NOTIFY=SUCCESS', 'x@aware.example NOTIFY=NEVER'),
    dsn('the target and an alias', 'ENVID=a3', 'x@aware.example NOTIFY=SUCCESS', 'alias1@example.org NOTIFY=NEVER'),
    dsn('a mixed list', 'ENVID=m1 RET=FULL', 'mixed@example.org NOTIFY=SUCCESS,FAILURE'),
    { ...dsn('a mixed list, tried again', 'ENVID=m2 RET=HDRS', 'mixed@example.org NOTIFY=DELAY'), runs: ['-qf'] },
    own('an owned list', 'owned'),
    dsn('an owned list, NOTIFY=SUCCESS', 'RET=HDRS', 'owned@example.org NOTIFY=SUCCESS'),
    { ...own('an owned list, one_time', 'ownedonce'), runs: ['-qf', '-Mg ID'] },
    dsn('a hole, NOTIFY=SUCCESS', 'ENVID=h1', 'holes@example.org NOTIFY=SUCCESS', 'half@example.org NOTIFY=SUCCESS'),
    dsn(
      'LMTP with every answer',
      'ENVID=l1',
      'a@lmtp.example NOTIFY=SUCCESS',
      'b@lmtp.example NOTIFY=FAILURE',
      'c@lmtp.example',
      'd@lmtp.example NOTIFY=NEVER',
    ),
    {
      ...dsn(
        'LMTP with every answer, again',
        'ENVID=l2',
        'a@lmtp.example',
        'b@lmtp.example NOTIFY=NEVER',
        'c@lmtp.example NOTIFY=DELAY',
      ),
      runs: ['-qf'],
    },
    from('ann@old.example', 'a sender that is rewritten', 'fail@old.example'),
    dsn(
      'a recipient that is rewritten, NOTIFY=SUCCESS',
      'ENVID=r1',
      'bob@old.example NOTIFY=SUCCESS ORCPT=rfc822;bob@older.example',
    ),
    dsn(
      'fallback hosts, NOTIFY=SUCCESS',
      'ENVID=f1',
      'x@gone.example NOTIFY=SUCCESS',
      'zed@gone.example NOTIFY=SUCCESS,FAILURE',
    ),
    one(
      'max_rcpt and a filter',
      ...['a', 'b', 'c'].map((name) => `${name}@one.bigger.example`),
      'd@two.bigger.example',
      'zed@two.bigger.example',
    ),
    { ...dsn('a path of its own', 'RET=HDRS', 'x@pathed.example NOTIFY=FAILURE', 'zed@pathed.example') },
    own('mdquota', 'mdquota'),
    own('mdcount', 'mdcount'),
    own('mdsize', 'mdsize'),
    { ...own('mdexclude', 'mdexclude') },
    own('inclusive', 'inclusive'),
    own('mailbox_size', 'mailboxsize'),
    { ...own('a lock', 'locked', 'oldlock'), runs: ['-qf'] },
    own('no locks', 'nolocks', 'flock'),
    own('file_format', 'format', 'formatother'),
    { ...own('MMDF', 'mmdf'), body: 'a\n\x01\x01\x01\x01\nFrom b\n' },
    own('MBX', 'mbx'),
    { ...dsn('mailstore', 'ENVID=s1', 'store@example.org NOTIFY=SUCCESS') },
    own('dirfile', 'dirfile'),
    own('must exist, and created', 'mustexist', 'createbelow', 'createhome', 'inhome'),
    own('links', 'link', 'linked'),
    own('fifos', 'fifo', 'nofifo'),
    own('modes', 'modefail', 'narrower', 'notify'),
    { ...own('outputs', 'outputs', 'faillog', 'ignored'), runs: ['-qf'] },
    own('slow ones', 'slow', 'slowfail'),
    own('a signal, frozen', 'signal'),
    { ...own('an exec that fails, frozen', 'execfail'), runs: ['-q'] },
    own('a shell', 'shell', 'shell_a+tag'),
    own('commands allowed', 'allowed', 'notallowed'),
    own('addresses of a batch', 'addresses', 'addresses_b', 'addresses_c+x'),
    dsn('too much output', 'RET=HDRS', 'toomuch@example.org'),
    { ...own('a reply, once', 'reply'), header: 'X-Why: so\n' },
    { ...own('a reply, no more', 'reply') },
    { ...from('"a b"@example.net', 'a reply to odd names', 'reply@example.org') },
    dsn(
      'a file and a program, NOTIFY=SUCCESS',
      'ENVID=p1',
      'notify@example.org NOTIFY=SUCCESS',
      'ignored@example.org NOTIFY=SUCCESS',
      'reply@example.org NOTIFY=SUCCESS',
    ),
    {
      ...one(
        'everything waits',
        'x@plain.example',
        'tmp@plain.example',
        'tmp@aware.example',
        'outputs@example.org',
        'locked@example.org',
      ),
      runs: ['-q', '-qf', '-Mg ID'],
    },
  ],
};
