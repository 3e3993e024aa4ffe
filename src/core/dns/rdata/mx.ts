/** MX: where mail for the owner goes (RFC 1035 §3.3.9); `0 .` says nowhere (RFC 7505). */
import { formatName } from '../name.ts';
import { RR } from '../rr-types.ts';
import type { Name } from '../types.ts';
import { defineRdata } from './define.ts';

export interface Mx {
  /** Lower is tried first. */
  readonly preference: number;
  readonly exchange: Name;
}

export const mxRdata = defineRdata<Mx>(
  {
    type: RR.MX,
    mnemonic: 'MX',
    refs: ['RFC 1035 §3.3.9', 'RFC 7505 §3'],
    names: { skip: 2, count: 1, compressed: true, folded: true },
  },
  {
    read: (reader) => ({ preference: reader.u16('preference'), exchange: reader.name('exchange') }),
    write: (mx, writer) => {
      writer.u16(mx.preference).name(mx.exchange);
    },
    format: (mx) => `${mx.preference} ${formatName(mx.exchange)}`,
    parse: (fields) => ({ preference: fields.u16('preference'), exchange: fields.name('exchange') }),
  },
);
