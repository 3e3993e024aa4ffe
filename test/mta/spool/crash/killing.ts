/** Starts workers over one spool, kills them, and holds the spool to what they had been promised. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { openSpool, type Spool, type StoredMessage } from '../../../../src/mta/spool/index.ts';
import { bodyOf, value } from '../contract/world.ts';
import { bodyFor, INLINE_OCTETS, messageFor } from './life.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const REPOSITORY = here('../../../..');

export interface CrashPlace {
  readonly folder: string;
  readonly worker: string;
  dispose(): void;
}

/**
 * A spool's folder, and the worker in one file, since Node does not read TypeScript.
 * @param program  what the worker runs, in this folder
 */
export async function crashPlace(disk = tmpdir(), program = 'worker.ts'): Promise<CrashPlace> {
  const folder = mkdtempSync(join(disk, 'mxray-crash-'));
  const worker = join(folder, 'worker.mjs');
  await build({
    entryPoints: [here(program)],
    outfile: worker,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    alias: { lmdb: here('killing-lmdb.ts') },
  });
  return { folder, worker, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a worker said before it ended. */
export interface Promises {
  readonly stored: ReadonlySet<string>;
  readonly changed: ReadonlySet<string>;
  readonly removing: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
}

export interface Death {
  /** At this moment by its own hand, the n-th time it comes there. */
  readonly at?: string;
  readonly after?: number;
  /** Or by ours, so long after it began its work. */
  readonly afterMs?: number;
  /** Messages go into the database at once, without a tray. */
  readonly isAtOnce?: boolean;
}

/** What a worker of another program prints. @param words  of its command line */
export async function outputOfProgram(place: CrashPlace, words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [place.worker, ...words], {
    env: { PATH: process.env.PATH, REPOSITORY },
  });
  return stdout;
}

export async function lifeOf(place: CrashPlace, death: Death): Promise<Promises> {
  const child = spawn(process.execPath, [place.worker], {
    env: {
      PATH: process.env.PATH,
      SPOOL: join(place.folder, 'spool'),
      REPOSITORY,
      ...(death.isAtOnce === true && { AT_ONCE: 'yes' }),
      ...(death.at !== undefined && { KILL_AT: death.at, KILL_AFTER: String(death.after ?? 1) }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = await outputOf(child, death);
  const of = (word: string): ReadonlySet<string> =>
    new Set(said.filter(([first]) => first === word).map(([, id]) => id!));
  return { stored: of('stored'), changed: of('changed'), removing: of('removing'), removed: of('removed') };
}

const GIVE_UP_MS = 40_000;

/** Whole lines alone: half of one was never said. */
async function outputOf(child: ChildProcess, { at, afterMs }: Death): Promise<string[][]> {
  let text = '';
  let complaint = '';
  const kill = (): void => void child.kill('SIGKILL');
  let isOurs = false;
  let timer = setTimeout(() => {
    isOurs = true;
    kill();
  }, GIVE_UP_MS);
  child.stdout!.setEncoding('latin1').on('data', (part: string) => {
    if (text === '' && afterMs !== undefined) {
      clearTimeout(timer);
      timer = setTimeout(kill, afterMs);
    }
    text += part;
  });
  child.stderr!.setEncoding('utf8').on('data', (part: string) => {
    complaint += part;
  });
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_, how) => resolve(how)));
  clearTimeout(timer);
  if (signal !== 'SIGKILL' || isOurs || complaint !== '')
    throw new Error(
      `the worker did not end ${at === undefined ? 'as it should' : `at ${at}`}, ` +
        `but by ${isOurs ? 'our patience' : signal} after ${text.length} octets: ${complaint}`,
    );
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => line.split(' '));
}

export interface Verdict {
  /** Promised and not there, or not whole: each in a sentence. */
  readonly wrong: readonly string[];
  readonly messages: number;
}

/** Opens the spool as the next process does, and looks at everything. */
export async function verdictOn(place: CrashPlace, lives: readonly Promises[]): Promise<Verdict> {
  const directory = join(place.folder, 'spool');
  const spool = value(await openSpool({ directory, inlineOctets: INLINE_OCTETS }));
  const wrong: string[] = [];
  const found = new Map<string, StoredMessage>();
  for await (const item of spool.list()) {
    if (item.kind === 'unreadable') wrong.push(`${item.id} does not read`);
    else wrong.push(...(await faultsOf(spool, item.entry.id, found)));
  }
  for (const life of lives) wrong.push(...brokenPromises(life, found));
  wrong.push(...strayFiles(directory, found));
  wrong.push(...(await unusable(spool, [...found.keys()])));
  await spool.close();
  return { wrong, messages: found.size };
}

async function faultsOf(spool: Spool, id: string, found: Map<string, StoredMessage>): Promise<string[]> {
  const message = await spool.read(id);
  if (!message.ok) return [`${id}: ${message.error.message}`];
  found.set(id, message.value);
  const wanted = messageFor(id);
  const { sender, headers, recipients } = message.value;
  const isSame = JSON.stringify({ sender, headers, recipients }) === JSON.stringify(pick(wanted));
  const isWhole = (await bodyOf(spool, id)).equals(bodyFor(id));
  return [
    ...(isSame ? [] : [`${id}: not what was stored`]),
    ...(isWhole ? [] : [`${id}: not the body that was stored`]),
  ];
}

const pick = ({ sender, headers, recipients }: ReturnType<typeof messageFor>): object => ({
  sender,
  headers,
  recipients,
});

function brokenPromises(life: Promises, found: ReadonlyMap<string, StoredMessage>): string[] {
  const lost = [...life.stored].filter((id) => !found.has(id) && !life.removing.has(id));
  const back = [...life.removed].filter((id) => found.has(id));
  const unchanged = [...life.changed].filter((id) => {
    const message = found.get(id);
    return message !== undefined && (message.warnings !== 1 || message.progress.length !== 1);
  });
  return [
    ...lost.map((id) => `${id} was promised and is lost`),
    ...back.map((id) => `${id} was removed and is back`),
    ...unchanged.map((id) => `${id}: its change is lost`),
  ];
}

/** No file without its message: what was half there has been taken away. */
function strayFiles(directory: string, found: ReadonlyMap<string, StoredMessage>): string[] {
  const files = readdirSync(join(directory, 'store', 'bodies'));
  return files.filter((name) => !found.has(name.split('.')[0]!)).map((name) => `${name} belongs to no message`);
}

/** The dead have no claims, so the next can go on at once. */
async function unusable(spool: Spool, ids: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const id of ids.slice(-5)) {
    const claim = await spool.claim(id, 1000);
    if (claim.ok) await claim.value.release();
    else wrong.push(`${id}: ${claim.error.message}`);
  }
  return wrong;
}
