import { deferred, failed, isFailure } from '../../expand/index.ts';
import { findInCdb, isTooShort } from '../files/cdb.ts';
import { createKeptFiles } from '../files/kept-files.ts';
import type { DriverAnswer, LookupDriver } from '../types.ts';

const files = createKeptFiles<Buffer>({
  purpose: 'cdb lookup',
  notAFile: (path) => `failed to open cannot read header from ${path} for cdb lookup: Is a directory`,
  read: (octets, path) =>
    isTooShort(octets) ? failed(`failed to open ${path} too short for cdb lookup: Success`) : octets,
});

export const cdb: LookupDriver = {
  name: 'cdb',
  style: 'single-key',
  inFiles: true,
  doc: 'A constant database, as cdbmake and cdb -c make them; the key as it is.',
  remembers: true,
  find: ({ key, source, turn }): DriverAnswer => {
    const file = files.get(source, turn);
    if (isFailure(file)) return file;
    const found = findInCdb(file, Buffer.from(key, 'latin1'));
    if (found === 'corrupt') return deferred(`cdb: corrupt cdb file ${source} (too short)`);
    return found === undefined ? { kind: 'not-found' } : { kind: 'found', text: found.toString('latin1') };
  },
};
