/** An autoreply's files, read and written by this process as whoever it is (Exim spec ch. 27). */
import { constants } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { systemErrorText } from '../../../base/index.ts';
import { halt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import { codeOf, deferred, delivered, errnoOf } from '../outcome.ts';
import type { LocalOutcome } from '../types.ts';
import type { LogNote, LookTask, Notes, NotesTask, NoteTask } from './notes-task.ts';
import { noteAnswered, wasAnswered } from './once.ts';

export const performNotes = (task: NotesTask): Promise<LocalOutcome> => (task.act === 'look' ? look(task) : note(task));

async function look({ once, file, log, transport }: LookTask): Promise<LocalOutcome> {
  if (once !== undefined && (await wasAnswered(once, transport))) {
    if (log !== undefined) await append(log);
    return found({ wasAnswered: true });
  }
  if (file === undefined) return found({ wasAnswered: false });
  const text = await textOf(file, transport);
  return found({ wasAnswered: false, ...(text !== undefined && { text }) });
}

const found = (notes: Notes): LocalOutcome => delivered({ notes });

/** A reply is no place for more. */
const MAX_OCTETS = 16 * 1024 * 1024;

async function textOf(
  { path, isOptional }: NonNullable<LookTask['file']>,
  transport: string,
): Promise<string | undefined> {
  const refuse = (why: string, errno = 0): never =>
    halt(deferred(`Failed to open file ${path} when sending message from ${transport} transport: ${why}`, { errno }));
  try {
    const facts = await stat(pathOf(path));
    if (!facts.isFile()) return refuse('it is no regular file');
    if (facts.size > MAX_OCTETS) return refuse('it is too large');
    return await readFile(pathOf(path), 'latin1');
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === undefined) throw thrown;
    return isOptional ? undefined : refuse(systemErrorText(code), errnoOf(thrown));
  }
}

async function note({ once, log, transport }: NoteTask): Promise<LocalOutcome> {
  if (once !== undefined) await noteAnswered(once, transport);
  if (log !== undefined) await append(log);
  return delivered();
}

const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;

/** In one go, so that others' lines are not between; the reply is sent, whatever comes of it. */
async function append({ path, mode, text }: LogNote): Promise<void> {
  const how = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK;
  const file = await open(pathOf(path), how, mode).catch(() => undefined);
  await file?.write(Buffer.from(text, 'latin1')).catch(() => {}); // a full disk
  await file?.close();
}
