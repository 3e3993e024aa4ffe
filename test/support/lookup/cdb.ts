/** Makes constant databases (cr.yp.to/cdb/cdb.txt) for tests: records in order, tables with as many slots twice. */
export function makeCdb(records: readonly (readonly [key: string, data: string])[]): Buffer {
  const parts: Buffer[] = [];
  const tables: { readonly hash: number; readonly at: number }[][] = Array.from({ length: 256 }, () => []);
  let at = 2048;
  for (const [key, data] of records) {
    const record = Buffer.concat([numbers(key.length, data.length), Buffer.from(key + data, 'latin1')]);
    tables[hashOf(key) & 0xff]!.push({ hash: hashOf(key), at });
    parts.push(record);
    at += record.length;
  }
  const header: Buffer[] = [];
  for (const entries of tables) {
    const slots = entries.length * 2;
    header.push(numbers(at, slots));
    const table = Buffer.alloc(slots * 8);
    for (const entry of entries) place(table, slots, entry);
    parts.push(table);
    at += table.length;
  }
  return Buffer.concat([...header, ...parts]);
}

function place(table: Buffer, slots: number, { hash, at }: { readonly hash: number; readonly at: number }): void {
  let slot = (hash >>> 8) % slots;
  while (table.readUInt32LE(slot * 8 + 4) !== 0) slot = (slot + 1) % slots;
  numbers(hash, at).copy(table, slot * 8);
}

function numbers(first: number, second: number): Buffer {
  const octets = Buffer.alloc(8);
  octets.writeUInt32LE(first, 0);
  octets.writeUInt32LE(second, 4);
  return octets;
}

const hashOf = (key: string): number =>
  [...Buffer.from(key, 'latin1')].reduce((hash, octet) => (((hash << 5) + hash) ^ octet) >>> 0, 5381);
