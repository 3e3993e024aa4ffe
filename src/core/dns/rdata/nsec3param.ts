/** NSEC3PARAM: what authoritative servers hash names with (RFC 5155 §4). */
import { toHex } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import { defineRdata } from './define.ts';
import { parseSalt } from './nsec3.ts';

export interface Nsec3param {
  readonly hashAlgorithm: number;
  readonly flags: number;
  readonly iterations: number;
  readonly salt: Uint8Array;
}

export const nsec3paramRdata = defineRdata<Nsec3param>(
  { type: RR.NSEC3PARAM, mnemonic: 'NSEC3PARAM', refs: ['RFC 5155 §4.2'] },
  {
    read: (reader) => ({
      hashAlgorithm: reader.u8('hash algorithm'),
      flags: reader.u8('flags'),
      iterations: reader.u16('iterations'),
      salt: reader.string('salt'),
    }),
    write: (param, writer) => {
      writer.u8(param.hashAlgorithm).u8(param.flags).u16(param.iterations).string(param.salt);
    },
    format: (param) => `${param.hashAlgorithm} ${param.flags} ${param.iterations} ${toHex(param.salt) || '-'}`,
    parse: (fields) => ({
      hashAlgorithm: fields.u8('hash algorithm'),
      flags: fields.u8('flags'),
      iterations: fields.u16('iterations'),
      salt: parseSalt(fields),
    }),
  },
);
