/** OPENPGPKEY: a transferable public key (RFC 7929 §2). */
import { toBase64 } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import { defineRdata } from './define.ts';

/** The key's octets. */
export const openpgpkeyRdata = defineRdata<Uint8Array>(
  { type: RR.OPENPGPKEY, mnemonic: 'OPENPGPKEY', refs: ['RFC 7929 §2.1'] },
  {
    read: (reader) => reader.someRest('key'),
    write: (key, writer) => {
      writer.bytes(key);
    },
    format: toBase64,
    parse: (fields) => fields.base64Rest('key'),
  },
);
