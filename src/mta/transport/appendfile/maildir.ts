/** maildir: a new file below tmp, then renamed into new (Exim spec ch. 26 "Maildir delivery"). */
import { open, rename, unlink } from 'node:fs/promises';
import { sleep } from '../../../base/index.ts';
import { halt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import { codeOf, deferred, errnoOf } from '../outcome.ts';
import type { AnswerLate, LocalOutcome } from '../types.ts';
import { ensureMaildir } from './maildir-folders.ts';
import { countedFolder, openSizeFile, recordSize } from './maildir-size.ts';
import { create, usageOf, warned, written } from './new-file.ts';
import { factsOf } from './quota.ts';
import type { AppendfileTask } from './task.ts';

const MS = 1000;

export async function deliverToMaildir(
  task: AppendfileTask,
  content: AsyncIterable<Uint8Array>,
  answer: AnswerLate,
): Promise<LocalOutcome> {
  await ensureMaildir(task);
  const counted = await countedFolder(task);
  const sizes = task.maildir.usesSizeFile ? await openSizeFile(task, counted) : undefined;
  try {
    // A folder that is not counted has no quota.
    const isUncounted = sizes === 'uncounted';
    const judged: AppendfileTask = isUncounted ? { ...task, quota: { ...task.quota, limit: 0, threshold: 0 } } : task;
    const usage = sizes === undefined || isUncounted ? await usageOf(judged, counted) : sizes.usage;
    await checkTag(task, answer);
    const { file, base } = await createNew(task);
    const unreadSeconds = (): Promise<number> => secondsSinceChange(`${task.path}/new`);
    const octets = await written({ task: judged, file, name: `tmp/${base}`, usage, unreadSeconds }, content);
    if (sizes !== undefined && sizes !== 'uncounted') await recordSize(sizes, octets);
    await moveToNew(task, base, octets, answer);
    return warned(judged, usage, octets);
  } finally {
    if (sizes !== undefined && sizes !== 'uncounted') await sizes.file?.close();
  }
}

async function secondsSinceChange(path: string): Promise<number> {
  const facts = await factsOf(path);
  return facts === undefined ? 0 : Math.floor((Date.now() - facts.mtimeMs) / MS);
}

/** A tag that cannot be expanded is met before anything is written; forced to fail, there is none. */
async function checkTag({ maildir }: AppendfileTask, answer: AnswerLate): Promise<void> {
  if (!maildir.hasTag) return;
  const tag = await answer({ option: 'maildir_tag' });
  if ('failure' in tag && !tag.forced) halt(deferred(tag.failure, { panic: true }));
}

let lastMicros = 0;

/** Of all deliveries of this process, none has the time of another. */
function nextMicros(): number {
  const now = Date.now() * MS + Number((process.hrtime.bigint() / 1000n) % 1000n);
  lastMicros = Math.max(now, lastMicros + 1);
  return lastMicros;
}

const MICROS = 1_000_000;
/** Between two tries at a name that is taken. */
const RETRY_MS = 2000;

async function createNew(task: AppendfileTask) {
  const { path, mode, maildir, primaryHostname } = task;
  for (let tries = 1; ; tries += 1) {
    const micros = nextMicros();
    const base = `${Math.floor(micros / MICROS)}.M${micros % MICROS}P${process.pid}.${primaryHostname}`;
    try {
      return { file: await create(`${path}/tmp/${base}`, mode), base };
    } catch (thrown) {
      const ies = tries === 1 ? 'y' : 'ies';
      if (tries >= maildir.retries)
        halt(deferred(`failed to open tmp/${base} (${tries} tr${ies})`, { errno: errnoOf(thrown) }));
      await sleep(RETRY_MS);
    }
  }
}

/** The size of what was written may be in the tag; where the name is too long with it, it goes without. */
async function moveToNew(task: AppendfileTask, base: string, octets: number, answer: AnswerLate): Promise<void> {
  const { path, maildir } = task;
  const tag = maildir.hasTag ? await answer({ option: 'maildir_tag', size: octets }) : undefined;
  const suffix = tag !== undefined && 'text' in tag ? printableTag(tag.text) : '';
  const from = `${path}/tmp/${base}`;
  const to = `${path}/new/${base}`;
  const trouble = await rename(pathOf(from), pathOf(to + suffix))
    .catch((thrown: unknown) => {
      if (suffix === '' || codeOf(thrown) !== 'ENAMETOOLONG') throw thrown;
      return rename(pathOf(from), pathOf(to));
    })
    .catch((thrown: unknown) => thrown);
  if (trouble !== undefined) {
    await unlink(pathOf(from)).catch(() => {}); // nobody will look for it there
    halt(deferred(`while renaming tmp/${base} as new/${base}${suffix}`, { errno: errnoOf(trouble) }));
  }
  await syncFolder(`${path}/new`);
}

/** What is safe is the file under its last name. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(pathOf(path), 'r').catch(() => undefined);
  await folder?.sync().catch(() => {}); // not every file system can
  await folder?.close();
}

/** No slashes, blanks or the like; a colon before what begins with a letter or a digit. */
export function printableTag(text: string): string {
  const tag = [...text].filter((char) => char > ' ' && char < '\x7f' && char !== '/').join('');
  return /^[A-Za-z0-9]/.test(tag) ? `:${tag}` : tag;
}
