/**
 * Files as somebody else wrote them: linear search, cdb and JSON are read without throwing, within the file, and say the same
 * each time; every key of a linear file is found by itself, and every network by its own address.
 */
import { findInCdb, isTooShort } from '../../src/mta/lookup/files/cdb.ts';
import { formatJson, parseJson } from '../../src/mta/lookup/files/json.ts';
import { readable, readLinearData, scanLinear } from '../../src/mta/lookup/files/linear.ts';
import { createNetworks, parseAddress } from '../../src/mta/lookup/files/networks.ts';
import { makeCdb } from '../support/lookup/cdb.ts';

const seeds = [
  Buffer.from('a: one\n  more\n# x\n"q \\x41": y\n10.0.0.0/8: net\n"2001:db8::/32" six\n'),
  Buffer.from('{"a":[1,-2.5e3,true,null,{"b":"\\u00e9\\ud83d\\ude00"}],"":"x"}'),
  makeCdb([
    ['a', 'one'],
    ['b', 'two'],
    ['a', 'three'],
  ]),
];

export const target = {
  name: 'lookup-files',
  seeds: seeds.map((seed) => Uint8Array.from(seed)),
  run(bytes: Uint8Array): void {
    const octets = Buffer.from(bytes);
    linear(octets.toString('latin1'));
    json(octets.toString('latin1'));
    cdb(octets);
  },
};

function linear(raw: string): void {
  const text = readable(raw);
  let last = -1;
  scanLinear(text, (key, at) => {
    if (at <= last || at >= text.length) throw new Error('items out of order');
    last = at;
    const { data, full } = readLinearData(text, at);
    if (!full.startsWith(key.trimEnd()) || !full.endsWith(data)) throw new Error('an item without its key or data');
    network(key);
  });
}

function network(key: string): void {
  const networks = createNetworks();
  if (!networks.add(key, 7)) return;
  const address = parseAddress(key.replace(/\/.*$/s, ''));
  if (address === undefined || networks.find(address) !== 7) throw new Error(`${key} is not in itself`);
}

function json(text: string): void {
  const read = parseJson(text);
  if (!read.ok) return;
  const again = parseJson(formatJson(read.value));
  if (!again.ok || formatJson(again.value) !== formatJson(read.value)) throw new Error('JSON does not come round');
}

function cdb(octets: Buffer): void {
  // A header of its own makes short input reach the tables.
  const file = isTooShort(octets) ? Buffer.alloc(4096, octets.length === 0 ? 0 : octets) : octets;
  for (const key of ['a', 'b', '', 'nobody']) {
    const found = findInCdb(file, Buffer.from(key));
    if (Buffer.isBuffer(found) && found.length > file.length) throw new Error('more than the file holds');
  }
}
