/** DNSKEY RDATA as a key that verifies (RFC 4034 §2). */
import { importKey, type Verifier } from './algorithms.ts';

export interface DnsKey {
  readonly flags: number;
  readonly protocol: number;
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
  readonly rdata: Uint8Array;
  readonly tag: number;
  /** The key as node:crypto takes it, imported at the first call and kept; undefined where it cannot be one. */
  verifier(): Verifier | undefined;
}

const ZONE_KEY = 0x0100;
const REVOKED = 0x0080;
const SECURE_ENTRY_POINT = 0x0001;

/** Undefined where the octets are no DNSKEY. */
export function decodeDnskey(rdata: Uint8Array): DnsKey | undefined {
  if (rdata.length < 5) return undefined;
  const algorithm = rdata[3]!;
  const publicKey = rdata.subarray(4);
  let imported: { readonly verifier: Verifier | undefined } | undefined;
  return {
    flags: (rdata[0]! << 8) | rdata[1]!,
    protocol: rdata[2]!,
    algorithm,
    publicKey,
    rdata,
    tag: keyTag(rdata),
    verifier() {
      imported ??= { verifier: importKey(algorithm, publicKey) };
      return imported.verifier;
    },
  };
}

/** May this key sign zone data? Zone-key flag (RFC 4034 §2.1.1), protocol 3 (§2.1.2), not revoked (RFC 5011 §2.1). */
export function isUsableZoneKey(key: DnsKey): boolean {
  return (key.flags & ZONE_KEY) !== 0 && key.protocol === 3 && !isRevoked(key);
}

export const isRevoked = (key: DnsKey): boolean => (key.flags & REVOKED) !== 0;

/** The SEP flag is a hint for people and tools, never for validation (RFC 4034 §2.1.1). */
export const isEntryPoint = (key: DnsKey): boolean => (key.flags & SECURE_ENTRY_POINT) !== 0;

/** RFC 4034 App. B; App. B.1's rule for RSAMD5 is left out, as that algorithm is not verified. */
export function keyTag(rdata: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < rdata.length; i++) sum += i & 1 ? rdata[i]! : rdata[i]! << 8;
  return (sum + (sum >>> 16)) & 0xffff;
}
