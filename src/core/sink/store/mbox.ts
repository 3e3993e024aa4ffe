/**
 * An mbox (RFC 4155): each message behind a `From ` line and before an empty one. Lines of a message that look like such a
 * line, with `>` before them or not, get one `>` more, so that they can be told again (mboxrd).
 *
 * A message is received into a file beside it and appended at its end, under the lock that other programs respect too
 * (FILE.lock); what could not be appended whole is cut off again.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { acquireLock, err, ok, sleep, systemClock } from '../../../base/index.ts';
import { storeError } from './error.ts';
import { createFileWriter, type FileWriter } from './file-writer.ts';
import type { MessageLabel, MessageWriter, OpenStore } from './types.ts';

const LOCK_WAIT_MS = 10_000;
const CHUNK_OCTETS = 64 * 1024;

export const openMbox: OpenStore = async (path, syncs) => {
  try {
    await (await open(path, 'a', 0o600)).close();
  } catch (cause) {
    return err(storeError(path, cause));
  }
  let count = 0;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
  return ok({
    begin: () => {
      count += 1;
      const temporary = `${path}.part-${process.pid}-${count}`;
      const append = (file: FileWriter, label: MessageLabel) => inTurn(() => appendLocked(path, file, label, syncs));
      return beginMessage(path, temporary, append);
    },
  });
};

function beginMessage(
  path: string,
  temporary: string,
  append: (file: FileWriter, label: MessageLabel) => Promise<void>,
): MessageWriter {
  const file = createFileWriter(temporary);
  return {
    write: file.write,
    discard: file.discard,
    async finish(label) {
      await append(file, label);
      await file.discard();
      return path;
    },
  };
}

async function appendLocked(path: string, file: FileWriter, label: MessageLabel, syncs: boolean): Promise<void> {
  await file.flushed();
  const { monotonicMs } = systemClock;
  const lock = await acquireLock(`${path}.lock`, { waitMs: LOCK_WAIT_MS, sleep, monotonicMs });
  if (!lock.ok) throw new Error(lock.error.message);
  const mbox = await open(path, 'a', 0o600);
  try {
    await appendWhole(mbox, await file.flushed(), label);
    if (syncs) await mbox.sync();
  } finally {
    await mbox.close();
    await lock.value.release();
  }
}

async function appendWhole(mbox: FileHandle, message: FileHandle, label: MessageLabel): Promise<void> {
  const { size } = await mbox.stat();
  try {
    await mbox.appendFile(fromLine(label));
    for await (const part of quotedParts(message)) await mbox.appendFile(part);
    await mbox.appendFile('\r\n');
  } catch (cause) {
    await mbox.truncate(size);
    throw cause;
  }
}

/** The date as asctime writes it, in UTC; the null sender is MAILER-DAEMON. */
function fromLine({ from, at }: MessageLabel): string {
  const sender = from === '' ? 'MAILER-DAEMON' : from.replace(/\s/g, '_');
  const [day, date, month, year, time] = at.toUTCString().replace(',', '').split(' ');
  return `From ${sender} ${day} ${month} ${date!.replace(/^0/, ' ')} ${time} ${year}\r\n`;
}

const FROM = /^>*From /gm;

/** Looked at line by line; of a line that is longer than can be held only the beginning matters. */
async function* quotedParts(message: FileHandle): AsyncGenerator<Uint8Array> {
  let rest = '';
  let isInLine = false;
  for (let at = 0; ; ) {
    const buffer = Buffer.allocUnsafe(CHUNK_OCTETS);
    const { bytesRead } = await message.read(buffer, 0, CHUNK_OCTETS, at);
    at += bytesRead;
    const text = rest + buffer.toString('latin1', 0, bytesRead);
    const isWhole = bytesRead === 0 || text.length > CHUNK_OCTETS;
    const end = text.lastIndexOf('\n') + 1;
    const taken = end === 0 && isWhole ? text.length : end;
    rest = text.slice(taken);
    yield Buffer.from(quoted(text.slice(0, taken), isInLine), 'latin1');
    if (taken > 0) isInLine = end === 0;
    if (bytesRead > 0) continue;
    yield Buffer.from(quoted(rest, isInLine), 'latin1');
    return;
  }
}

function quoted(text: string, isInLine: boolean): string {
  const start = isInLine ? text.indexOf('\n') + 1 : 0;
  if (isInLine && start === 0) return text;
  return text.slice(0, start) + text.slice(start).replace(FROM, '>$&');
}
