/** RRSIG: a signature over one RRset (RFC 4034 §3). */
import { toBase64 } from '../../../base/index.ts';
import { formatName } from '../name.ts';
import { formatType, RR } from '../rr-types.ts';
import type { Name } from '../types.ts';
import { ALGORITHM_WORDS } from './algorithms.ts';
import { defineRdata } from './define.ts';
import type { FieldReader } from './field-reader.ts';

export interface Rrsig {
  readonly typeCovered: number;
  readonly algorithm: number;
  /** Labels of the owner as signed, without root and leading `*` (RFC 4034 §3.1.3). */
  readonly labels: number;
  readonly originalTtlSeconds: number;
  /** Seconds since 1970 modulo 2^32, compared by serial arithmetic (RFC 4034 §3.1.5, RFC 1982). */
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signer: Name;
  readonly signature: Uint8Array;
}

export const rrsigRdata = defineRdata<Rrsig>(
  {
    type: RR.RRSIG,
    mnemonic: 'RRSIG',
    refs: ['RFC 4034 §3.1', 'RFC 6840 §5.1'],
    // "A sender MUST NOT use DNS name compression on the Signer's Name" (RFC 4034 §3.1.7).
    names: { skip: 18, count: 1, compressed: false, folded: true },
  },
  {
    read: (reader) => ({
      typeCovered: reader.u16('type covered'),
      algorithm: reader.u8('algorithm'),
      labels: reader.u8('labels'),
      originalTtlSeconds: reader.u32('original TTL'),
      expiration: reader.u32('expiration'),
      inception: reader.u32('inception'),
      keyTag: reader.u16('key tag'),
      signer: reader.name("signer's name"),
      signature: reader.someRest('signature'),
    }),
    write: (rrsig, writer) => {
      writer.u16(rrsig.typeCovered).u8(rrsig.algorithm).u8(rrsig.labels).u32(rrsig.originalTtlSeconds);
      writer.u32(rrsig.expiration).u32(rrsig.inception).u16(rrsig.keyTag).name(rrsig.signer).bytes(rrsig.signature);
    },
    format: (rrsig) =>
      [
        formatType(rrsig.typeCovered),
        rrsig.algorithm,
        rrsig.labels,
        rrsig.originalTtlSeconds,
        formatSignatureTime(rrsig.expiration),
        formatSignatureTime(rrsig.inception),
        rrsig.keyTag,
        formatName(rrsig.signer),
        toBase64(rrsig.signature),
      ].join(' '),
    parse: (fields) => ({
      typeCovered: fields.type('type covered'),
      algorithm: fields.mnemonic('algorithm', ALGORITHM_WORDS),
      labels: fields.u8('labels'),
      originalTtlSeconds: fields.u32('original TTL'),
      expiration: parseSignatureTime(fields, 'expiration'),
      inception: parseSignatureTime(fields, 'inception'),
      keyTag: fields.u16('key tag'),
      signer: fields.name("signer's name"),
      signature: fields.base64Rest('signature'),
    }),
  },
);

/** `YYYYMMDDHHmmSS` in UTC, years 1970 to 2106 (RFC 4034 §3.2). */
export function formatSignatureTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/[-:T]|\.\d+Z/g, '');
}

/** Fourteen digits are a date, ten or fewer are seconds (RFC 4034 §3.2). */
function parseSignatureTime(fields: FieldReader, what: string): number {
  if (fields.peek().length !== 14) return fields.u32(what);
  const text = fields.word(what);
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)?.slice(1).map(Number);
  const [year, month, day, hour, minute, second] = parts ?? [];
  const seconds = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second) / 1000;
  if (parts !== undefined && seconds >= 0 && seconds <= 0xffff_ffff && formatSignatureTime(seconds) === text)
    return seconds;
  fields.fail(`its ${what} ${JSON.stringify(text)} is not YYYYMMDDHHmmSS between 1970 and 2106`);
  return 0;
}
