/** NSEC: the next name and the types at this one (RFC 4034 §4). */
import { formatName } from '../name.ts';
import { RR } from '../rr-types.ts';
import type { Name } from '../types.ts';
import { defineRdata } from './define.ts';
import { formatTypes, parseTypes, readTypeBitmap, writeTypeBitmap } from './type-bitmap.ts';

export interface Nsec {
  readonly next: Name;
  readonly types: readonly number[];
}

export const nsecRdata = defineRdata<Nsec>(
  {
    type: RR.NSEC,
    mnemonic: 'NSEC',
    refs: ['RFC 4034 §4.1'],
    // Neither compressed (RFC 4034 §4.1.1) nor lower-cased for signing (RFC 6840 §5.1 against RFC 4034 §6.2).
    names: { skip: 0, count: 1, compressed: false, folded: false },
  },
  {
    read: (reader) => ({ next: reader.name('next name'), types: readTypeBitmap(reader) }),
    write: (nsec, writer) => writeTypeBitmap(nsec.types, writer.name(nsec.next)),
    format: (nsec) => `${formatName(nsec.next)} ${formatTypes(nsec.types)}`.trimEnd(),
    parse: (fields) => ({ next: fields.name('next name'), types: parseTypes(fields) }),
  },
);
