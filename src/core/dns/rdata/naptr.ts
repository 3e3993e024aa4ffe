/** NAPTR: rules that rewrite identifiers (RFC 3403 §4). */
import { formatName } from '../name.ts';
import { RR } from '../rr-types.ts';
import type { Name } from '../types.ts';
import { defineRdata } from './define.ts';
import { quoteOctets } from './tokens.ts';

export interface Naptr {
  readonly order: number;
  readonly preference: number;
  readonly flags: Uint8Array;
  readonly services: Uint8Array;
  readonly regexp: Uint8Array;
  readonly replacement: Name;
}

export const naptrRdata = defineRdata<Naptr>(
  {
    type: RR.NAPTR,
    mnemonic: 'NAPTR',
    refs: ['RFC 3403 §4.1'],
    names: { skip: 4, strings: 3, count: 1, compressed: true, folded: true },
  },
  {
    read: (reader) => ({
      order: reader.u16('order'),
      preference: reader.u16('preference'),
      flags: reader.string('flags'),
      services: reader.string('services'),
      regexp: reader.string('regexp'),
      replacement: reader.name('replacement'),
    }),
    write: (naptr, writer) => {
      writer.u16(naptr.order).u16(naptr.preference).string(naptr.flags).string(naptr.services);
      writer.string(naptr.regexp).name(naptr.replacement);
    },
    format: (naptr) => {
      const strings = [naptr.flags, naptr.services, naptr.regexp].map(quoteOctets).join(' ');
      return `${naptr.order} ${naptr.preference} ${strings} ${formatName(naptr.replacement)}`;
    },
    parse: (fields) => ({
      order: fields.u16('order'),
      preference: fields.u16('preference'),
      flags: fields.string('flags'),
      services: fields.string('services'),
      regexp: fields.string('regexp'),
      replacement: fields.name('replacement'),
    }),
  },
);
