/** Addresses of every shape, by routers that see them in different ways: what the log makes of them. */
import { command, mail, type Site } from '../types.ts';

const usual = `
domainlist local_domains = @ : local.example
acl_smtp_rcpt = accept
log_selector = +received_recipients
begin rewrite
*@old.example $1@local.example T
*@older.example $1@new.example Tbcrtfh
begin routers
caseful:
  driver = accept
  domains = caseful.example
  caseful_local_part
  transport = box
redirected:
  driver = redirect
  domains = local.example
  local_part_prefix = alias-
  data = $local_part, Copy.$local_part@out.example
broken:
  driver = redirect
  domains = broken.example
  data = :defer: Not Now
gone:
  driver = redirect
  domains = gone.example
  local_part_suffix = +*
  local_part_suffix_optional
  allow_fail
  data = :fail: gone
out_affix:
  driver = manualroute
  domains = out.example : new.example
  local_part_suffix = +*
  local_part_suffix_optional
  route_list = * plain.ZONE
  transport = smtp
users:
  driver = accept
  domains = +local_domains
  local_part_prefix = pre- : *_
  local_part_prefix_optional
  local_part_suffix = -suf : +*
  local_part_suffix_optional
  local_parts = ann : bob : "o'hara" : "two words" : ^x
  transport = box
begin transports
box:
  driver = appendfile
  file = FOLDER/box/mbox
  user = mail
  create_file = anywhere
  rcpt_include_affixes = no
smtp:
  driver = smtp
  hosts_try_chunking = :
begin retry
* * F,1h,1s
`;

const configuration = usual
  .replace('acl_smtp_rcpt = accept', 'acl_smtp_rcpt = check')
  .replace(
    'begin rewrite',
    'begin acl\ncheck:\n  warn domains = old.example\n       verify = recipient\n       logwrite = verified $local_part@$domain as $recipient_verify_failure\n  accept\nbegin rewrite',
  )
  .replace('  rcpt_include_affixes = no\n', '');

const NAMES = [
  'Ann@local.example',
  'ANN@LOCAL.Example',
  'pre-ann@local.example',
  'Any_Bob+Tag@local.example',
  '"two words"@local.example',
  '"an\\n"@local.example',
  "o'hara-suf@local.example",
  'Nobody@Local.Example',
  'Alias-Ann@local.example',
  'Ann@caseful.example',
  'ann@caseful.example',
  'Some.One+Tag@Out.Example',
  'ZED@out.example',
  'Tmp@out.example',
  'Gone+X@gone.example',
  'What@broken.example',
  'Bob@old.example',
  'Who@older.example',
  'unrouted@nowhere.example',
  'x@[127.0.0.1]',
  'a..b@out.example',
  '.a@out.example',
  'a.@out.example',
  'x%y@local.example',
  'a!b@out.example',
  '@one,@two:ann@local.example',
];

export const names: Site = {
  name: 'names',
  // How hops see connections that are kept.
  differing: 2,
  configuration,
  steps: [
    ...NAMES.map((name) => mail(`to ${name}`, { to: [name], sender: 'ann@local.example' })),
    mail('many of one mailbox', {
      to: ['Ann@local.example', 'ann@local.example', 'ann@LOCAL.example', 'bob@local.example'],
      sender: 'Ann@Local.Example',
    }),
    mail('an odd sender', { to: ['ann@local.example'], sender: '"Odd one"@old.example' }),
    command(
      `-bt ${NAMES.slice(0, 19)
        .filter((name) => !name.includes(' '))
        .join(' ')}`,
      { title: '-bt of all' },
    ),
    command(
      `-bv ${NAMES.slice(0, 19)
        .filter((name) => !name.includes(' '))
        .join(' ')}`,
      { title: '-bv of all' },
    ),
    command('-brw Bob@old.example'),
    command('-bp'),
    command('-Mrm ID'),
  ],
};
