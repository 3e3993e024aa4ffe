/** maildirsize: what is in a maildir, kept in a file, as Maildir++ has it; a line for each message that came or went. */
import { constants } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import type { Pattern } from '../../../core/pcre/index.ts';
import { halt } from '../local/halt.ts';
import { folderOf, pathOf } from '../local/octets.ts';
import { codeOf, deferred, errnoOf } from '../outcome.ts';
import { directoryUsage, excess, factsOf, isCounted, namesIn, type Usage } from './quota.ts';
import { matches, regexOf } from './regex.ts';
import type { AppendfileTask } from './task.ts';

export interface SizeFile {
  /** Undefined: others changed the maildir while it was counted, and what is known is not kept. */
  readonly file: FileHandle | undefined;
  readonly usage: Usage;
}

/** A folder of Maildir++ counts with the maildir that it is in. */
export async function countedFolder({ path, quota, maildir }: AppendfileTask): Promise<string> {
  if (!isCounted(quota) && !maildir.usesSizeFile) return path;
  if (quota.directory !== undefined) return quota.directory;
  if ((await factsOf(`${path}/maildirfolder`)) === undefined) return path;
  return folderOf(path.replace(/\/$/, '')) || path;
}

/** `uncounted`: the message goes into a folder that is left out by maildir_quota_directory_regex. */
export async function openSizeFile(task: AppendfileTask, counted: string): Promise<SizeFile | 'uncounted'> {
  const folders = regexOf(task.maildir.directoryRegex);
  if (isLeftOut(task, counted, folders)) return 'uncounted';
  const known = await readSizeFile(task, counted);
  const sizes = known ?? (await recount(task, counted, folders));
  return { file: sizes.file, usage: withTold(task, sizes.usage) };
}

/** The same, where nothing is to be delivered: what is counted is not kept. */
export async function maildirUsageNow(task: AppendfileTask, counted: string): Promise<Usage | 'uncounted'> {
  const folders = regexOf(task.maildir.directoryRegex);
  if (isLeftOut(task, counted, folders)) return 'uncounted';
  const known = await readSizeFile(task, counted);
  await known?.file?.close();
  return withTold(task, known?.usage ?? (await maildirUsage(counted, folders, sizeRegexOf(task))));
}

function isLeftOut({ path }: AppendfileTask, counted: string, folders: Pattern): boolean {
  if (!path.startsWith(counted)) return false;
  const rest = path.slice(counted.length).replace(/^\/+/, '');
  return !matches(folders, rest === '' ? 'new' : `${rest}/new`);
}

/** The configuration may know better. */
const withTold = ({ quota: { mailboxSize, mailboxFiles } }: AppendfileTask, { octets, files }: Usage): Usage => ({
  octets: mailboxSize ?? octets,
  files: mailboxFiles ?? files,
});

const sizeRegexOf = ({ quota: { sizeRegex } }: AppendfileTask): Pattern | undefined =>
  sizeRegex === undefined ? undefined : regexOf(sizeRegex);

/** The file cannot be written to: so it is counted anew the next time. */
export async function recordSize({ file }: SizeFile, octets: number): Promise<void> {
  await file?.write(`${octets} 1\n`).catch(() => {});
}

const { O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
/** Larger ones are counted anew, which makes them small. */
const MAX_OCTETS = 5120;

/** Undefined: there is none, or it is not to be believed. */
async function readSizeFile(task: AppendfileTask, counted: string): Promise<SizeFile | undefined> {
  const file = await openKnown(counted);
  if (file === undefined) return undefined;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_OCTETS), 0, MAX_OCTETS, 0);
  const usage = bytesRead < MAX_OCTETS ? usageIn(buffer.toString('latin1', 0, bytesRead), task) : undefined;
  if (usage !== undefined && !(await isStale(usage, task, file))) return { file, usage };
  await file.close();
  return undefined;
}

async function openKnown(counted: string): Promise<FileHandle | undefined> {
  try {
    return await open(pathOf(`${counted}/maildirsize`), O_RDWR | O_APPEND | O_NOFOLLOW);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    return halt(deferred(`while opening or reading ${counted}/maildirsize`, { errno: errnoOf(thrown) }));
  }
}

/** The first line names the quota that it was counted for: `1000S,10C`; each other what came or went: `123 1`. */
function usageIn(text: string, { quota }: AppendfileTask): (Usage & { readonly lines: number }) | undefined {
  const [head = '', ...lines] = text.replace(/\n$/, '').split('\n');
  const parts = head.split(',');
  if (!parts.every((part) => /^[\d.]+[A-Za-z]$/.test(part))) return undefined;
  const of = (letter: string): number => Number.parseFloat(parts.find((part) => part.endsWith(letter)) ?? '0');
  if (of('S') !== quota.limit || of('C') !== quota.files) return undefined;
  let octets = 0;
  let files = 0;
  for (const line of lines) {
    const found = /^\s*([+-]?\d+) +([+-]?\d+)$/.exec(line);
    if (found === null) return undefined;
    octets += Number(found[1]);
    files += Number(found[2]);
  }
  return octets < 0 || files < 0 ? undefined : { octets, files, lines: lines.length };
}

const QUARTER_HOUR_MS = 15 * 60 * 1000;

/** It says that the maildir is full: that is believed of a fresh count alone. */
async function isStale(
  { octets, files, lines }: Usage & { readonly lines: number },
  { quota }: AppendfileTask,
  file: FileHandle,
): Promise<boolean> {
  if (excess(quota, { octets, files }) === undefined) return false;
  return lines > 1 || Date.now() - (await file.stat()).mtimeMs > QUARTER_HOUR_MS;
}

async function recount(task: AppendfileTask, counted: string, folders: Pattern): Promise<SizeFile> {
  const { limit, files } = task.quota;
  const regex = sizeRegexOf(task);
  const first = await maildirUsage(counted, folders, regex);
  const name = `${counted}/maildirsize`;
  const text = `${limit}S,${files}C\n${first.octets} ${first.files}\n`;
  const file = await replace(name, `${counted}/tmp/${temporaryName(task)}`, text, task.mode);
  const second = await maildirUsage(counted, folders, regex);
  if (second.latestMs <= first.latestMs) return { file, usage: first };
  await unlink(pathOf(name)).catch(() => {}); // another has done the same
  await file.close();
  return { file: undefined, usage: first };
}

let made = 0;

function temporaryName({ primaryHostname }: AppendfileTask): string {
  made += 1;
  const now = Date.now();
  return `${Math.floor(now / 1000)}.M${(now % 1000) * 1000 + (made % 1000)}P${process.pid}.${primaryHostname}`;
}

async function replace(name: string, temporary: string, text: string, mode: number): Promise<FileHandle> {
  try {
    const file = await open(pathOf(temporary), O_RDWR | O_CREAT | O_EXCL | O_APPEND, mode);
    await file.chmod(mode); // whatever the umask has left of it
    await file.write(text);
    await rename(pathOf(temporary), pathOf(name));
    return file;
  } catch (thrown) {
    return halt(deferred(`while opening or reading ${name}`, { errno: errnoOf(thrown) }));
  }
}

interface Counted extends Usage {
  /** When the last of its directories was changed. */
  readonly latestMs: number;
}

/** Folders in a maildir have names that begin with a dot, and are counted as it is. */
async function maildirUsage(path: string, folders: Pattern, sizeRegex: Pattern | undefined): Promise<Counted> {
  let octets = 0;
  let files = 0;
  let latestMs = 0;
  for (const name of await namesIn(path)) {
    if (!matches(folders, name)) continue;
    const facts = await factsOf(`${path}/${name}`);
    if (facts?.isDirectory() !== true) continue;
    const within = name.startsWith('.')
      ? await maildirUsage(`${path}/${name}`, folders, sizeRegex)
      : { ...(await directoryUsage(`${path}/${name}`, sizeRegex)), latestMs: 0 };
    octets += within.octets;
    files += within.files;
    latestMs = Math.max(latestMs, within.latestMs, facts.mtimeMs);
  }
  return { octets, files, latestMs };
}
