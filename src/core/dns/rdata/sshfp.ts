/** SSHFP: fingerprint of an SSH host key (RFC 4255 §3). */
import { toHex } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import { defineRdata } from './define.ts';

export interface Sshfp {
  /** 1 RSA, 2 DSA, 3 ECDSA, 4 Ed25519, 6 Ed448. */
  readonly algorithm: number;
  /** 1 SHA-1, 2 SHA-256. */
  readonly fingerprintType: number;
  readonly fingerprint: Uint8Array;
}

export const sshfpRdata = defineRdata<Sshfp>(
  { type: RR.SSHFP, mnemonic: 'SSHFP', refs: ['RFC 4255 §3.1', 'RFC 6594', 'RFC 7479'] },
  {
    read: (reader) => ({
      algorithm: reader.u8('algorithm'),
      fingerprintType: reader.u8('fingerprint type'),
      fingerprint: reader.someRest('fingerprint'),
    }),
    write: (sshfp, writer) => {
      writer.u8(sshfp.algorithm).u8(sshfp.fingerprintType).bytes(sshfp.fingerprint);
    },
    format: (sshfp) => `${sshfp.algorithm} ${sshfp.fingerprintType} ${toHex(sshfp.fingerprint)}`,
    parse: (fields) => ({
      algorithm: fields.u8('algorithm'),
      fingerprintType: fields.u8('fingerprint type'),
      fingerprint: fields.hexRest('fingerprint'),
    }),
  },
);
