/**
 * The smtp transport beside a live Exim: one configuration, one message, the same scripted next hops. What was said to them,
 * octet by octet but for times, and what the main log has of it, are compared.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listenAsPeer, type SmtpPeer } from '../../../support/smtp-peer.ts';
import { mustRun, run } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { CASES, type TransportCase } from './cases.ts';

const RUN = join(import.meta.dirname, '../../../../bin/run.js');

export const suite: Suite = {
  name: 'transport-smtp',
  proves: 'the smtp transport says to next hops, and logs, what a live Exim does',
  async run(context) {
    const chosen = context.full ? CASES : CASES.filter((_, i) => i % EVERY === 0);
    let same = 0;
    for (const one of chosen)
      await context.test(one.name, async () => {
        await compare(one, context);
        same += 1;
      });
    context.note(`${same} of ${chosen.length} deliveries are alike`);
  },
};

/** In the reduced form. */
const EVERY = 6;

interface Told {
  /** By host: commands and contents of each connection. */
  readonly said: readonly string[];
  readonly log: readonly string[];
}

async function compare(one: TransportCase, context: Context): Promise<void> {
  const theirs = await deliver(one, context, 'exim');
  const ours = await deliver(one, context, 'ours');
  differ('said', theirs.said, ours.said);
  differ('logged', theirs.log, ours.log);
}

function differ(what: string, theirs: readonly string[], ours: readonly string[]): void {
  const at = theirs.findIndex((line, i) => line !== ours[i]);
  const where = at < 0 && ours.length > theirs.length ? theirs.length : at;
  if (where < 0) return;
  throw new Error(
    `${what}, line ${where + 1}: exim ${JSON.stringify(theirs[where])}, we ${JSON.stringify(ours[where])}`,
  );
}

async function deliver(one: TransportCase, context: Context, who: 'exim' | 'ours'): Promise<Told> {
  const { peers = [{}], to = ['a@x.test'], sender = 's@me.test', text = 'Subject: t\nFrom: s@me.test\n\nbody\n' } = one;
  const listening: { readonly peers: readonly SmtpPeer[]; close(): void }[] = [];
  for (const [i, script] of peers.entries())
    if (script !== undefined) listening.push(await listenAsPeer(script, { port: PORT, address: `127.0.0.${i + 1}` }));
  const folder = join(context.folder, who, one.name.replace(/\W+/g, '-'));
  const words = ['-C', await configured(one, folder), '-odi', '-f', sender, ...to];
  const [program, ...first] = who === 'exim' ? [programs.exim] : [process.execPath, RUN, 'exim'];
  await run(program!, [...first, ...words], { input: Buffer.from(text, 'latin1') });
  const said = listening.flatMap((server) => server.peers.flatMap(wordsOf));
  for (const server of listening) server.close();
  return { said, log: logOf(join(folder, 'mainlog')) };
}

const PORT = 2525;

/** The goodbye is said when a connection is not kept any longer, which is another's business. */
const wordsOf = ({ commands, contents }: SmtpPeer): readonly string[] => [
  ...commands.filter((line) => line !== 'QUIT').map(inUpperHex),
  ...contents.map(steady),
];

/** Exim's xtext has small letters in its hexadecimal. */
const inUpperHex = (line: string): string =>
  line.replace(/ AUTH=\S+/, (found) => found.replace(/\+[0-9a-f]{2}/g, (hex) => hex.toUpperCase()));

const steady = (content: string): string =>
  content
    .replace(/\w{6}-\w{6,11}-\w{2,4}/g, 'ID')
    .replace(/\w{3}, \d+ \w{3} \d{4} [\d:]+ [+-]\d{4}/g, 'DATE')
    .replace(/\(Exim [^)]*\)/g, '(Exim)');

/** Deliveries and what there was to say of them; times and ids left out. */
function logOf(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'latin1')
    .split('\n')
    .filter((line) => line !== '' && !/ <= |lost privilege|End queue|Start queue/.test(line))
    .map((line) => line.replace(/^\S+ \S+ /, '').replace(/\b\w{6}-\w{6,11}-\w{2,4}\b/g, 'ID'));
}

async function configured(one: TransportCase, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  await mustRun('chown', ['Debian-exim:Debian-exim', folder]);
  const file = join(folder, '..', `${one.name.replace(/\W+/g, '-')}.conf`);
  const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');
  writeFileSync(
    file,
    `primary_hostname = me.test
spool_directory = ${folder}
log_file_path = ${folder}/%slog
exim_path = ${programs.exim}
qualify_domain = me.test
keep_environment =
timezone = UTC
log_selector = +outgoing_port +pipelining +tls_peerdn
begin routers
r:
  driver = manualroute
  transport = t
  self = send
  route_list = * "${one.hosts ?? '127.0.0.1'}" byname
begin transports
t:
  driver = smtp
  allow_localhost
  port = ${PORT}
${indented(one.transport ?? '')}
begin retry
* * F,2h,15m
begin authenticators
${one.authenticators ?? ''}
`,
  );
  chmodSync(file, 0o644);
  return file;
}
