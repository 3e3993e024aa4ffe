/**
 * `mua_wrapper`: what is handed in goes to the smart host at once, to all recipients or to none, and the caller is answered:
 * output, status, log and what the smart host heard, as with Exim (Exim spec ch. 52).
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../../framework/command.ts';
import { type Hop, startHop } from '../../framework/scripted-hop.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { steadyLines } from '../serve-dialogues/heard.ts';

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');
const FIRST_PORT = 3460;
const DEAD_PORT = 3459;
const MAIL = 'From: ann@x.example\nTo: all@x.example\nSubject: x\n\n.hi\n';

interface WrapperCase {
  readonly words: readonly string[];
  readonly input?: string;
  /** Of the smart host (scripted-hop.ts). */
  readonly hop?: number;
  readonly more?: string;
}

const call = (words: string, more: Omit<WrapperCase, 'words'> = {}): WrapperCase => ({
  words: words.split(' '),
  ...more,
});
const session = (...lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('');
const handed = (...recipients: readonly string[]): string =>
  session(
    ...['EHLO x', 'MAIL FROM:<ann@x.example>', ...recipients.map((one) => `RCPT TO:<${one}>`)],
    ...['DATA', 'Subject: x', '', 'hi', '.', 'QUIT'],
  );

const CASES: readonly WrapperCase[] = [
  call('bob@y.example'),
  call('bob@y.example carl@y.example'),
  call('bob@y.example carl@z.example'),
  call('-f sam@x.example bob@y.example'),
  call('-f <> bob@y.example'),
  ...['zed', 'multi', 'tmp', 'full', 'data4', 'drop', 'dot4', 'dot5'].map((name) => call(`${name}@y.example`)),
  call('bob@y.example zed@y.example'),
  call('zed@y.example bob@y.example tmp@y.example'),
  call('bob@y.example tmp@z.example'),
  ...['mail4', 'mail5'].map((name) => call(`-f ${name}@x.example bob@y.example`)),
  ...[1, 2, 3, 4].map((hop) => call('bob@y.example', { hop })),
  call('bob@dead.example'),
  call('bob@dead.example carl@dead.example'),
  call('bob@other.example'),
  call('bob@y.example carl@other.example'),
  call('bob@local.example'),
  call('bob@y.example carl@local.example'),
  call('fail@here.example'),
  call('defer@here.example'),
  call('bob@y.example fail@here.example'),
  call('bob@y.example defer@here.example'),
  call('two@here.example'),
  call('gone@here.example'),
  call('bob@nowhere.example'),
  call('bob@frozen.example'),
  call('-t', { input: `Bcc: carl@y.example\n${MAIL.replace('all@x', 'bob@y')}` }),
  call('-t', { input: 'Subject: nobody\n\nhi\n' }),
  call('bob@y.example bob@y.example'),
  call('bob'),
  call('@y.example'),
  ...['-odq', '-odb', '-odf', '-odi', '-odqs', '-oee', '-oem', '-oep', '-oeq', '-oew', '-em', '-ep'].flatMap((flag) => [
    call(`${flag} bob@y.example`),
    call(`${flag} zed@y.example`),
  ]),
  call('-v bob@y.example'),
  call('-N bob@y.example'),
  call('-i bob@y.example', { input: 'Subject: x\n\none\n.\ntwo\n' }),
  call('-bs', { input: handed('bob@y.example') }),
  call('-bs', { input: handed('bob@y.example', 'zed@y.example') }),
  call('-bs', { input: handed('tmp@y.example') }),
  call('-bs', { input: handed('fail@here.example') }),
  call('-bS', { input: handed('bob@y.example').replace('EHLO x\r\n', '').replace('QUIT\r\n', '') }),
  call('-bS', { input: handed('zed@y.example').replace('EHLO x\r\n', '').replace('QUIT\r\n', '') }),
  call('bob@y.example', { more: 'queue_only\n' }),
  call('bob@y.example', { more: 'queue_domains = *\n' }),
  call('bob@y.example', { more: 'queue_smtp_domains = *\n' }),
  call('bob@y.example', { more: 'hold_domains = *\n' }),
  call('bob@y.example', { more: 'remote_max_parallel = 1\nlog_selector = +all -pid\n' }),
  call('zed@y.example', { more: 'log_selector = +all -pid\n' }),
  call('bob@y.example', { more: 'acl_not_smtp = freezes\n' }),
  call('bob@y.example', { more: 'acl_not_smtp = refuses\n' }),
  call('-bp'),
];

/** By their words; they count as differences. */
const KNOWN: Readonly<Record<string, string>> = {
  'drop@y.example': 'a host that goes away is told of by a line of its own',
  'bob@y.example, host 1': 'no QUIT after 421',
  '-v bob@y.example': 'of a delivery -v tells nothing here',
  '-N bob@y.example': 'of a delivery -N tells nothing here',
  'bob@y.example, remote_max_parallel = 1': 'a line about the arguments is Exim’s own',
  'zed@y.example, log_selector = +all -pid': 'a line about the arguments is Exim’s own',
};

export async function tryWrapper(context: Context): Promise<void> {
  let same = 0;
  const hops = await Promise.all([0, 1, 2, 3, 4].map((kind) => startHop(FIRST_PORT + kind, kind)));
  for (const hop of hops) context.atEnd(hop.close);
  for (const [at, one] of CASES.entries()) {
    const hop = hops[one.hop ?? 0]!;
    const [theirs, ours] = [await hear(context, 'exim', one, at, hop), await hear(context, 'ours', one, at, hop)];
    const title = `${one.words.join(' ')}${one.hop === undefined ? '' : `, host ${one.hop}`}${one.more === undefined ? '' : `, ${one.more.split('\n', 1)[0]}`}`;
    const known = KNOWN[title];
    await context.test(`mua_wrapper: ${title}${known === undefined ? '' : ` (known: ${known})`}`, () => {
      if (theirs !== ours && known === undefined) throw new Error(`\nexim:\n${theirs}\nours:\n${ours}`);
      if (theirs === ours) same += 1;
    });
  }
  context.note(
    `mua_wrapper: ${same} of ${CASES.length} calls are identical: ${((same / CASES.length) * 100).toFixed(1)} %`,
  );
}

async function hear(
  context: Context,
  kind: 'exim' | 'ours',
  { words, input = MAIL, hop = 0, more = '' }: WrapperCase,
  at: number,
  { heard }: Hop,
): Promise<string> {
  const folder = join(context.folder, `wrapper-${kind}-${at}`);
  mkdirSync(folder, { recursive: true });
  await mustRun('chown', ['Debian-exim:Debian-exim', folder]);
  const file = join(folder, 'exim.conf');
  writeFileSync(file, configuration(folder, FIRST_PORT + hop, more));
  chmodSync(file, 0o644);
  const given = ['-C', file, ...words];
  const [command, before] = kind === 'exim' ? [programs.exim, []] : [process.execPath, [PROGRAM, 'exim']];
  const { status, stdout, stderr } = await run(command, [...before, ...given], { input, cwd: '/' });
  const log = existsSync(join(folder, 'mainlog')) ? readFileSync(join(folder, 'mainlog'), 'latin1') : '';
  const steady = (text: string): string =>
    steadyLines(text.replaceAll('\r\n', '\n').replaceAll(folder, 'FOLDER')).map(withoutIds).join('\n');
  return [
    `status ${status}`,
    steady(stdout),
    `aside: ${steady(stderr)}`,
    `log: ${steady(log)}`,
    `heard: ${heard().map(steady).join('\n--\n')}`,
  ].join('\n');
}

const withoutIds = (line: string): string =>
  line
    .replace(/\b\w{6}-\w{6}-\w\w\b/g, 'ID')
    .replace(/\b(QT|DT)=\S+/g, '$1=T')
    .replace(/; \w{3}, \d\d? .*/, '; then')
    .replace(/^Date: .*/, 'Date: then');

const configuration = (folder: string, port: number, more: string): string => `primary_hostname = our.example
qualify_domain = y.example
spool_directory = ${folder}
log_file_path = ${folder}/%slog
exim_path = ${programs.exim}
keep_environment =
timezone = UTC
tls_advertise_hosts =
acl_smtp_rcpt = accept
mua_wrapper
${more}begin acl
freezes:
  accept control = freeze
refuses:
  deny message = not of you
begin routers
here:
  driver = redirect
  domains = here.example
  allow_fail
  allow_defer
  data = \${if eq{$local_part}{fail}{:fail: no such person}{\${if eq{$local_part}{defer}{:defer: come again}{\${if eq{$local_part}{two}{a@y.example, b@other.example}{:blackhole:}}}}}}
local:
  driver = accept
  domains = local.example
  transport = box
dead:
  driver = manualroute
  domains = dead.example
  route_list = * 127.0.0.1::${DEAD_PORT}
  self = send
  transport = out
other:
  driver = manualroute
  domains = other.example
  route_list = * 127.0.0.2::${port}
  self = send
  transport = out
itself:
  driver = manualroute
  domains = frozen.example
  route_list = * 127.0.0.1::${port}
  self = freeze
  transport = out
smart:
  driver = manualroute
  domains = !nowhere.example
  route_list = * 127.0.0.1::${port}
  self = send
  transport = out
begin transports
out:
  driver = smtp
  hosts_try_fastopen =
box:
  driver = appendfile
  file = ${folder}/box
begin retry
* * F,2h,15m
`;
