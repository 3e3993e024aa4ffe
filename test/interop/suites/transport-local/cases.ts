/** Local deliveries put to both: a transport, what is there before, and how often a message comes. `@` is the case's folder. */

export interface Thing {
  readonly kind: 'file' | 'directory' | 'link' | 'hard-link' | 'fifo';
  readonly name: string;
  /** Of a file its text, of a link where it leads. */
  readonly text?: string;
  readonly mode?: number;
  readonly owner?: readonly [uid: number, gid: number];
  readonly ageSeconds?: number;
  /** Another process has it locked, and keeps it. */
  readonly locked?: 'fcntl' | 'flock';
}

export interface LocalCase {
  readonly name: string;
  /** Options of the transport, a line each; its driver first. */
  readonly transport: string;
  /** Further transports, whole. */
  readonly others?: string;
  /** Redirection makes this of the address: a file, a directory, a command. */
  readonly redirect?: string;
  /** Further options of the router. */
  readonly router?: string;
  readonly before?: readonly Thing[];
  readonly messages?: number;
  /** In the place of the usual message. */
  readonly body?: string;
  readonly sender?: string;
}

const FILE = 'driver = appendfile\nlock_retries = 2\nlock_interval = 1s\n';
const PIPE = 'driver = pipe\n';
const REPLY = 'driver = autoreply\nto = $sender_address\n';
/** Fails where it is expanded, and not where it is read. */
const NOSUCH = '${expand:\\$\\{nosuch:x\\}}';
const PLAIN = 'message_prefix =\nmessage_suffix =\n';
const NOBODY: readonly [number, number] = [65_534, 65_534];
const mailbox = (more: Partial<Thing> = {}): Thing => ({
  kind: 'file',
  name: 'mbox',
  text: 'before\n',
  mode: 0o600,
  owner: NOBODY,
  ...more,
});

const FILES: readonly LocalCase[] = [
  { name: 'mbox', transport: `${FILE}file = @/mbox`, messages: 2 },
  { name: 'mbox-deep', transport: `${FILE}file = @/a/b/c/mbox\ndirectory_mode = 0750\nmode = 0640` },
  { name: 'mbox-traces', transport: `${FILE}file = @/mbox\nreturn_path_add\nenvelope_to_add\ndelivery_date_add` },
  { name: 'mbox-crlf', transport: `${FILE}${PLAIN}file = @/mbox\nuse_crlf` },
  { name: 'mbox-body', transport: `${FILE}file = @/mbox\nbody_only` },
  { name: 'mbox-headers', transport: `${FILE}file = @/mbox\nheaders_only` },
  { name: 'mbox-bsmtp', transport: `${FILE}file = @/mbox\nuse_bsmtp` },
  { name: 'mbox-bsmtp-crlf', transport: `${FILE}file = @/mbox\nuse_bsmtp\nuse_crlf` },
  { name: 'mbox-escape', transport: `${FILE}file = @/mbox\ncheck_string = "Fi"\nescape_string = "<>"` },
  { name: 'mbox-no-escape', transport: `${FILE}file = @/mbox\ncheck_string =\nescape_string =` },
  {
    name: 'mbox-affixes',
    transport: `${FILE}file = @/mbox\nmessage_prefix = "[$local_part]$tod_zone\\n"\nmessage_suffix = "--\\n"`,
  },
  { name: 'mbx', transport: `${FILE}${PLAIN}file = @/mbx\nmbx_format`, messages: 2 },
  { name: 'devnull', transport: `${FILE}file = /dev/null` },
  {
    name: 'headers',
    transport: `${FILE}${PLAIN}file = @/mbox\nheaders_remove = x-gone : x-all*\nheaders_add = "X-One: $local_part\\nX-Two: 2"\nheaders_add = X-Three: 3\nheaders_rewrite = *@example.test $1@rewritten.test fr\nreturn_path = bounce+$local_part=$domain@example.test\nreturn_path_add`,
    router: 'headers_add = X-Router: 1\nheaders_remove = x-router-gone',
  },
  { name: 'filter', transport: `${FILE}${PLAIN}file = @/mbox\ntransport_filter = /usr/bin/tr a-z A-Z` },
  {
    name: 'filter-fails',
    transport: `${FILE}file = @/mbox\ntransport_filter = /bin/sh -c "cat; exit 3"`,
    before: [mailbox()],
  },
  {
    name: 'filter-absent',
    transport: `${FILE}file = @/mbox\ntransport_filter = /no/such/program`,
    before: [mailbox()],
  },
  {
    name: 'filter-slow',
    transport: `${FILE}file = @/mbox\ntransport_filter = /bin/sleep 20\ntransport_filter_timeout = 1s`,
    before: [mailbox()],
  },
  { name: 'filter-words', transport: `${FILE}file = @/mbox\ntransport_filter = /bin/echo ${NOSUCH}` },
  { name: 'headers-fail', transport: `${FILE}file = @/mbox\nheaders_add = X: ${NOSUCH}` },
  { name: 'prefix-fails', transport: `${FILE}file = @/mbox\nmessage_prefix = ${NOSUCH}` },
  { name: 'file-fails', transport: `${FILE}file = @/${NOSUCH}` },
  { name: 'relative', transport: `${FILE}file = mbox` },
  { name: 'tainted', transport: `${FILE}file = @/$local_part` },
  { name: 'size-limit', transport: `${FILE}file = @/mbox\nmessage_size_limit = 100` },
  { name: 'size-limit-wrong', transport: `${FILE}file = @/mbox\nmessage_size_limit = ten` },
  { name: 'return-path-fails', transport: `${FILE}file = @/mbox\nreturn_path = ${NOSUCH}` },
  { name: 'home-relative', transport: `${FILE}file = @/mbox\nhome_directory = here` },
  { name: 'cwd-absent', transport: `${FILE}file = @/mbox\ncurrent_directory = /no/such` },
  { name: 'user-root', transport: `${FILE}file = @/mbox\nuser = root` },
  {
    name: 'user-daemon',
    transport: `${FILE}file = @/mbox\nuser = daemon\nno_check_owner\nmode = 0644\nno_use_lockfile`,
    before: [mailbox({ mode: 0o666 })],
  },
  { name: 'exist', transport: `${FILE}file = @/mbox\nfile_must_exist` },
  { name: 'mode-wide', transport: `${FILE}file = @/mbox`, before: [mailbox({ mode: 0o644 })] },
  { name: 'mode-narrow', transport: `${FILE}file = @/mbox`, before: [mailbox({ mode: 0o400 })] },
  {
    name: 'mode-narrow-ok',
    transport: `${FILE}file = @/mbox\nmode = 0660\nno_mode_fail_narrower`,
    before: [mailbox({ mode: 0o640 })],
  },
  { name: 'owner', transport: `${FILE}file = @/mbox`, before: [mailbox({ owner: [1, 1] })] },
  { name: 'owner-unchecked', transport: `${FILE}file = @/mbox\nno_check_owner`, before: [mailbox({ owner: [1, 1] })] },
  { name: 'group', transport: `${FILE}file = @/mbox\ncheck_group`, before: [mailbox({ owner: [65_534, 1] })] },
  {
    name: 'symlink',
    transport: `${FILE}file = @/link`,
    before: [mailbox(), { kind: 'link', name: 'link', text: '@/mbox', owner: NOBODY }],
  },
  {
    name: 'symlink-ok',
    transport: `${FILE}file = @/link\nallow_symlink`,
    before: [mailbox(), { kind: 'link', name: 'link', text: '@/mbox', owner: NOBODY }],
  },
  {
    name: 'symlink-others',
    transport: `${FILE}file = @/link\nallow_symlink`,
    before: [mailbox(), { kind: 'link', name: 'link', text: '@/mbox', owner: [1, 1] }],
  },
  {
    name: 'directory-there',
    transport: `${FILE}file = @/mbox`,
    before: [{ kind: 'directory', name: 'mbox', owner: NOBODY }],
  },
  { name: 'fifo', transport: `${FILE}file = @/pipe`, before: [{ kind: 'fifo', name: 'pipe', owner: NOBODY }] },
  {
    name: 'fifo-unread',
    transport: `${FILE}file = @/pipe\nallow_fifo`,
    before: [{ kind: 'fifo', name: 'pipe', owner: NOBODY, mode: 0o600 }],
  },
  { name: 'no-folder', transport: `${FILE}file = @/no/mbox\nno_create_directory` },
  { name: 'no-folder-unlocked', transport: `${FILE}file = @/no/mbox\nno_create_directory\nno_use_lockfile` },
  {
    name: 'forbidden',
    transport: `${FILE}file = @/no/mbox`,
    before: [{ kind: 'directory', name: 'no', mode: 0o700, owner: [0, 0] }],
  },
  {
    name: 'forbidden-mkdir',
    transport: `${FILE}file = @/no/a/mbox`,
    before: [{ kind: 'directory', name: 'no', mode: 0o755, owner: [0, 0] }],
  },
  { name: 'inhome', transport: `${FILE}file = @/sub/mbox\ncreate_file = inhome\nno_use_lockfile` },
  { name: 'belowhome', transport: `${FILE}file = @/sub/mbox\ncreate_file = belowhome` },
  { name: 'belowhome-up', transport: `${FILE}file = @/sub/../../x/mbox\ncreate_file = belowhome\nno_use_lockfile` },
  {
    name: 'belowhome-link',
    transport: `${FILE}file = @/out/mbox\ncreate_file = belowhome\nno_use_lockfile`,
    before: [{ kind: 'link', name: 'out', text: '/tmp', owner: NOBODY }],
  },
  { name: 'below-path', transport: `${FILE}file = @/sub/x/mbox\ncreate_file = @/sub` },
  { name: 'lockfile', transport: `${FILE}file = @/mbox`, before: [{ kind: 'file', name: 'mbox.lock', text: '' }] },
  {
    name: 'lockfile-unused',
    transport: `${FILE}file = @/mbox\nno_use_lockfile`,
    before: [{ kind: 'file', name: 'mbox.lock', text: '' }],
  },
  { name: 'fcntl', transport: `${FILE}file = @/mbox`, before: [mailbox({ locked: 'fcntl' })] },
  {
    name: 'fcntl-waits',
    transport: `${FILE}file = @/mbox\nlock_fcntl_timeout = 1s`,
    before: [mailbox({ locked: 'fcntl' })],
  },
  { name: 'flock', transport: `${FILE}file = @/mbox\nuse_flock_lock`, before: [mailbox({ locked: 'flock' })] },
  { name: 'flock-unused', transport: `${FILE}file = @/mbox`, before: [mailbox({ locked: 'flock' })] },
  { name: 'quota', transport: `${FILE}file = @/mbox\nquota = 100`, before: [mailbox()] },
  { name: 'quota-outer', transport: `${FILE}file = @/mbox\nquota = 100\nno_quota_is_inclusive`, before: [mailbox()] },
  { name: 'quota-known', transport: `${FILE}file = @/mbox\nquota = 10K\nmailbox_size = 10240` },
  { name: 'quota-wrong', transport: `${FILE}file = @/mbox\nquota = 1 X` },
  { name: 'quota-percent', transport: `${FILE}file = @/mbox\nquota = 1K\nquota_warn_threshold = 300%` },
  {
    name: 'format',
    transport: `${FILE}file = @/mbox\nfile_format = "before : tother"`,
    others: `tother:\n  driver = appendfile\n  file = @/mbox\n  message_prefix = other\n`,
    before: [mailbox()],
  },
  { name: 'format-none', transport: `${FILE}file = @/mbox\nfile_format = "From : tformat_none"`, before: [mailbox()] },
  { name: 'files', transport: `${FILE}directory = @/dir`, messages: 2 },
  { name: 'files-named', transport: `${FILE}directory = @/dir\ndirectory_file = $message_exim_id.eml\nmode = 0644` },
  {
    name: 'files-taken',
    transport: `${FILE}directory = @/dir\ndirectory_file = name`,
    before: [
      { kind: 'directory', name: 'dir', owner: NOBODY },
      { kind: 'file', name: 'dir/name', text: 'mine' },
    ],
  },
  { name: 'files-quota', transport: `${FILE}directory = @/dir\nquota = 10K\nquota_filecount = 1`, messages: 2 },
  { name: 'maildir', transport: `${FILE}directory = @/md\nmaildir_format`, messages: 2 },
  { name: 'maildir-tag', transport: `${FILE}directory = @/md\nmaildir_format\nmaildir_tag = ,S=$message_size` },
  { name: 'maildir-tag-plain', transport: `${FILE}directory = @/md\nmaildir_format\nmaildir_tag = "a b/c"` },
  { name: 'maildir-tag-fails', transport: `${FILE}directory = @/md\nmaildir_format\nmaildir_tag = ${NOSUCH}` },
  { name: 'maildir-absent', transport: `${FILE}directory = @/md\nmaildir_format\nno_create_directory` },
  {
    name: 'maildir-file',
    transport: `${FILE}directory = @/md\nmaildir_format`,
    before: [
      { kind: 'directory', name: 'md', owner: NOBODY },
      { kind: 'file', name: 'md/new', text: '', owner: NOBODY },
    ],
  },
  {
    name: 'maildir-sizes',
    transport: `${FILE}directory = @/md\nmaildir_format\nquota = 2K\nmaildir_use_size_file`,
    messages: 2,
  },
  { name: 'maildir-full', transport: `${FILE}directory = @/md\nmaildir_format\nquota = 300\nmaildir_use_size_file` },
  {
    name: 'maildir-folder',
    transport: `${FILE}directory = @/md/.sub\nmaildir_format\nquota = 10K\nmaildir_use_size_file\nmaildirfolder_create_regex = /\\.[^/]+$`,
  },
  { name: 'maildir-mbox', transport: `${FILE}file = @/md\nmaildir_format` },
  {
    name: 'mailstore',
    transport: `${FILE}directory = @/ms\nmailstore_format\nmailstore_prefix = one\nmailstore_suffix = two`,
  },
  {
    name: 'shadow',
    transport: `${FILE}file = @/mbox\nshadow_transport = tshadow2`,
    others: 'tshadow2:\n  driver = appendfile\n  file = @/copy\n',
  },
  {
    name: 'shadow-fails',
    transport: `${FILE}file = @/mbox\nshadow_transport = tshadow3`,
    others: 'tshadow3:\n  driver = appendfile\n  file = @/no/copy\n  no_create_directory\n  no_use_lockfile\n',
  },
  {
    name: 'shadow-unwanted',
    transport: `${FILE}file = @/mbox\nshadow_transport = tshadow4\nshadow_condition = no`,
    others: 'tshadow4:\n  driver = appendfile\n  file = @/copy\n',
  },
  { name: 'to-file', transport: FILE, redirect: '@/mbox' },
  { name: 'to-file-absent', transport: `${FILE}no_create_directory\nno_use_lockfile`, redirect: '@/no/mbox' },
  { name: 'to-file-other', transport: `${FILE}file = @/other`, redirect: '@/mbox' },
  { name: 'to-directory', transport: `${FILE}maildir_format`, redirect: '@/md/' },
];

const PIPES: readonly LocalCase[] = [
  { name: 'pipe', transport: `${PIPE}command = /bin/sh -c "cat > @/out"` },
  { name: 'pipe-bsmtp', transport: `${PIPE}command = /bin/sh -c "cat > @/out"\nuse_bsmtp\nuse_crlf` },
  {
    name: 'pipe-env',
    transport: `${PIPE}command = /bin/sh -c "/usr/bin/env | /usr/bin/sort > @/out; pwd >> @/out; umask >> @/out"\nenvironment = "X=$local_part : Y=2"\numask = 027`,
  },
  {
    name: 'pipe-words',
    transport: `${PIPE}command = /usr/bin/printf "<%s>\\n" $local_part "$local_part $domain" '$domain x' $pipe_addresses "" a;b *\nlog_output`,
  },
  { name: 'pipe-shell', transport: `${PIPE}command = echo \${uc:abc} $pipe_addresses | tr A-Z a-z > @/out\nuse_shell` },
  { name: 'pipe-expansion', transport: `${PIPE}command = /bin/echo ${NOSUCH}` },
  { name: 'pipe-none', transport: PIPE.trim() },
  { name: 'pipe-absent', transport: `${PIPE}command = /no/such/program x` },
  { name: 'pipe-absent-freeze', transport: `${PIPE}command = /no/such/program x\nfreeze_exec_fail` },
  { name: 'pipe-not-found', transport: `${PIPE}command = nosuchprogram` },
  { name: 'pipe-path', transport: `${PIPE}command = true` },
  { name: 'pipe-id', transport: `${PIPE}command = /usr/bin/id\nlog_output` },
  { name: 'pipe-id-groups', transport: `${PIPE}command = /usr/bin/id\nlog_output\ninitgroups` },
  { name: 'pipe-id-user', transport: `${PIPE}command = /usr/bin/id\nlog_output\nuser = daemon\ngroup = mail` },
  { name: 'pipe-id-unknown', transport: `${PIPE}command = /usr/bin/id\nuser = \${lc:NoSuchUser}` },
  { name: 'pipe-1', transport: `${PIPE}command = /bin/sh -c "exit 1"` },
  ...[64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 127, 129, 139, 255].map((status) => ({
    name: `pipe-exit-${status}`,
    transport: `${PIPE}command = /bin/sh -c "exit ${status}"`,
  })),
  { name: 'pipe-temp', transport: `${PIPE}command = /bin/sh -c "exit 9"\ntemp_errors = 8 : 9` },
  { name: 'pipe-temp-all', transport: `${PIPE}command = /bin/sh -c "exit 9"\ntemp_errors = *` },
  { name: 'pipe-ignore', transport: `${PIPE}command = /bin/sh -c "exit 9"\nignore_status` },
  ...[1, 2, 3, 9, 11, 13, 15].map((signal) => ({
    name: `pipe-signal-${signal}`,
    transport: `${PIPE}command = /bin/sh -c "kill -${signal} $\\$"`.replace('$\\$', '\\$\\$'),
  })),
  { name: 'pipe-signal-freeze', transport: `${PIPE}command = /bin/sh -c "kill -9 \\$\\$"\nfreeze_signal` },
  { name: 'pipe-timeout', transport: `${PIPE}command = /bin/sleep 20\ntimeout = 1s` },
  { name: 'pipe-timeout-defer', transport: `${PIPE}command = /bin/sleep 20\ntimeout = 1s\ntimeout_defer` },
  {
    name: 'pipe-unread',
    transport: `${PIPE}command = /bin/sleep 20\ntimeout = 1s`,
    body: `${'x'.repeat(990)}\n`.repeat(2000),
  },
  { name: 'pipe-true', transport: `${PIPE}command = /bin/true`, body: `${'x'.repeat(990)}\n`.repeat(200) },
  { name: 'pipe-too-much', transport: `${PIPE}command = /usr/bin/yes\nmax_output = 1K\nlog_output` },
  { name: 'pipe-log', transport: `${PIPE}command = /bin/sh -c "echo one  ; echo two"\nlog_output` },
  { name: 'pipe-log-fail', transport: `${PIPE}command = /bin/sh -c "echo one; exit 1"\nlog_fail_output` },
  {
    name: 'pipe-log-defer',
    transport: `${PIPE}command = /bin/sh -c "echo one; exit 75"\nlog_defer_output\nlog_fail_output`,
  },
  { name: 'pipe-return', transport: `${PIPE}command = /bin/echo one\nreturn_output` },
  { name: 'pipe-return-silent', transport: `${PIPE}command = /bin/true\nreturn_output` },
  {
    name: 'pipe-filter',
    transport: `${PIPE}command = /bin/sh -c "cat > @/out"\ntransport_filter = /usr/bin/tr a-z A-Z`,
  },
  {
    name: 'pipe-cwd',
    transport: `${PIPE}command = /bin/sh -c "pwd > @/out"\ncurrent_directory = /usr\nhome_directory = /etc`,
  },
  { name: 'to-pipe', transport: PIPE.trim(), redirect: '|/bin/sh -c "cat > @/out"' },
  { name: 'to-pipe-raw', transport: `${PIPE}log_output`, redirect: "|/bin/echo '$local_part' ${lc:X}" },
  { name: 'to-pipe-allow', transport: `${PIPE}allow_commands = /bin/cat`, redirect: '|/bin/echo x' },
  { name: 'to-pipe-restrict', transport: `${PIPE}restrict_to_path`, redirect: '|/bin/echo x' },
  { name: 'to-pipe-restrict-ok', transport: `${PIPE}restrict_to_path\nlog_output`, redirect: '|echo x' },
  {
    name: 'to-pipe-forced',
    transport: `${PIPE}command = /bin/echo <$address_pipe> $address_pipe\nforce_command\nlog_output`,
    redirect: '|/usr/bin/x a b',
  },
];

const REPLIES: readonly LocalCase[] = [
  { name: 'reply', transport: `${REPLY}subject = Re: $h_subject:\ntext = Hello\nlog = @/log` },
  { name: 'reply-once', transport: `${REPLY}once = @/once\nonce_file_size = 1K\nlog = @/log`, messages: 2 },
  { name: 'reply-control', transport: `${REPLY}subject = "a\\001b"` },
  { name: 'reply-expansion', transport: `${REPLY}text = ${NOSUCH}` },
  { name: 'reply-file', transport: `${REPLY}file = @/no/such` },
  { name: 'reply-file-optional', transport: `${REPLY}file = @/no/such\nfile_optional` },
  { name: 'reply-repeat', transport: `${REPLY}once = @/once\nonce_repeat = soon` },
  { name: 'reply-never', transport: `${REPLY}never_mail = *@example.test\nlog = @/log` },
];

/** The next hop of those that go to another host. */
export const HOP_PORT = 2543;
/** An address of its own for each, or the first that fails would have the others wait. */
const host = (last: number): string =>
  `driver = smtp\nhosts = 127.0.0.${last}\nport = ${HOP_PORT}\nhosts_override\nallow_localhost\nhosts_avoid_tls = *\n`;
const WHO = 'id > @/who; umask >> @/who; tr a-z A-Z';

/** The conversation is with another host, and what the message goes through before it is a program of the user's. */
export const FILTERED: readonly LocalCase[] = [
  { name: 'host-filter', transport: `${host(11)}transport_filter = /bin/sh -c "${WHO}"` },
  {
    name: 'host-filter-large',
    transport: `${host(11)}transport_filter = /bin/sh -c "${WHO}"`,
    body: 'line\n'.repeat(200_000),
  },
  { name: 'host-filter-groups', transport: `${host(11)}initgroups\ntransport_filter = /bin/sh -c "${WHO}"` },
  { name: 'host-filter-fails', transport: `${host(12)}transport_filter = /bin/sh -c "cat; exit 3"` },
  { name: 'host-filter-absent', transport: `${host(13)}transport_filter = /no/such/program` },
  { name: 'host-filter-expansion', transport: `${host(14)}transport_filter = /bin/sh -c "echo $$"` },
  { name: 'host-filter-dies', transport: `${host(14)}transport_filter = /bin/sh -c "kill -9 \\$\\$"` },
  { name: 'host-filter-late', transport: `${host(15)}transport_filter = /bin/sleep 30\ntransport_filter_timeout = 1s` },
  {
    name: 'filter-deaf',
    transport: `${FILE}file = @/mbox\ntransport_filter = /bin/echo "X: y"`,
    body: 'line\n'.repeat(100_000),
    before: [mailbox()],
  },
  {
    name: 'host-filter-deaf',
    transport: `${host(16)}transport_filter = /bin/echo "X: y"`,
    body: 'line\n'.repeat(100_000),
  },
];

export const CASES: readonly LocalCase[] = [...FILES, ...PIPES, ...REPLIES];
