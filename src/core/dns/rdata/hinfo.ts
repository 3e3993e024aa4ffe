/** HINFO: kind of machine; today mostly the answer to ANY (RFC 1035 §3.3.2, RFC 8482 §4.2). */
import { RR } from '../rr-types.ts';
import { defineRdata } from './define.ts';
import { quoteOctets } from './tokens.ts';

export interface Hinfo {
  readonly cpu: Uint8Array;
  readonly os: Uint8Array;
}

export const hinfoRdata = defineRdata<Hinfo>(
  { type: RR.HINFO, mnemonic: 'HINFO', refs: ['RFC 1035 §3.3.2', 'RFC 8482 §4.2'] },
  {
    read: (reader) => ({ cpu: reader.string('CPU'), os: reader.string('operating system') }),
    write: (hinfo, writer) => {
      writer.string(hinfo.cpu).string(hinfo.os);
    },
    format: (hinfo) => `${quoteOctets(hinfo.cpu)} ${quoteOctets(hinfo.os)}`,
    parse: (fields) => ({ cpu: fields.string('CPU'), os: fields.string('operating system') }),
  },
);
