/** TLSA, and SMIMEA with the same shape: what a certificate must match (RFC 6698 §2.1, RFC 8162 §2). */
import { toHex } from '../../../base/index.ts';
import { RR } from '../rr-types.ts';
import { defineRdata } from './define.ts';
import type { RdataDef } from './types.ts';

export interface Tlsa {
  /** 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE (RFC 6698 §2.1.1, RFC 7218 §2.1). */
  readonly usage: number;
  /** 0 whole certificate, 1 public key (RFC 6698 §2.1.2). */
  readonly selector: number;
  /** 0 as it is, 1 SHA-256, 2 SHA-512 (RFC 6698 §2.1.3). */
  readonly matchingType: number;
  /** Certificate association data; never empty. */
  readonly data: Uint8Array;
}

/** RFC 7218 §2: the words allowed for the numbers in zone files. */
const USAGES = { 'PKIX-TA': 0, 'PKIX-EE': 1, 'DANE-TA': 2, 'DANE-EE': 3, PRIVCERT: 255 };
const SELECTORS = { CERT: 0, SPKI: 1, PRIVSEL: 255 };
const MATCHING_TYPES = { FULL: 0, 'SHA2-256': 1, 'SHA2-512': 2, PRIVMATCH: 255 };

export const tlsaRdata = association(RR.TLSA, 'TLSA', 'RFC 6698 §2.1');
export const smimeaRdata = association(RR.SMIMEA, 'SMIMEA', 'RFC 8162 §2');

function association(type: number, mnemonic: string, ref: string): RdataDef<Tlsa> {
  return defineRdata<Tlsa>(
    { type, mnemonic, refs: [ref, 'RFC 7218 §2'] },
    {
      read: (reader) => ({
        usage: reader.u8('certificate usage'),
        selector: reader.u8('selector'),
        matchingType: reader.u8('matching type'),
        data: reader.someRest('certificate association data'),
      }),
      write: (tlsa, writer) => {
        writer.u8(tlsa.usage).u8(tlsa.selector).u8(tlsa.matchingType).bytes(tlsa.data);
      },
      format: (tlsa) => `${tlsa.usage} ${tlsa.selector} ${tlsa.matchingType} ${toHex(tlsa.data)}`,
      parse: (fields) => ({
        usage: fields.mnemonic('certificate usage', USAGES),
        selector: fields.mnemonic('selector', SELECTORS),
        matchingType: fields.mnemonic('matching type', MATCHING_TYPES),
        data: fields.hexRest('certificate association data'),
      }),
    },
  );
}
