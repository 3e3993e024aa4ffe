/** RDATA of every type: octets decode or fail, and their text reads back to what says the same. */
import { deepStrictEqual, ok } from 'node:assert';
import { canonicalRdata, FieldReader, formatRdata, parseRdata, rdataDefs, tokenize } from '../../src/core/dns/index.ts';

const rows = rdataDefs();

export const target = {
  name: 'rdata',
  run(bytes: Uint8Array): void {
    const row = rows[(bytes[0] ?? 0) % rows.length]!;
    const rdata = bytes.subarray(1);
    canonicalRdata(row.type, rdata);
    const value = row.decode(rdata);
    const text = formatRdata(row.type, rdata);
    const tokens = tokenize(text);
    ok(tokens.ok, `${row.mnemonic} wrote text that does not split: ${text}`);
    const read = parseRdata(row.type, new FieldReader(tokens.value));
    if (!value.ok) return;
    ok(read.ok, `${row.mnemonic} wrote text it does not read: ${text}`);
    deepStrictEqual(row.decode(read.value), value);
  },
  seeds: rows.flatMap((_, i) => [
    Uint8Array.of(i),
    Uint8Array.of(i, 0, 1, 1, 97, 0, 0, 1, 64),
    Uint8Array.of(i, 1, 0, 0, 1, 1, 97, 1, 98),
  ]),
};
