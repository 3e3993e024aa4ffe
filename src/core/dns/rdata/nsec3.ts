/** NSEC3: as NSEC, over hashed names (RFC 5155 §3). */
import { toHex } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import { fromBase32Hex, toBase32Hex } from './base32.ts';
import { defineRdata } from './define.ts';
import type { FieldReader } from './field-reader.ts';
import { formatTypes, parseTypes, readTypeBitmap, writeTypeBitmap } from './type-bitmap.ts';

export interface Nsec3 {
  /** 1 is SHA-1, the only one (RFC 5155 §11). */
  readonly hashAlgorithm: number;
  /** 0x01 opt-out (RFC 5155 §3.1.2.1). */
  readonly flags: number;
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly nextHashed: Uint8Array;
  readonly types: readonly number[];
}

export const nsec3Rdata = defineRdata<Nsec3>(
  { type: RR.NSEC3, mnemonic: 'NSEC3', refs: ['RFC 5155 §3.2'] },
  {
    read: (reader) => {
      const head = { hashAlgorithm: reader.u8('hash algorithm'), flags: reader.u8('flags') };
      const iterations = reader.u16('iterations');
      const salt = reader.string('salt');
      const nextHashed = reader.string('next hashed owner');
      if (nextHashed.length === 0) reader.fail('its next hashed owner is empty');
      return { ...head, iterations, salt, nextHashed, types: readTypeBitmap(reader) };
    },
    write: (nsec3, writer) => {
      writer.u8(nsec3.hashAlgorithm).u8(nsec3.flags).u16(nsec3.iterations).string(nsec3.salt).string(nsec3.nextHashed);
      writeTypeBitmap(nsec3.types, writer);
    },
    format: (nsec3) => {
      const head = `${nsec3.hashAlgorithm} ${nsec3.flags} ${nsec3.iterations} ${toHex(nsec3.salt) || '-'}`;
      return `${head} ${toBase32Hex(nsec3.nextHashed)} ${formatTypes(nsec3.types)}`.trimEnd();
    },
    parse: (fields) => ({
      hashAlgorithm: fields.u8('hash algorithm'),
      flags: fields.u8('flags'),
      iterations: fields.u16('iterations'),
      salt: parseSalt(fields),
      nextHashed: parseNextHashed(fields),
      types: parseTypes(fields),
    }),
  },
);

/** Hex, or `-` for none; at most 255 octets (RFC 5155 §3.1.5, §3.3). */
export function parseSalt(fields: FieldReader): Uint8Array {
  const salt = fields.hex('salt', true);
  if (salt.length > 255) fields.fail(`its salt has ${salt.length} octets, and at most 255 fit`);
  return salt;
}

function parseNextHashed(fields: FieldReader): Uint8Array {
  const octets = fromBase32Hex(fields.word('next hashed owner'));
  if (octets !== undefined && octets.length > 0 && octets.length < 256) return octets;
  fields.fail('its next hashed owner is not base 32 with the extended hex alphabet');
  return new Uint8Array(0);
}
