/**
 * The folder of a store: who may open it, and what it says it is.
 *
 * ```
 * <spool_directory>/store/FORMAT     "mxray spool 2"
 *                         data.mdb   records (lock.mdb: who reads and writes)
 *                         begun      empty: there has been a database, and it is not to be made anew
 *                         bodies/    a file for each large body
 *                         trays/     where messages land before they are records
 *                         opening, committing/   who opens, and who must not be met by it (`opening.ts`)
 * ```
 *
 * Whatever is wrong is told before anything is opened: a store that maps a file into memory has no gentle way to find out.
 */
import {
  accessSync,
  chownSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  type Stats,
  statfsSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DanglingLink, err, makeFolders, ok, type Result, replaceFile } from '../../../base/index.ts';
import { noSpace, type SpoolError, spoolError, systemFailure } from '../failures.ts';
import { databaseFault } from './database-file.ts';

export interface StoreFolder {
  readonly path: string;
  readonly bodies: string;
  readonly trays: string;
  readonly opening: string;
  readonly committing: string;
}

/** 1 had no trays. */
export const FORMAT = 2;
const BEGUN = 'begun';
const FORMAT_LINE = /^mxray spool (\d{1,9})\n?$/;

/** A full file system ends a process that maps a file on it (SIGBUS), so this much must be free to open one. */
const OPENING_OCTETS = 1024 * 1024;

export async function prepareFolder(directory: string, create: boolean): Promise<Result<StoreFolder, SpoolError>> {
  const path = join(directory, 'store');
  const folder = foldersIn(path);
  try {
    if (create) makeStore(directory, folder);
    const wrong = judge(path, statSync(path)) ?? roomToOpen(path);
    if (wrong !== undefined) return err(wrong);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const stranger = strangerIn(folder);
    if (stranger !== undefined) return err(strange(stranger));
    const stamped = await stamp(path, create);
    if (!stamped.ok) return stamped;
    const fault = faultOf(folder, create); // who only looks meets what he looks at
    return fault === undefined ? ok(folder) : err(fault);
  } catch (cause) {
    return err(openFailure(path, cause));
  }
}

/**
 * Before a start, which then need not bind anything: is there a store that cannot be opened? Nothing is made or changed.
 *
 * @param directory  `spool_directory`
 * @returns undefined: nothing is known to be wrong, or there is no store yet
 */
export function storeFault(directory: string): SpoolError | undefined {
  const path = join(directory, 'store');
  try {
    if (!exists(path)) return undefined;
    const folder = foldersIn(path);
    const stranger = strangerIn(folder);
    return (
      judge(path, statSync(path)) ??
      (stranger === undefined ? (faultOf(folder, true) ?? lossFault(folder)) : strange(stranger))
    );
  } catch (cause) {
    const isBelowFile = (cause as NodeJS.ErrnoException).code === 'ENOTDIR'; // told of spool_directory itself
    return isBelowFile ? undefined : openFailure(path, cause);
  }
}

const faultOf = ({ path }: StoreFolder, isDeep: boolean): SpoolError | undefined =>
  unusable(path, databaseFault(join(path, 'data.mdb'), { isDeep, isShared: true }));

/** A database that is gone, or emptied. To be asked by a process alone among those that open one: what is made is empty at first. */
export const lossFault = (folder: StoreFolder): SpoolError | undefined => unusable(folder.path, lossOf(folder));

const unusable = (path: string, fault: string | undefined): SpoolError | undefined =>
  fault === undefined
    ? undefined
    : spoolError(
        'spool/format',
        `${join(path, 'data.mdb')} ${fault}`,
        `put back a copy of it, or move ${path} away to begin with an empty queue`,
      );

const strange = (what: string): SpoolError => spoolError('spool/format', what, 'move it away');

/**
 * The library does not survive a folder in the place of its files, nor a link to what may not be read; a pipe is waited for
 * for ever.
 */
function strangerIn({ path, bodies, trays, opening, committing }: StoreFolder): string | undefined {
  const files = [...['FORMAT', 'data.mdb', 'lock.mdb', BEGUN].map((name) => join(path, name)), opening];
  const notFile = files.find((file) => lstatSync(file, { throwIfNoEntry: false })?.isFile() === false);
  if (notFile !== undefined) return `${notFile} is no file`;
  const folders = [bodies, trays, committing];
  const notFolder = folders.find((each) => statSync(each, { throwIfNoEntry: false })?.isDirectory() === false);
  return notFolder === undefined ? undefined : `${notFolder} is no folder`;
}

/** One that is not there, or empty, is made: but not where there was one, whose messages would be gone without a word. */
function lossOf({ path, bodies, trays }: StoreFolder): string | undefined {
  const facts = statSync(join(path, 'data.mdb'), { throwIfNoEntry: false });
  if (facts !== undefined && facts.size > 0) return undefined;
  const left = [count(bodies, 'large body', 'large bodies'), count(trays, 'tray', 'trays')].filter((one) => one !== '');
  const wasOpened = left.length > 0 || ['lock.mdb', BEGUN].some((name) => exists(join(path, name)));
  if (!wasOpened) return undefined;
  const what = `is ${facts === undefined ? 'gone' : 'empty'}, and there was mail in it`;
  return left.length === 0 ? what : `${what} (left of it: ${left.join(', ')})`;
}

function count(path: string, one: string, many: string): string {
  const files = exists(path) ? readdirSync(path).length : 0;
  return files === 0 ? '' : `${files} ${files === 1 ? one : many}`;
}

/** The database is made, and from now on missed: to be said by who has opened it. */
export function noteBegun({ path }: StoreFolder): void {
  const file = join(path, BEGUN);
  if (exists(file)) return;
  closeSync(openSync(file, 'a', 0o600));
  giveTo(file, statSync(path));
}

const foldersIn = (path: string): StoreFolder => ({
  path,
  bodies: join(path, 'bodies'),
  trays: join(path, 'trays'),
  opening: join(path, 'opening'),
  committing: join(path, 'committing'),
});

/** Ours alone, whatever the umask is; made by root in a folder of another's, they are that one's. */
function makeStore(directory: string, { path, bodies, trays }: StoreFolder): void {
  makeFolders(directory, 0o750);
  for (const each of [path, bodies, trays]) makeFolder(each, statSync(directory));
}

export function makeFolder(path: string, owner: Stats): void {
  if (makeFolders(path, 0o700) !== undefined) giveTo(path, owner);
}

/** Root hands what it makes to the owner of the folder: the daemon runs as that one. As that one it makes what is his already. */
export function giveTo(path: string, { uid, gid }: Stats): void {
  if (process.geteuid?.() === 0 && uid !== 0) chownSync(path, uid, gid);
}

function judge(path: string, facts: Stats): SpoolError | undefined {
  if (!facts.isDirectory()) return spoolError('spool/format', `${path} is no folder`);
  const mode = facts.mode & 0o777;
  if ((mode & 0o077) !== 0)
    return spoolError(
      'spool/permissions',
      `${path} is open to others than its owner (mode 0${mode.toString(8)})`,
      `mail is nobody else's: chmod 700 ${path}`,
    );
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0 && facts.uid !== uid)
    return spoolError('spool/forbidden', `${path} belongs to user ${facts.uid}, and this is user ${uid}`);
  return undefined;
}

function roomToOpen(path: string): SpoolError | undefined {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize < OPENING_OCTETS ? noSpace(path) : undefined;
}

/** Reads the stamp, or sets it where the folder is new. */
async function stamp(path: string, create: boolean): Promise<Result<void, SpoolError>> {
  const file = join(path, 'FORMAT');
  const text = readIfThere(file);
  if (text === undefined) {
    if (!create || exists(join(path, 'data.mdb')))
      return err(spoolError('spool/format', `${path} is no spool: it has no file FORMAT`));
    return await writeStamp(path, file);
  }
  const format = FORMAT_LINE.exec(text)?.[1];
  if (format === undefined) return err(spoolError('spool/format', `${file} is not what a spool says of itself`));
  if (Number(format) > FORMAT) return err(tooNew(path, format));
  return Number(format) < FORMAT && create ? await writeStamp(path, file) : ok(undefined);
}

async function writeStamp(path: string, file: string): Promise<Result<void, SpoolError>> {
  const written = await replaceFile(file, `mxray spool ${FORMAT}\n`, { mode: 0o600 });
  if (!written.ok) return err(openFailure(file, { message: written.error.message } as Error));
  giveTo(file, statSync(path));
  return ok(undefined);
}

function tooNew(path: string, format: string): SpoolError {
  return spoolError(
    'spool/format',
    `${path} was written by a newer mxray (format ${format}, and this one knows ${FORMAT})`,
    'use the newer one, or another spool_directory',
  );
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

export function openFailure(path: string, cause: unknown): SpoolError {
  if (cause instanceof DanglingLink)
    return spoolError('spool/failed', cause.message, 'make what it leads to, or name another spool_directory');
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return spoolError('spool/missing', `${path}: there is no spool here`);
  return systemFailure(path, 'open', cause);
}

/** Would the file system take something? Tried out, as there is no other way to know. */
export function takesFiles({ committing }: StoreFolder): boolean {
  const path = join(committing, 'tried');
  try {
    writeFileSync(path, 'x', { mode: 0o600 });
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}
