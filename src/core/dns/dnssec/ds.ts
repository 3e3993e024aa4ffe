/** DS RDATA and whether it names a key (RFC 4034 §5). */
import { createHash } from 'node:crypto';
import { equalBytes } from '../../../base/index.ts';
import { encodeName } from '../name-wire.ts';
import type { Name } from '../types.ts';
import { isSha1Algorithm, isSupportedAlgorithm } from './algorithms.ts';
import type { DnsKey } from './dnskey.ts';

export interface DelegationSigner {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  readonly digest: Uint8Array;
}

/** Undefined where the octets are no DS. */
export function decodeDs(rdata: Uint8Array): DelegationSigner | undefined {
  if (rdata.length < 5) return undefined;
  return {
    keyTag: (rdata[0]! << 8) | rdata[1]!,
    algorithm: rdata[2]!,
    digestType: rdata[3]!,
    digest: rdata.subarray(4),
  };
}

/** Does the DS record hold the digest of this key at this owner (RFC 4034 §5.1.4)? */
export function dsMatchesKey(ds: DelegationSigner, zone: Name, key: DnsKey): boolean {
  const digest = digestNames.get(ds.digestType);
  if (digest === undefined) return false;
  return equalBytes(createHash(digest).update(encodeName(zone)).update(key.rdata).digest(), ds.digest);
}

/** Why a DS record cannot carry trust, or `usable`. */
export type DsUse = 'usable' | 'algorithm' | 'digest' | 'sha1';

export function dsUse(ds: DelegationSigner, allowSha1: boolean): DsUse {
  if (!isSupportedAlgorithm(ds.algorithm, true)) return 'algorithm';
  if (!digestNames.has(ds.digestType)) return 'digest';
  const restsOnSha1 = ds.digestType === SHA1 || isSha1Algorithm(ds.algorithm);
  return restsOnSha1 && !allowSha1 ? 'sha1' : 'usable'; // RFC 9905 §2
}

/**
 * The DS records that may carry trust: the usable ones, without the SHA-1 digests where a better one is beside them
 * (RFC 4509 §3).
 */
export function usableDs(set: readonly DelegationSigner[], allowSha1: boolean): readonly DelegationSigner[] {
  const usable = set.filter((ds) => dsUse(ds, allowSha1) === 'usable');
  const better = usable.filter((ds) => ds.digestType !== SHA1);
  return better.length > 0 ? better : usable;
}

const SHA1 = 1;

/** IANA "DS RR Type Digest Algorithms", as node:crypto calls them. */
const digestNames: ReadonlyMap<number, string> = new Map([
  [SHA1, 'sha1'],
  [2, 'sha256'],
  [4, 'sha384'],
]);

const digestLabels: ReadonlyMap<number, string> = new Map([
  [SHA1, 'SHA-1'],
  [2, 'SHA-256'],
  [3, 'GOST R 34.11-94'],
  [4, 'SHA-384'],
  [5, 'GOST R 34.11-2012'],
  [6, 'SM3'],
]);

export const formatDigestType = (type: number): string => digestLabels.get(type) ?? `digest ${type}`;
