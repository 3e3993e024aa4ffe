/** DS, and CDS with the same shape: the parent's digest of a child's key (RFC 4034 §5, RFC 7344 §3.1). */
import { toHex } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import { ALGORITHM_WORDS } from './algorithms.ts';
import { defineRdata } from './define.ts';
import type { FieldReader } from './field-reader.ts';
import type { RdataDef } from './types.ts';

export interface Ds {
  readonly keyTag: number;
  readonly algorithm: number;
  /** 1 SHA-1, 2 SHA-256, 4 SHA-384. */
  readonly digestType: number;
  readonly digest: Uint8Array;
}

const DIGEST_WORDS = { 'SHA-1': 1, SHA1: 1, 'SHA-256': 2, SHA256: 2, 'SHA-384': 4, SHA384: 4 };

export const dsRdata = delegationSigner(RR.DS, 'DS', 'RFC 4034 §5.1');
/** `0 0 0 00` asks the parent to remove its DS records (RFC 8078 §4). */
export const cdsRdata = delegationSigner(RR.CDS, 'CDS', 'RFC 7344 §3.1');

function delegationSigner(type: number, mnemonic: string, ref: string): RdataDef<Ds> {
  return defineRdata<Ds>(
    { type, mnemonic, refs: [ref] },
    {
      read: (reader) => ({
        keyTag: reader.u16('key tag'),
        algorithm: reader.u8('algorithm'),
        digestType: reader.u8('digest type'),
        digest: reader.someRest('digest'),
      }),
      write: (ds, writer) => {
        writer.u16(ds.keyTag).u8(ds.algorithm).u8(ds.digestType).bytes(ds.digest);
      },
      format: (ds) => `${ds.keyTag} ${ds.algorithm} ${ds.digestType} ${toHex(ds.digest)}`,
      parse: parseDs,
    },
  );
}

function parseDs(fields: FieldReader): Ds {
  return {
    keyTag: fields.u16('key tag'),
    algorithm: fields.mnemonic('algorithm', ALGORITHM_WORDS),
    digestType: fields.mnemonic('digest type', DIGEST_WORDS),
    digest: fields.hexRest('digest'),
  };
}
