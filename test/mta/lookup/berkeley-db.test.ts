/** Tables of Berkeley DB as Berkeley DB itself wrote them (files/berkeley/make.sh), whole and damaged. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/base/index.ts';
import { openBerkeleyTable } from '../../../src/mta/lookup/files/berkeley-db.ts';

const read = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'files/berkeley', `${name}.db`));

function found(name: string, key: string): string | undefined {
  const opened = openBerkeleyTable(read(name));
  if (!opened.ok) throw new Error(opened.error);
  return opened.value.find(Buffer.from(key, 'latin1'))?.toString('latin1');
}

const upTo = (count: number, between: string): string =>
  Array.from({ length: count }, (_, index) => index + 1).join(between);

describe('a table', () => {
  it('of exim_dbmbuild has keys and values with a zero octet behind them', () => {
    expect(found('hash', 'key7\0')).toBe('value 7\0');
    expect(found('hash', 'key7')).toBeUndefined();
    expect(found('hash', 'none\0')).toBe('\0');
  });

  for (const name of ['plain-hash', 'plain-btree', 'big-endian-hash', 'big-endian-btree', 'checked-btree'])
    it(`is read whole: ${name}`, () => {
      for (let at = 1; at <= 40; at += 1) expect(found(name, `key${at}`)).toBe(`value ${at}`);
      expect(found(name, 'long')).toBe(upTo(700, ' '));
      expect(found(name, upTo(300, 'x'))).toBe('of a long key');
      expect(found(name, 'one\0two')).toBe('joined');
      for (const key of ['key0', 'key41', '', 'lon']) expect(found(name, key)).toBeUndefined();
    });

  for (const name of ['doubles-hash', 'doubles-btree'])
    it(`gives the first of several values: ${name}`, () => {
      expect(found(name, 'few')).toBe('first');
      expect(found(name, 'many')).toBe('value 1');
      expect(found(name, 'alone')).toBe('only');
    });
});

describe('what is no such table', () => {
  const why = (file: Buffer): string => {
    const opened = openBerkeleyTable(file);
    return opened.ok ? 'it is one' : opened.error;
  };

  it('is refused with a reason', () => {
    expect(why(Buffer.alloc(0))).toBe('it is no Berkeley DB file');
    expect(why(Buffer.alloc(8192, 'text'))).toBe('it is no table of Berkeley DB (hash or btree)');
    expect(why(read('numbers'))).toBe('it has numbers for keys');
    expect(why(read('several'))).toBe('it has several tables');
    expect(why(read('plain-hash').subarray(0, 1000))).toBe(
      'its size is not a multiple of its pages, of 512 octets each',
    );
    const encrypted = Buffer.from(read('plain-hash'));
    encrypted[24] = 1;
    expect(why(encrypted)).toBe('it is encrypted');
  });
});

describe('a damaged table', () => {
  const { below } = seededRandom(61_561);

  for (const name of ['plain-hash', 'plain-btree', 'doubles-hash', 'doubles-btree', 'checked-btree'])
    it(`is refused or read as far as it goes, and that ends: ${name}`, () => {
      const whole = read(name);
      for (let round = 0; round < 300; round += 1) {
        const file = Buffer.from(whole);
        for (let count = 1 + below(20); count > 0; count -= 1) file[below(file.length)] = below(256);
        const opened = openBerkeleyTable(round % 5 === 0 ? file.subarray(0, below(file.length)) : file);
        if (!opened.ok) expect(opened.error).toMatch(/^it/);
        else for (const key of ['key1', 'long', 'many', 'few']) opened.value.find(Buffer.from(key));
      }
    });
});
