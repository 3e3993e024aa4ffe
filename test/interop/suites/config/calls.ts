/** Calls that only ask: what both programs print, on which stream, and their status. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

const OURS = join(import.meta.dirname, '../../../../bin/run.js');
const WIDTH = 3;
/** In the reduced form one call of so many is made. */
const EACH = 12;

interface Call {
  readonly words: readonly string[];
  readonly input?: string;
  /** Nobody special calls. */
  readonly isOther?: true;
}

const typed = (...lines: readonly string[]): readonly Call[] => lines.map((line) => ({ words: line.split(' ') }));
const other = (...lines: readonly string[]): readonly Call[] =>
  typed(...lines).map((call) => ({ ...call, isOther: true }));

const MAIL = 'From: a@b.example\nSubject: hi\n\nbody\n';

/** Forward files by what is in them. */
const FORWARD_FILES: Readonly<Record<string, string>> = {
  list: 'ann@one.example, bob\n"B C" <b@two.example>\n|/bin/x y\n/tmp/f\n/tmp/d/\n\\own\n',
  fail: ':fail: gone away\n',
  defer: ':defer: later\n',
  hole: 'ann, ann, :blackhole:, bob\n',
  bad: 'bad address here\n',
  open: '"unclosed\n',
  empty: '# nothing but this\n',
  include: ':include:FOLDER/forward-list\nlast@three.example',
};
const FORWARDS = Object.keys(FORWARD_FILES);

/** A mistake each, which is told of a line, of a driver, or of nobody. */
const MISTAKEN: readonly string[] = [
  ...[
    'driver = dnslookup\nfile = x',
    'domains = x',
    'driver = accept',
    'driver = redirect',
    'driver = manualroute',
  ].map((lines) => `begin routers\nrr:\n${lines}\n`),
  ...[
    'driver = appendfile\nfile = /a\ndirectory = /b',
    'driver = lmtp',
    'driver = pipe\nuser = 77',
    'driver = smtp\ndata_timeout = 0s',
  ].map((lines) => `begin transports\ntt:\n${lines}\n`),
  'begin routers\nrr:\ndriver = accept\nverify_only\npass_router = rr\n',
  'begin authenticators\naa:\ndriver = spa\npublic_name = X\nclient_username = x\n',
  'smtp_receive_timeout = 5\n',
  'log_selector = +nosuch\n',
  '.include /no/such/file\n',
];

const CALLS: readonly Call[] = [
  ...typed('-bP routers', '-bP transports', '-bP authenticators', '-bP router queried', '-bP transport piped'),
  ...typed('-bP transport boxed', '-bP transport sent', '-bP authenticator plain', '-bP router_list', '-bP +local'),
  ...typed('-bP +secret', '-bP +nothing', '-bP macro MAC', '-bP macro NONE', '-bP mysql_servers', '-bP no_queue_only'),
  ...typed('-bP process_log_path', '-bP -n qualify_domain', '-n -bP qualify_domain mysql_servers', '-bP nonsense'),
  ...typed('-bP transport sent hosts', '-bP driver', '-bP acl'),
  ...other('-bP +secret', '-bP transport sent', '-bP mysql_servers', '-bP macro MAC', '-bP authenticators'),
  ...typed(
    '-be MAC xMACx',
    '-be FOO MAC',
    '-DFOO=bar -be FOO $qualify_domain',
    '-DMAC=other -be MAC',
    '-DFOO -be [FOO]',
  ),
  { words: ['-be', 'NEW = new text', 'NEW', 'NEW == newer', 'NEW', 'new = x'] },
  { words: ['-be'], input: 'MAC\nNEW = hi $qualify_domain\nNEW\n_HAVE_TLS\none\\\n  two\n' },
  ...other('-be MAC', '-be $caller_uid'),
  ...typed(
    '-be -f x@y.example $sender_address $sender_address_domain',
    '-f x -be $sender_address',
    '-be -f <> [$sender_address]',
  ),
  ...typed(
    '-be -oMa 1.2.3.4.25 $sender_host_address|$sender_host_port|$sender_fullhost',
    '-be -oMr px $received_protocol',
  ),
  ...typed(
    '-be -oMi 5.6.7.8.9 $received_ip_address:$received_port',
    '-oMs h.example -oMt who -be $sender_host_name,$sender_ident',
  ),
  ...typed('-be -oMai me -oMaa pl -oMas a@b $authenticated_id|$sender_host_authenticated|$authenticated_sender'),
  ...typed('-be -oMa junk x', '-be -oMr', '-be -oMz x y', '-be -bnq x', '-be -tls-on-connect x', '-be -L name x'),
  ...typed(
    '-be -O x y',
    '-be -X /x y',
    '-be -oX 25 y',
    '-be -oP /x y',
    '-be -Ac y',
    '-X',
    '-O',
    '-or',
    '-os',
    '-L',
    '-oMa',
  ),
  ...typed('-d+none -be x', '-dzz -be x', '-d-zz+acl -be x', '-d+acl,dns -be x', '-d+zz a@b.example', '-d+ACL -be x'),
  ...typed(
    '-bI:help',
    '-bI:dscp',
    '-bI:none',
    '-bI:',
    '-bI',
    '-bd -bs',
    '-bs -bt',
    '-bd -bt',
    '-bdf -bp',
    '-bw -be',
    '-bS -bv',
    '-bt -bs',
  ),
  ...typed('-bz', '-k', '-p', '-qz', '-y', '--none', '-version', '-M', '-Mvb', '-Mxx y'),
  ...typed('-C /nonexistent -be x', '-C FOLDER/bad.conf -be x'),
  ...FORWARDS.flatMap((name) => ({ words: ['-bf', `FOLDER/forward-${name}`], input: MAIL })),
  { words: ['-f', 'x@y.example', '-bfd', 'd.example', '-bfl', 'joe', '-bf', 'FOLDER/forward-list'], input: MAIL },
  { words: ['-bfp', 'pre-', '-bfs', '-suf', '-bf', 'FOLDER/forward-list'], input: MAIL },
  { words: ['-f', '<>', '-bf', 'FOLDER/forward-list'], input: '' },
  { words: ['-bf', 'FOLDER/forward-list', 'more'], input: MAIL },
  {
    words: ['-bf', 'FOLDER/forward-list'],
    input: `From j@p.example Mon Jan  1 00:00:00 2024\nReturn-path: <r@p.example>\n${MAIL}`,
  },
  ...typed('-bf', '-bF', '-bfd', '-bf FOLDER/none'),
  ...MISTAKEN.map((_, at) => ({ words: ['-C', `FOLDER/mistaken-${at}.conf`, '-bV'] })),
  ...typed(
    '-C FOLDER/wide.conf -bP config',
    '-C FOLDER/wide.conf -bP config routers',
    '-C FOLDER/wide.conf -bP routers config',
  ),
  ...typed('-C FOLDER/wide.conf -bP environment', '-C FOLDER/wide.conf -be $smtp_active_hostname'),
  ...other('-C FOLDER/wide.conf -bP config'),
  ...typed('-C FOLDER/none.conf:FOLDER/small.conf -bP qualify_domain', '-C FOLDER/word.conf -be x'),
  ...typed('-C FOLDER/again.conf -be x', '-C FOLDER/spare.conf -be x'),
];

/** Of a line that begins as a definition of a macro does and is none, Exim complains on standard error alone; and it knows built-in macros here. */
const KNOWN: ReadonlySet<string> = new Set(['-be FOO MAC', 'by somebody: -be MAC', '-be']);

export async function compareCalls(context: Context): Promise<void> {
  const folder = join(context.folder, 'calls');
  mkdirSync(folder, { recursive: true });
  const forwards = Object.entries(FORWARD_FILES).map(([name, text]) => [`forward-${name}`, text] as const);
  const files = { ...SMALL, 'full.conf': configuration(folder), ...Object.fromEntries(forwards) };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text.replaceAll('FOLDER', folder));
    chmodSync(join(folder, name), 0o644);
  }
  const made = CALLS.filter((_, at) => context.full || at % EACH === 0);
  const heard = await concurrently(WIDTH, made, async (call) => ({
    call,
    theirs: await hear(programs.exim, [], call, folder),
    ours: await hear(process.execPath, [OURS, 'exim', '--'], call, folder),
  }));
  let same = 0;
  for (const { call, theirs, ours } of heard) {
    if (theirs === ours) same += 1;
    const title = `${call.isOther === true ? 'by somebody: ' : ''}${call.words.join(' ')}`;
    const isKnown = KNOWN.has(title);
    await context.test(isKnown ? `${title} (known: what is no definition, and built-in macros)` : title, () => {
      if (theirs !== ours && !isKnown) throw new Error(`\nexim:\n${theirs}\nours:\n${ours}`);
    });
  }
  context.note(
    `${same} of ${made.length} calls that ask are answered alike: ${((same / made.length) * 100).toFixed(1)} %`,
  );
}

async function hear(
  program: string,
  before: readonly string[],
  { words, input = '', isOther }: Call,
  folder: string,
): Promise<string> {
  const file = words.includes('-C') ? [] : ['-C', join(folder, 'full.conf')];
  const call = [program, ...before, ...file, ...words.map((word) => word.replaceAll('FOLDER', folder))];
  const [command = '', ...args] = isOther === true ? ['setpriv', ...NOBODY, ...call] : call;
  const { status, stdout, stderr } = await run(command, args, { input, cwd: '/' });
  return `status ${status}\n${steady(stdout)}\naside: ${steady(stderr)}`;
}

const NOBODY = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];

/** What differs between versions, and what each has in it, is left out. */
const steady = (text: string): string =>
  text
    .replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /gm, '')
    .replace(/^# Exim Configuration \(.*\)\n/m, '')
    .replace(/^Exim version (?:.*\n)*?(?=Exim configuration error|Configuration file is |$(?![\s\S]))/, '');

const SMALL = {
  'bad.conf': 'queue_only = 3x\n',
  'word.conf': 'queue_only = maybe\n',
  'small.conf': 'qualify_domain = small.example\nkeep_environment =\n',
  'again.conf': 'MAC = x\nMAC = y\n',
  'spare.conf': 'queue_only = yes indeed\n',
  'wide.conf':
    'hide split_spool_directory\nMAC =  a   b\nkeep_environment = \nadd_environment = TZ=Europe/Vienna : A=b\n' +
    'log_file_path = /tmp/%slog\nqualify_domain   =   "q   x"\nsmtp_active_hostname = ${if eq{1}{2}{x}{active}}\n' +
    'smtp_banner = hello   $tod_full    x\nprimary_hostname = w.example\nbegin rewrite\n*@a.b  "x   y"   T\n*@b.c   $1@c.d    F\n',
  ...Object.fromEntries(MISTAKEN.map((text, at) => [`mistaken-${at}.conf`, `keep_environment =\n${text}`])),
};

const configuration = (folder: string): string => `primary_hostname = our.example
qualify_domain = q.example
spool_directory = ${folder}/spool
log_file_path = ${folder}/%slog
keep_environment =
tls_advertise_hosts =
disable_ipv6
MAC = some text
domainlist local = q.example : b.example
hide domainlist secret = x.example
hide mysql_servers = a/b/c/d
acl_smtp_rcpt = checked
begin acl
checked:
  accept
begin routers
boxed:
  driver = accept
  domains = +local
  user = mail
  transport = boxed
queried:
  driver = queryprogram
  command = /bin/true
  command_user = mail
  transport = sent
aliased:
  driver = redirect
  data = \${lookup{$local_part}lsearch{/etc/aliases}}
begin transports
boxed:
  driver = appendfile
  file = /var/mail/$local_part_data
  user = mail
sent:
  driver = smtp
  hide headers_add = X-A: b
piped:
  driver = pipe
  command = /bin/cat
  user = nobody
begin authenticators
plain:
  driver = plaintext
  server_prompts = :
  server_condition = no
  hide client_send = ^a^b
`;
