/** Copies on the side (`unseen`), where the copy or the address itself comes later, fails, or never comes. */
import { differing, type KnownDifference, one, type World } from '../types.ts';

const DEFERS = 'driver = redirect\n  allow_defer\n  data = :defer: come again';
const FAILS = 'driver = redirect\n  allow_fail\n  data = :fail: no such person';

/** What a copy is, and what becomes of the address itself behind it. */
const COPIES: Readonly<Record<string, string>> = {
  taken: 'driver = accept\n  transport = box',
  late: 'driver = accept\n  transport = later',
  lost: FAILS,
  two: `driver = redirect\n  allow_defer\n  allow_fail\n  data = ann, put.off@example.org`,
  onto: 'driver = redirect\n  data = someone@late.example',
};
const ENDS: Readonly<Record<string, string>> = {
  taken: COPIES.taken!,
  late: COPIES.late!,
  failed: 'driver = accept\n  transport = refuses',
  lost: FAILS,
  again: 'driver = redirect\n  data = ann',
};

const router = (name: string, parts: string, options: string): string =>
  `${name}:\n  domains = +local_domains\n  local_parts = ${parts}\n  ${options}\n`;

const configuration: World['configuration'] = ({ folder }) => `
primary_hostname = mx.example.org
qualify_domain = example.org
domainlist local_domains = example.org
log_selector = +received_recipients
acl_smtp_rcpt = accept
acl_smtp_data = accept
dsn_advertise_hosts = *
delay_warning =
keep_environment =
begin routers
${Object.entries(COPIES)
  .map(([name, options]) => router(`copy_${name}`, `^${name}-`, `${options}\n  unseen`))
  .join('')}
${Object.entries(ENDS)
  .map(([name, options]) => router(`end_${name}`, `^\\\\w+-${name}\\$`, options))
  .join('')}
${router('putoff', 'put.off', DEFERS)}
elsewhere:
  driver = accept
  domains = late.example
  transport = later
local:
  driver = accept
  domains = +local_domains
  local_parts = ann : bob
  transport = box
begin transports
box:
  driver = appendfile
  file = ${folder}/box/all
  envelope_to_add
later:
  driver = pipe
  command = /bin/sh -c "exit 75"
  temp_errors = 75
refuses:
  driver = pipe
  command = /bin/sh -c "exit 1"
begin retry
* * F,2h,1s
`;

const PAIRS = Object.keys(COPIES).flatMap((copy) => [...Object.keys(ENDS), 'nobody'].map((end) => `${copy}-${end}`));

/** What is left of the message waits, and is tried, all the same. */
const TOLD_AGAIN: KnownDifference = {
  because: 'while a copy waits, Exim tells in every run again that the address itself has failed',
  lines: /^(?!ID1 (==|=>|Completed))/,
};
const AGAIN = ['late', 'two', 'onto'].flatMap((copy) => [`${copy}-lost`, `${copy}-nobody`]);

export const copies: World = {
  name: 'copies',
  configuration,
  isInFullAlone: true,
  scenarios: differing(
    [
      ...PAIRS.map((name) => ({ ...one(name, `${name}@example.org`), runs: ['-bp', '-qff', '-bp'] })),
      {
        ...one('some at once', 'late-taken@example.org', 'ann@example.org', 'two-taken@example.org'),
        runs: ['-qff', '-bp'],
      },
      { ...one('given up', 'late-taken@example.org'), runs: ['-qff', '-Mg ID', '-bp'] },
      { ...one('marked', 'late-taken@example.org', 'onto-taken@example.org'), runs: ['-Mmad ID', '-bp'] },
    ],
    Object.fromEntries(AGAIN.map((title) => [title, TOLD_AGAIN])),
  ),
};
