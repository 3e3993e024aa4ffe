/** CERT: a certificate or CRL in DNS (RFC 4398 §2). */
import { toBase64 } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import { ALGORITHM_WORDS } from './algorithms.ts';
import { defineRdata } from './define.ts';

export interface Cert {
  readonly certType: number;
  readonly keyTag: number;
  readonly algorithm: number;
  readonly data: Uint8Array;
}

/** RFC 4398 §2.1, §2.2. */
const CERT_WORDS = { PKIX: 1, SPKI: 2, PGP: 3, IPKIX: 4, ISPKI: 5, IPGP: 6, ACPKIX: 7, IACPKIX: 8, URI: 253, OID: 254 };

export const certRdata = defineRdata<Cert>(
  { type: RR.CERT, mnemonic: 'CERT', refs: ['RFC 4398 §2'] },
  {
    read: (reader) => ({
      certType: reader.u16('certificate type'),
      keyTag: reader.u16('key tag'),
      algorithm: reader.u8('algorithm'),
      data: reader.someRest('certificate'),
    }),
    write: (cert, writer) => {
      writer.u16(cert.certType).u16(cert.keyTag).u8(cert.algorithm).bytes(cert.data);
    },
    format: (cert) => `${cert.certType} ${cert.keyTag} ${cert.algorithm} ${toBase64(cert.data)}`,
    parse: (fields) => ({
      certType: fields.mnemonic('certificate type', CERT_WORDS, 0xffff),
      keyTag: fields.u16('key tag'),
      algorithm: fields.mnemonic('algorithm', ALGORITHM_WORDS),
      data: fields.base64Rest('certificate'),
    }),
  },
);
