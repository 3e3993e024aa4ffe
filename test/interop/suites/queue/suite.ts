/** The queue by Exim's flags: a spool that Exim wrote, taken over, and then the same flags given to both. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { compareCalls } from './calls/compare.ts';

export const suite: Suite = {
  name: 'queue',
  proves: 'a spool that Exim wrote is taken over whole; -bp and -M flags print, change, log and end as Exim’s do',
  run: compareQueues,
};

const RUN = join(import.meta.dirname, '../../../../bin/run.js');

interface Sides {
  readonly exim: (...words: string[]) => Promise<string>;
  readonly ours: (...words: string[]) => Promise<string>;
  /** Lines of the main logs, without their times. */
  readonly logs: () => { readonly exim: readonly string[]; readonly ours: readonly string[] };
}

async function compareQueues(context: Context): Promise<void> {
  const sides = await prepare(context);
  const ids = (await sides.exim('-bp')).match(/\w{6}-\w{6}-\w{2}/g) ?? [];
  await context.test(`${MESSAGES.length} messages are taken over`, () => {
    if (ids.length !== MESSAGES.length) throw new Error(`exim has ${ids.length}`);
  });
  const same = (words: readonly string[]): Promise<void> =>
    context.test(words.join(' '), async () => equal(await sides.exim(...words), await sides.ours(...words)));
  for (const flag of LISTINGS) await same([flag]);
  for (const id of context.full ? ids : ids.slice(0, 3)) for (const flag of VIEWS) await same([flag, id]);
  for (const words of changes(ids)) {
    await same(words);
    if (context.full) await same(['-bp']);
  }
  await same(['-bpa']);
  for (const words of context.full ? mistaken(ids) : []) await same(words);
  for (const id of context.full ? ids : ids.slice(0, 2)) await same(['-Mvh', id]);
  await context.test('what was changed is in both logs', () => {
    const { exim, ours } = sides.logs();
    equal(exim.join('\n'), ours.join('\n'));
  });
  if (context.full) await compareCalls(context);
}

const LISTINGS = ['-bp', '-bpc', '-bpa', '-bpu'];
const VIEWS = ['-Mvb', '-Mvc', '-Mvh'];
const GONE = '19dJ4L-0006mw-Hx';

/** What makes no sense: too many words or none, messages that are not there. */
const mistaken = ([first = '', second = '']: readonly string[]): readonly (readonly string[])[] => [
  ['-bp', GONE],
  ['-Mvb', first, second],
  ...VIEWS.map((flag) => [flag, GONE]),
  ['-Mes', second, 'a@b.test', 'c@d.test'],
  ['-Mmad', GONE, GONE],
  ['-R'],
  ['-S'],
  ['-R', 'x', 'y'],
  ['-q', 'zz'],
  ['-q', first, second, GONE],
  ['-qz'],
  ['-q1x'],
];

/** In this order; each with a message it fits, one it does not fit, and one that is not there. */
function changes([
  first = '',
  second = '',
  third = '',
  fourth = '',
]: readonly string[]): readonly (readonly string[])[] {
  return [
    ['-Mf', first],
    ['-Mf', first, second, GONE],
    ['-Mt', first],
    ['-Mt', first],
    ['-Mes', first, 'new@x.example'],
    ['-Mes', second, '<>'],
    ['-Mes', first],
    ['-Mes', first, 'nodomain'],
    ['-Mar', first, 'more@y.example', 'evenmore@y.example'],
    ['-Mar', first],
    ['-Mar', GONE, 'a@b.example'],
    ['-Mmd', first, 'b@y.example'],
    ['-Mmd', first, 'b@y.example'],
    ['-Mmd', first, 'nobody@y.example'],
    ['-Mmad', third],
    ['-Mrm', fourth],
    ['-Mrm', fourth, GONE],
    ['-Mrm', 'nonsense'],
    ['-Mf'],
    ['-Mnothing', first],
    ['-Mvh', GONE],
    ['-Mvb', GONE],
    ['-Mvc', GONE],
  ];
}

/** Words of exim, and what it is given. */
const MESSAGES: readonly (readonly [words: readonly string[], input: string])[] = [
  [['-odq', '-f', 'a@x.example', 'b@y.example', 'c@y.example'], 'Subject: one\n\nhello\nbody\n'],
  [['-odq', '-f', '<>', 'd@y.example'], 'Subject: two\nX-Octets: \xff\xe9\n\n\xff\x80\n'],
  [
    ['-odq', '-bs'],
    dialogue('MAIL FROM:<s@x.example> RET=HDRS ENVID=e', [
      'RCPT TO:<r@y.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;o@y.example',
      'RCPT TO:<q@y.example> NOTIFY=NEVER',
    ]),
  ],
  [['-odq', '-f', 'big@x.example', 'e@y.example'], `Subject: large\n\n${'0123456789 abcdefg\n'.repeat(20_000)}`],
  [
    ['-odq', '-f', 'many@x.example', ...Array.from({ length: 60 }, (_, n) => `user${n}@y.example`)],
    'Subject: many\n\nx\n',
  ],
];

function dialogue(mail: string, recipients: readonly string[]): string {
  return [`EHLO client.example`, mail, ...recipients, 'DATA', 'Subject: smtp', '', '..dot', '.', 'QUIT', ''].join(
    '\r\n',
  );
}

async function prepare(context: Context): Promise<Sides> {
  const { folder } = context;
  const [theirs, ours] = [join(folder, 'exim'), join(folder, 'ours')];
  for (const path of [folder, theirs, ours]) mkdirSync(path, { recursive: true });
  await mustRun('chown', ['Debian-exim:Debian-exim', theirs]);
  const files = { exim: configuration(folder, 'exim.conf', theirs), ours: configuration(folder, 'ours.conf', ours) };
  for (const [words, input] of MESSAGES) await run(programs.exim, ['-C', files.exim, ...words], { input });
  await mustRun(process.execPath, [RUN, 'queue', 'import', theirs, '-C', files.ours]);
  return {
    exim: (...words) => said(programs.exim, ['-C', files.exim, ...words]),
    ours: (...words) => said(process.execPath, [RUN, 'exim', '-C', files.ours, ...words]),
    logs: () => ({ exim: changesIn(join(theirs, 'mainlog')), ours: changesIn(join(ours, 'mainlog')) }),
  };
}

function configuration(folder: string, name: string, spool: string): string {
  const file = join(folder, name);
  writeFileSync(file, `${OPTIONS}spool_directory = ${spool}\nlog_file_path = ${spool}/%slog\n${ACLS}`);
  chmodSync(file, 0o644);
  chmodSync(folder, 0o755);
  return file;
}

const OPTIONS = `primary_hostname = h.example
qualify_domain = h.example
keep_environment =
queue_only
untrusted_set_sender = *
dsn_advertise_hosts = *
acl_smtp_rcpt = mark
acl_not_smtp = accept
`;
const ACLS = `begin acl
mark:
  accept set acl_c0 = of the connection
         set acl_m_note = of\\n the message
`;

/** Status, output and complaint, in one text; the caller's name and times are what they are. */
async function said(program: string, words: readonly string[]): Promise<string> {
  const { status, stderr, stdout } = await run(program, words, { env: { MXRAY_NO_CODE_CACHE: '1' } });
  return `${comparable(stdout)}${stderr}status ${status}\n`;
}

/** How old a message is and when it was frozen is when; the tree of who is done may have any shape. */
function comparable(text: string): string {
  const nodes = (text.match(/^[YN][YN] .*\n/gm) ?? []).map((node) => node.slice(3)).sort();
  return text
    .replace(/^ ?\d+m /gm, 'Nm ')
    .replace(/^-frozen \d+$/m, '-frozen then')
    .replace(/(?:^[YN][YN] .*\n)+/m, `done: ${nodes.join('')}`);
}

const CHANGED = /frozen by|unfrozen by|changed to|added by|marked delivered|removed by/;

const changesIn = (path: string): readonly string[] =>
  readFileSync(path, 'latin1')
    .split('\n')
    .map((line) => line.slice('2026-11-25 12:00:00 '.length))
    .filter((line) => CHANGED.test(line));

function equal(theirs: string, ours: string): void {
  if (theirs === ours) return;
  const [a, b] = [theirs.split('\n'), ours.split('\n')];
  const at = a.findIndex((line, n) => line !== b[n]);
  throw new Error(`line ${at + 1}: exim ${JSON.stringify(a[at])}, we ${JSON.stringify(b[at])}`);
}
