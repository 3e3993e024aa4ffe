/** A queue of Exim's taken over: each message of its `input` folder stored here, those there are already left alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { err, type Finding, ok, type Report, type Result } from '../../base/index.ts';
import { isMessageId } from '../message-id/index.ts';
import { type HeaderFile, readHeaderFile, type Spool } from '../spool/index.ts';
import { sayQueue } from './findings.ts';

export interface QueueImportData {
  readonly directory: string;
  /** Exim's. */
  readonly from: string;
  readonly imported: readonly string[];
  /** There already. */
  readonly present: readonly string[];
  readonly failed: readonly { readonly messageId: string; readonly error: string }[];
}

const MAX_HEADER_OCTETS = 64 * 1024 * 1024;
/** Of a message's own log: that of one which waits for days goes on and on. */
const MAX_LOG_OCTETS = 1024 * 1024;
const PART_OCTETS = 64 * 1024;
const LEASE_MS = 30_000;

/** @param from  Exim's spool_directory; nothing is changed in it */
export async function queueImportReport(
  spool: Spool,
  directory: string,
  from: string,
): Promise<Report<QueueImportData>> {
  const imported: string[] = [];
  const present: string[] = [];
  const failed: { messageId: string; error: string }[] = [];
  for (const place of messagesIn(from)) {
    const { id } = place;
    const done = await importOne(spool, place);
    if (done.ok) (done.value ? imported : present).push(id);
    else failed.push({ messageId: id, error: done.error });
  }
  const findings = failed.map(
    ({ messageId, error }): Finding =>
      sayQueue('unreadable', { detail: `${messageId}: ${error}`, evidence: { messageId } }),
  );
  return { findings, data: { directory, from, imported, present, failed } };
}

interface Place {
  readonly id: string;
  /** Of its own files. */
  readonly folder: string;
  /** Of its message log. */
  readonly logs: string;
}

/** In `input` itself, and in folders of one character (`split_spool_directory`), in the order of arrival. */
function messagesIn(from: string): readonly Place[] {
  const input = join(from, 'input');
  const folders = readdirSync(input, { withFileTypes: true }).filter(
    (each) => each.isDirectory() && each.name.length === 1,
  );
  const found = ['', ...folders.map(({ name }) => name)].flatMap((part) => {
    const [folder, logs] = [join(input, part), join(from, 'msglog', part)];
    const ids = readdirSync(folder).filter((name) => name.endsWith('-H') && isMessageId(name.slice(0, -2)));
    return ids.map((name) => ({ id: name.slice(0, -2), folder, logs }));
  });
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** @returns false: it is there already */
async function importOne(spool: Spool, { id, folder, logs }: Place): Promise<Result<boolean, string>> {
  try {
    const text = readFileSync(join(folder, `${id}-H`), 'latin1');
    if (text.length > MAX_HEADER_OCTETS) return err('its -H file is larger than 64 MiB');
    const read = readHeaderFile(text);
    if (!read.ok) return read;
    if (read.value.message.id !== id) return err(`its -H file is that of ${read.value.message.id}`);
    const file = withJournal(read.value, join(folder, `${id}-J`));
    return await storeOne(spool, file, { body: join(folder, `${id}-D`), log: logOf(join(logs, id)) });
  } catch (cause) {
    return err((cause as Error).message);
  }
}

/** Addresses that were delivered after the -H file was written. */
function withJournal({ message, state }: HeaderFile, path: string): HeaderFile {
  let text = '';
  try {
    text = readFileSync(path, 'latin1');
  } catch {
    return { message, state }; // there is none but while a message is being delivered
  }
  const done = text.split('\n').filter((line) => line !== '');
  const journal = done.map((address) => ({ address, status: 'done', atMs: message.receivedAtMs }) as const);
  return { message: { ...message, settled: [...(message.settled ?? []), ...journal] }, state };
}

/** Its newest lines; empty where there is none (`no_message_logs`). */
function logOf(path: string): string {
  try {
    const text = readFileSync(path, 'latin1');
    return text.length <= MAX_LOG_OCTETS ? text : text.slice(text.indexOf('\n', text.length - MAX_LOG_OCTETS) + 1);
  } catch {
    return '';
  }
}

interface Parts {
  /** The file. */
  readonly body: string;
  readonly log: string;
}

async function storeOne(
  spool: Spool,
  { message, state }: HeaderFile,
  { body, log }: Parts,
): Promise<Result<boolean, string>> {
  const writer = spool.begin(message.id);
  const handle = await open(body, 'r');
  try {
    const skip = Buffer.byteLength(`${message.id}-D\n`);
    for (let at = skip; ; ) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(PART_OCTETS), 0, PART_OCTETS, at);
      if (bytesRead === 0) break;
      await writer.write(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  } catch (cause) {
    await writer.abort();
    throw cause;
  } finally {
    await handle.close();
  }
  const stored = await writer.commit(message, LEASE_MS);
  if (!stored.ok) return stored.error.code === 'spool/exists' ? ok(false) : err(stored.error.message);
  if (log !== '') spool.appendLog(message.id, log);
  const changed = await stored.value!.update(state);
  await stored.value!.release();
  return changed.ok ? ok(true) : err(changed.error.message);
}
