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
  ...typed('-C FOLDER/none.conf:FOLDER/small.conf -bP qualify_domain', '-C FOLDER/word.conf -be x'),
  ...typed('-C FOLDER/again.conf -be x', '-C FOLDER/spare.conf -be x'),
];

/** Of a line that begins as a definition of a macro does and is none, Exim complains on standard error alone; and it knows built-in macros here. */
const KNOWN: ReadonlySet<string> = new Set(['-be FOO MAC', 'by somebody: -be MAC', '-be']);

export async function compareCalls(context: Context): Promise<void> {
  const folder = join(context.folder, 'calls');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries({ ...SMALL, 'full.conf': configuration(folder) })) {
    writeFileSync(join(folder, name), text);
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

const steady = (text: string): string => text.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /gm, '');

const SMALL = {
  'bad.conf': 'queue_only = 3x\n',
  'word.conf': 'queue_only = maybe\n',
  'small.conf': 'qualify_domain = small.example\nkeep_environment =\n',
  'again.conf': 'MAC = x\nMAC = y\n',
  'spare.conf': 'queue_only = yes indeed\n',
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
