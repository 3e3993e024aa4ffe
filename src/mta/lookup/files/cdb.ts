/**
 * Constant databases (cr.yp.to/cdb/cdb.txt): 256 pointers to hash tables, records, the tables. All numbers are little-endian,
 * 32 bits wide. A reader that stays inside the file whatever its numbers say, and ends.
 */

const HEADER_OCTETS = 2048;
const SLOT_OCTETS = 8;
const HASH_START = 5381;

export const isTooShort = (file: Buffer): boolean => file.length < HEADER_OCTETS;

/** The first record of that key; undefined: none; `corrupt`: the file points outside itself. */
export function findInCdb(file: Buffer, key: Buffer): Buffer | undefined | 'corrupt' {
  const hash = hashOf(key);
  const pointer = (hash & 0xff) * SLOT_OCTETS;
  const table = file.readUInt32LE(pointer);
  const slots = file.readUInt32LE(pointer + 4);
  if (slots === 0) return undefined;
  if (table + slots * SLOT_OCTETS > file.length) return 'corrupt';
  const start = (hash >>> 8) % slots;
  for (let tried = 0; tried < slots; tried += 1) {
    const slot = table + ((start + tried) % slots) * SLOT_OCTETS;
    const record = file.readUInt32LE(slot + 4);
    if (record === 0) return undefined;
    if (file.readUInt32LE(slot) !== hash) continue;
    const data = readRecord(file, record, key);
    if (data !== undefined) return data;
  }
  return undefined;
}

/** Two lengths, the key, the data; undefined: another key with the same hash. */
function readRecord(file: Buffer, at: number, key: Buffer): Buffer | undefined | 'corrupt' {
  if (at + 8 > file.length) return 'corrupt';
  const keyEnd = at + 8 + file.readUInt32LE(at);
  const end = keyEnd + file.readUInt32LE(at + 4);
  if (end > file.length) return 'corrupt';
  return key.equals(file.subarray(at + 8, keyEnd)) ? file.subarray(keyEnd, end) : undefined;
}

function hashOf(key: Buffer): number {
  let hash = HASH_START;
  for (const octet of key) hash = (((hash << 5) + hash) ^ octet) >>> 0;
  return hash;
}
