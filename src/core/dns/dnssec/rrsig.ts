/** RRSIG RDATA (RFC 4034 §3.1). */
import { decodeName } from '../name-wire.ts';
import type { Name } from '../types.ts';

export interface Rrsig {
  readonly typeCovered: number;
  readonly algorithm: number;
  /** Labels of the owner as signed, root and a leading `*` not counted (§3.1.3). */
  readonly labels: number;
  readonly originalTtl: number;
  /** Seconds since 1970 modulo 2³² (§3.1.5). */
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signer: Name;
  readonly signature: Uint8Array;
  /** The RDATA up to the signature, signer in lower case: where the signed data begins (§3.1.8.1). */
  readonly signedPart: Uint8Array;
}

const FIXED = 18;

/** Undefined where the octets are no RRSIG; the signer must not be compressed (§3.1.7). */
export function decodeRrsig(rdata: Uint8Array): Rrsig | undefined {
  if (rdata.length <= FIXED) return undefined;
  const signer = decodeName(rdata, FIXED);
  if (signer === undefined) return undefined;
  const view = new DataView(rdata.buffer, rdata.byteOffset, FIXED);
  return {
    typeCovered: view.getUint16(0),
    algorithm: rdata[2]!,
    labels: rdata[3]!,
    originalTtl: view.getUint32(4),
    expiration: view.getUint32(8),
    inception: view.getUint32(12),
    keyTag: view.getUint16(16),
    signer: signer.name,
    signature: rdata.subarray(signer.next),
    signedPart: lowerSigner(rdata, signer.next),
  };
}

/** The signer alone, for those who only look for the zone. */
export function signerOf(rdata: Uint8Array): Name | undefined {
  return rdata.length > FIXED ? decodeName(rdata, FIXED)?.name : undefined;
}

/** RFC 4034 §6.2 item 3, RFC 6840 §5.1: capitals in the signer do not change what was signed. */
function lowerSigner(rdata: Uint8Array, end: number): Uint8Array {
  const part = rdata.subarray(0, end);
  const hasCapital = part.some((octet, i) => i >= FIXED && octet >= 0x41 && octet <= 0x5a);
  if (!hasCapital) return part;
  const out = Uint8Array.from(part);
  for (let i = FIXED; i < end; i++) if (out[i]! >= 0x41 && out[i]! <= 0x5a) out[i]! += 0x20;
  return out;
}

/**
 * Is `time` within the signature's dates? Serial number arithmetic, so that 2106 and the like come out right (RFC 1982,
 * RFC 4034 §3.1.5).
 */
export function signaturePeriod(rrsig: Rrsig, timeSeconds: number): 'valid' | 'expired' | 'not-yet-valid' {
  if (serialBefore(rrsig.expiration, timeSeconds)) return 'expired';
  return serialBefore(timeSeconds, rrsig.inception) ? 'not-yet-valid' : 'valid';
}

/** Seconds from `time` to the expiration; negative when past. */
export function secondsLeft(rrsig: Rrsig, timeSeconds: number): number {
  return (rrsig.expiration - timeSeconds) | 0;
}

const serialBefore = (a: number, b: number): boolean => ((a - b) | 0) < 0;

/** The date that a 32-bit field means, taken as the one nearest to `nearSeconds`. */
export function fieldDate(field: number, nearSeconds: number): Date {
  return new Date((nearSeconds + ((field - nearSeconds) | 0)) * 1000);
}
