/**
 * The file that remembers who has been answered (Exim spec ch. 27, "once"): for each the time in eight octets (little-endian
 * seconds, as a machine of today writes them), the address, and a zero octet. With `once_file_size` it is Exim's own file;
 * without, Exim has a Berkeley database, which is not read here.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { systemErrorText } from '../../../base/index.ts';
import { halt } from '../local/halt.ts';
import { pathOf } from '../local/octets.ts';
import { codeOf, deferred, errnoOf } from '../outcome.ts';
import type { Once } from './notes-task.ts';

const TIME_OCTETS = 8;
/** Much more than any vacation needs; a file that has grown beyond it is a mistake. */
const MAX_OCTETS = 64 * 1024 * 1024;

interface Entry {
  readonly seconds: number;
  readonly to: string;
}

export async function wasAnswered(once: Once, transport: string): Promise<boolean> {
  const file = await openOnce(once, transport);
  try {
    const entries = await readEntries(file, once, transport);
    const known = entries.find(({ to }) => to === once.to);
    if (known === undefined || known.seconds === 0) return false;
    return once.repeatSeconds <= 0 || once.nowSeconds - known.seconds < once.repeatSeconds;
  } finally {
    await file.close();
  }
}

/** Written whatever has come of the reply: rather none than two. */
export async function noteAnswered(once: Once, transport: string): Promise<void> {
  const file = await openOnce(once, transport);
  try {
    const before = await readEntries(file, once, transport);
    const fresh: Entry = { seconds: once.nowSeconds, to: once.to };
    const isKnown = before.some(({ to }) => to === once.to);
    const entries = isKnown ? before.map((entry) => (entry.to === once.to ? fresh : entry)) : [...before, fresh];
    const octets = encode(withinSize(entries, isKnown ? 0 : once.maxOctets));
    await file.write(octets, 0, octets.length, 0);
    await file.truncate(octets.length);
    await file.sync();
  } finally {
    await file.close();
  }
}

const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;

async function openOnce({ path, mode, maxOctets }: Once, transport: string): Promise<FileHandle> {
  try {
    return await open(pathOf(path), O_RDWR | O_CREAT | O_NOFOLLOW, mode);
  } catch (thrown) {
    const errno = errnoOf(thrown);
    const what = maxOctets > 0 ? '"once"' : 'db (v4.1+)'; // the database that Exim keeps without a size
    return refuse('open', path, transport, systemErrorText(codeOf(thrown) ?? ''), { errno, what });
  }
}

function refuse(act: string, path: string, transport: string, why: string, { errno = 0, what = '"once"' } = {}): never {
  const text = `Failed to ${act} ${what} file ${path} when sending message from ${transport} transport: ${why}`;
  return halt(deferred(text, { errno }));
}

async function readEntries(file: FileHandle, { path }: Once, transport: string): Promise<readonly Entry[]> {
  const { size } = await file.stat();
  if (size > MAX_OCTETS) return refuse('read', path, transport, 'it is too large');
  const { buffer } = await file.read(Buffer.alloc(size), 0, size, 0);
  if (isDatabase(buffer)) return refuse('read', path, transport, 'it is a Berkeley database; another file is needed');
  const entries: Entry[] = [];
  for (let at = 0; at + TIME_OCTETS < buffer.length; ) {
    const end = buffer.indexOf(0, at + TIME_OCTETS);
    if (end < 0) break;
    const seconds = Number(buffer.readBigInt64LE(at));
    entries.push({ seconds, to: buffer.toString('latin1', at + TIME_OCTETS, end) });
    at = end + 1;
  }
  return entries;
}

const MAGIC_AT = 12;
const MAGICS = [0x061561, 0x053162];

const isDatabase = (octets: Buffer): boolean =>
  octets.length >= MAGIC_AT + 4 &&
  (MAGICS.includes(octets.readUInt32LE(MAGIC_AT)) || MAGICS.includes(octets.readUInt32BE(MAGIC_AT)));

/** One more than there is room for: the oldest is forgotten, as it stands first. */
function withinSize(entries: readonly Entry[], maxOctets: number): readonly Entry[] {
  const size = entries.reduce((sum, { to }) => sum + TIME_OCTETS + to.length + 1, 0);
  return maxOctets > 0 && size > maxOctets && entries.length > 1 ? entries.slice(1) : entries;
}

function encode(entries: readonly Entry[]): Buffer {
  return Buffer.concat(
    entries.map(({ seconds, to }) => {
      const time = Buffer.alloc(TIME_OCTETS);
      time.writeBigInt64LE(BigInt(seconds));
      return Buffer.concat([time, Buffer.from(`${to}\0`, 'latin1')]);
    }),
  );
}
