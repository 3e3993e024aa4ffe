import { deferred, failed, isFailure, readList } from '../../expand/index.ts';
import { type BerkeleyTable, openBerkeleyTable } from '../files/berkeley-db.ts';
import { systemWords } from '../files/errors.ts';
import { createKeptFiles } from '../files/kept-files.ts';
import type { DriverAnswer, DriverQuestion, LookupDriver } from '../types.ts';

const unopened = (path: string, why: string): string => `failed to open ${path} as a db (v4.1+) file: ${why}`;

const files = createKeptFiles<BerkeleyTable>({
  purpose: 'dbm lookup',
  cannotOpen: (path, cause) => failed(unopened(path, systemWords(cause))),
  notAFile: (path) => unopened(path, 'Is a directory'),
  read: (octets, path) => {
    const opened = openBerkeleyTable(octets);
    return opened.ok ? opened.value : failed(unopened(path, opened.error));
  },
});

/** A text in C: it ends with its first zero octet, as those do that exim_dbmbuild writes. */
const untilZero = (octets: Buffer): string => octets.toString('latin1').split('\0', 1)[0]!;

const NOT_FOUND = { kind: 'not-found' } as const;

/** @param keyOf  the octets that the table has for the key */
const dbmDriver = (name: string, doc: string, keyOf: (key: string) => string): LookupDriver => ({
  name,
  style: 'single-key',
  inFiles: true,
  doc,
  remembers: true,
  find: ({ key, source, turn }: DriverQuestion): DriverAnswer => {
    const table = files.get(source, turn);
    if (isFailure(table)) return table;
    const found = table.find(Buffer.from(keyOf(key), 'latin1'));
    if (found === 'corrupt') return deferred(`${name}: corrupt db file ${source}`);
    return found === undefined ? NOT_FOUND : { kind: 'found', text: untilZero(found) };
  },
});

export const dbm = dbmDriver(
  'dbm',
  'A table of Berkeley DB (hash or btree), as exim_dbmbuild makes them: keys have a zero octet behind them.',
  (key) => `${key}\0`,
);
export const dbmnz = dbmDriver(
  'dbmnz',
  'A table of Berkeley DB (hash or btree), as exim_dbmbuild -nozero and postmap make them: keys as they are.',
  (key) => key,
);
export const dbmjz = dbmDriver(
  'dbmjz',
  'A table of Berkeley DB (hash or btree), keys with zero octets inside (sasldb2): the key is a list, its items joined by them.',
  (key) => readList(key).items.join('\0'),
);
