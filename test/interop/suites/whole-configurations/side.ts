/** A site served by one of the two, from its first step to its last: what was to be seen at each. */
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun, run as runCommand } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import type { Steady } from '../../framework/steady.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import type { Certificates } from './certificates.ts';
import { converse } from './client.ts';
import { HOPS, startHop } from './hop.ts';
import { steady, takeFiles, withTags } from './seen.ts';
import type { Addresses, Command, Site, SiteFile, Step } from './types.ts';
import { addressesOf } from './zone.ts';

export type Kind = 'exim' | 'ours';
export const KINDS: readonly Kind[] = ['exim', 'ours'];

/** One thing to compare. */
export interface Sight {
  readonly step: string;
  readonly what: string;
  readonly text: string;
}

export interface Place {
  readonly folder: string;
  /** Of the site. */
  readonly index: number;
  /** A copy with the bit that makes it root's, so that it delivers as users. */
  readonly exim: string;
  readonly certificates: Certificates;
  /** Where their files are. */
  readonly certificateFolder: string;
}

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

export async function playSite(context: Context, kind: Kind, site: Site, place: Place): Promise<readonly Sight[]> {
  const undos: (() => void | Promise<void>)[] = [];
  const side = new Side(kind, site, place);
  try {
    await side.start({ ...context, atEnd: (undo) => undos.push(undo) });
    const sights: Sight[] = [];
    for (const step of site.steps) sights.push(...(await side.play(step)));
    return sights;
  } finally {
    for (const undo of undos.toReversed()) await undo();
  }
}

class Side {
  private readonly kind: Kind;
  private readonly site: Site;
  private readonly place: Place;
  private readonly folder: string;
  private readonly file: string;
  private readonly own: Addresses;
  private hops: Awaited<ReturnType<typeof startHop>>[] = [];

  constructor(kind: Kind, site: Site, place: Place) {
    this.kind = kind;
    this.site = site;
    this.place = place;
    this.folder = join(place.folder, kind);
    this.file = join(this.folder, 'exim.conf');
    this.own = addressesOf(place.index, kind);
  }

  async start(context: Context): Promise<void> {
    for (const part of ['', 'spool', 'log', 'box']) mkdirSync(join(this.folder, part), { recursive: true });
    const account = Number((await runCommand('id', ['-u', 'Debian-exim'])).stdout);
    const group = Number((await runCommand('id', ['-g', 'Debian-exim'])).stdout);
    for (const part of ['spool', 'log']) chownSync(join(this.folder, part), account, group);
    chmodSync(join(this.folder, 'box'), 0o1777);
    this.write(this.site.files ?? {});
    await this.prepare();
    writeFileSync(this.file, this.fill(this.configuration()));
    for (const [index, kind] of HOPS.entries()) {
      const places = [`${this.own.net}.${10 + index}`, `${this.own.net6}:${10 + index}`];
      if (kind.isLmtp === true) places.push(join(this.folder, 'lmtp.sock'));
      const hop = await startHop(places, kind, this.place.certificates);
      this.hops.push(hop);
      context.atEnd(() => hop.close());
    }
    await startDaemon(context, {
      ...(this.kind === 'exim'
        ? { command: programs.unshare, args: this.withOwnFile(['-bdf']) }
        : { command: process.execPath, args: [PROGRAM, 'serve', '-C', this.file, '--workers', '1'] }),
      logFile: join(this.folder, 'output'),
      ready: async () => this.log('main').includes(' daemon started: '),
    });
  }

  private configuration(): string {
    const { configuration, interfaces = 'NET.1' } = this.site;
    return `${HEAD}local_interfaces = ${interfaces}\n${this.kind === 'ours' ? 'queue_run_interval = 0s\n' : ''}${configuration}`;
  }

  private async prepare(): Promise<void> {
    for (const [program, file, source] of this.site.prepare ?? []) {
      const path = join(this.folder, file);
      if (program === 'cdb') await mustRun(programs.cdb, ['-c', path, join(this.folder, source)]);
      else
        await mustRun(programs.python, [
          '-c',
          'import sqlite3,sys;d=sqlite3.connect(sys.argv[1]);d.executescript(sys.argv[2]);d.commit()',
          path,
          source,
        ]);
      chmodSync(path, 0o644);
    }
  }

  async play(step: Step): Promise<readonly Sight[]> {
    const before = {
      main: this.log('main').length,
      reject: this.log('reject').length,
      panic: this.log('panic').length,
    };
    const steady = this.steady();
    const seen: Record<string, string> = {};
    if (step.kind === 'change') this.write(step.files);
    else if (step.kind === 'command') Object.assign(seen, await this.command(step));
    else
      seen.replies = await converse({
        ...step,
        said: step.said.map((one) => (typeof one === 'string' ? this.fill(one) : one)),
        own: this.own,
        certificates: this.place.certificates,
      });
    await this.quiet(before.main);
    const told = quietened(this.log('main').slice(before.main));
    for (const id of (told.match(ID) ?? []).toSorted()) steady.text(id); // numbered by when they were taken
    seen.log = steady.text(told).split('\n').toSorted().join('\n');
    seen.rejects = steady.text(this.log('reject').slice(before.reject)).split('\n').toSorted().join('\n');
    seen.files = takeFiles(join(this.folder, 'box'))
      .map((text) => steady.text(text))
      .toSorted()
      .join('\n');
    seen.heard = this.hops
      .flatMap((hop, index) =>
        hop.heard().map((text) => ({ index, text: withTags(steady.text(text.replaceAll('\r\n', '\n'))).trim() })),
      )
      .filter(({ text }) => text !== '')
      .map(({ index, text }) => `hop ${index}\n${text}`)
      .toSorted()
      .join('\n');
    seen.panic = steady
      .text(quietened(this.log('panic').slice(before.panic)))
      .trim()
      .split('\n')
      .toSorted()
      .join('\n');
    return Object.entries(seen)
      .map(([what, text]) => ({ step: step.title, what, text: steady.text(text) }))
      .filter(({ text, what }) => text !== '' || what === 'log');
  }

  private steady(): Steady {
    return steady([
      [this.folder, 'FOLDER'],
      [this.place.certificateFolder, 'CERTS'],
      [this.own.net, 'NET'],
      [this.own.net6, 'NET6'],
      [this.own.zone, 'ZONE'],
      [PROGRAM, 'exim'],
      [this.place.exim, 'exim'],
    ]);
  }

  private async command({
    words,
    input,
    program,
    afterMs = 0,
    anyOrder,
    hide,
  }: Command): Promise<Record<string, string>> {
    await sleep(afterMs);
    const ids = words.some((word) => word.startsWith('ID')) ? await this.waiting() : [];
    const filled = words.flatMap((word) =>
      word === 'ID' ? ids : word === 'ID1' ? ids.slice(0, 1) : [this.fill(word)],
    );
    const ran = program === undefined ? await this.exim(filled, input) : await this.beside(program, filled, input);
    if (hide === true) return {};
    const output = quietened(`${ran.stdout}${ran.stderr}`);
    return { printed: `${anyOrder === true ? output.split('\n').toSorted().join('\n') : output}status ${ran.status}` };
  }

  private exim(words: readonly string[], input = '') {
    return this.kind === 'exim'
      ? runCommand(programs.unshare, this.withOwnFile(words), { input })
      : runCommand(process.execPath, [PROGRAM, 'exim', '-C', this.file, ...words], { input });
  }

  /** Its file is in the usual place, for this process alone: with -C, Exim gives up rights that deliveries to users need. */
  private withOwnFile(words: readonly string[]): string[] {
    const script = 'mount --bind "$1" /etc/exim4/exim4.conf; shift; exec "$@"';
    return ['--mount', '--', '/bin/sh', '-c', script, 'sh', this.file, this.place.exim, ...words];
  }

  private beside(program: string, words: readonly string[], input = '') {
    const path = program.startsWith('/') ? program : join(dirname(programs.exim), program);
    return runCommand(path, words, { input });
  }

  private async waiting(): Promise<readonly string[]> {
    const { stdout } = await this.exim(['-bp']);
    return (stdout.match(ID) ?? []).toSorted();
  }

  private fill(text: string): string {
    const { net, net6, zone } = this.own;
    const { exim, certificateFolder } = this.place;
    const values: Readonly<Record<string, string>> = {
      FOLDER: this.folder,
      NET: net,
      NET6: net6,
      ZONE: zone,
      EXIM: exim,
      CERTS: certificateFolder,
    };
    return text.replace(/\b(?:FOLDER|NET6?|ZONE|EXIM|CERTS)\b/g, (word) => values[word]!);
  }

  private write(files: Readonly<Record<string, SiteFile>>): void {
    for (const [name, file] of Object.entries(files)) {
      const {
        text,
        mode = name.endsWith('/') ? 0o755 : 0o644,
        owner = [0, 0],
      } = typeof file === 'string' ? { text: file } : file;
      const path = join(this.folder, name);
      mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
      if (!name.endsWith('/')) writeFileSync(path, this.fill(text));
      chmodSync(path, mode);
      chownSync(path, owner[0], owner[1]);
    }
  }

  private log(which: string): string {
    const path = join(this.folder, 'log', `${which}log`);
    return existsSync(path) ? readFileSync(path, 'latin1') : '';
  }

  /** Nothing more is logged, and of every message that was taken there is word. */
  private async quiet(from: number): Promise<void> {
    let length = -1;
    let since = performance.now();
    const deadline = since + 20_000;
    while (performance.now() < deadline) {
      const now = this.log('main');
      if (now.length !== length) {
        length = now.length;
        since = performance.now();
      }
      const waited = performance.now() - since;
      const told = now.slice(from);
      if (waited > 2500 || (isAllTold(told) && waited > (told.includes(' == ') ? 1200 : 350))) return;
      await sleep(20);
    }
  }
}

function isAllTold(log: string): boolean {
  const idsOf = (what: string): ReadonlySet<string> =>
    new Set([...log.matchAll(new RegExp(`^\\S+ \\S+ (\\w{6}-\\w{6}-\\w\\w) ${what}`, 'gm'))].map(([, id]) => id!));
  const told = idsOf('(?:Completed|==|Frozen|no immediate)');
  return [...idsOf('<=')].every((id) => told.has(id));
}

const ID = /\b[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}\b/g;

/** Without lines that are of the suite's making: its servers' odd places. */
const quietened = (text: string): string => text.replace(/^.*(?:lost privilege for using -C|re-exec).*\n/gm, '');

const HEAD = `primary_hostname = mx.example.org
spool_directory = FOLDER/spool
log_file_path = FOLDER/log/%slog
pid_file_path = FOLDER/pid
exim_path = EXIM
keep_environment =
`;
