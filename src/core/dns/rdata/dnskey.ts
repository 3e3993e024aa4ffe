/** DNSKEY, and CDNSKEY with the same shape: a zone's public key (RFC 4034 §2, RFC 7344 §3.2). */
import { toBase64 } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import { ALGORITHM_WORDS } from './algorithms.ts';
import { defineRdata } from './define.ts';
import type { RdataDef } from './types.ts';

export interface Dnskey {
  /** 0x0100 zone key, 0x0080 revoked (RFC 5011), 0x0001 secure entry point. */
  readonly flags: number;
  /** Always 3 (RFC 4034 §2.1.2). */
  readonly protocol: number;
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
}

export const dnskeyRdata = publicKey(RR.DNSKEY, 'DNSKEY', 'RFC 4034 §2.1');
/** `0 3 0 AA==` asks the parent to remove its DS records (RFC 8078 §4). */
export const cdnskeyRdata = publicKey(RR.CDNSKEY, 'CDNSKEY', 'RFC 7344 §3.2');

function publicKey(type: number, mnemonic: string, ref: string): RdataDef<Dnskey> {
  return defineRdata<Dnskey>(
    { type, mnemonic, refs: [ref] },
    {
      read: (reader) => ({
        flags: reader.u16('flags'),
        protocol: reader.u8('protocol'),
        algorithm: reader.u8('algorithm'),
        publicKey: reader.someRest('public key'),
      }),
      write: (key, writer) => {
        writer.u16(key.flags).u8(key.protocol).u8(key.algorithm).bytes(key.publicKey);
      },
      format: (key) => `${key.flags} ${key.protocol} ${key.algorithm} ${toBase64(key.publicKey)}`,
      parse: (fields) => ({
        flags: fields.u16('flags'),
        protocol: fields.u8('protocol'),
        algorithm: fields.mnemonic('algorithm', ALGORITHM_WORDS),
        publicKey: fields.base64Rest('public key'),
      }),
    },
  );
}
