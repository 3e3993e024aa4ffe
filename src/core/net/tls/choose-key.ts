/** Which of a server's keys a client can use, by its ClientHello. */
import type { KeyType } from '../types.ts';
import type { ClientHello } from './client-hello.ts';

const TLS12 = 0x0303;
const TLS13 = 0x0304;

/** Key types a server can hold; Ed25519 goes by the suites of ECDSA (RFC 8422 §5.3). */
export type ServedKeyType = KeyType | 'ed25519';

/**
 * The key types this client can verify, the one it likes best first; empty where it can verify none.
 *
 * In TLS 1.3 the signature schemes alone decide (RFC 8446 §4.4.2.2); up to 1.2 a cipher suite with that authentication
 * must be offered as well (RFC 5246 §7.4.2, RFC 8422 §5.3).
 */
export function usableKeyTypes(hello: ClientHello): readonly ServedKeyType[] {
  const isTls13 = hello.versions.includes(TLS13);
  return preferred(hello).filter((keyType) => hello.cipherSuites.some((suite) => fits(suite, keyType, isTls13)));
}

/** In the order of the client's schemes; both where it named none (RFC 5246 §7.4.1.4.1: SHA-1 with either). */
function preferred({ signatureSchemes, versions }: ClientHello): ServedKeyType[] {
  const named = signatureSchemes?.map(keyTypeOf) ?? [];
  const known = [...new Set(named)].filter((keyType) => keyType !== undefined);
  const olderOnly = versions.every((version) => version < TLS12);
  return known.length > 0 || (signatureSchemes !== undefined && !olderOnly) ? known : ['ecdsa', 'rsa'];
}

/** RFC 8446 §4.2.3: `ecdsa_*` and `rsa_*`; the low octet 3 and 1 in the numbering of TLS 1.2 (RFC 5246 §7.4.1.4.1). */
function keyTypeOf(scheme: number): ServedKeyType | undefined {
  if (scheme >= 0x0804 && scheme <= 0x0806) return 'rsa'; // rsa_pss_rsae_*
  if (scheme === 0x0807) return 'ed25519';
  if (scheme >> 8 > 6) return undefined; // Ed448, rsa_pss_pss_*, GREASE
  return (scheme & 255) === 3 ? 'ecdsa' : (scheme & 255) === 1 ? 'rsa' : undefined;
}

function fits(suite: number, keyType: ServedKeyType, isTls13: boolean): boolean {
  if (suite >> 8 === 0x13) return isTls13;
  return (keyType === 'rsa' ? RSA_SUITES : ECDSA_SUITES).has(suite);
}

/** Suites by how the server proves itself, as IANA numbers them: runs of consecutive numbers. */
const suites = (...runs: readonly (readonly [first: number, last: number])[]): ReadonlySet<number> =>
  new Set(runs.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index)));

/** TLS_ECDHE_ECDSA_* (RFC 8422 §6 and the registry of cipher suites). */
const ECDSA_SUITES = suites(
  [0xc006, 0xc00a],
  [0xc023, 0xc024],
  [0xc02b, 0xc02c],
  [0xc048, 0xc049],
  [0xc05c, 0xc05d],
  [0xc072, 0xc073],
  [0xc086, 0xc087],
  [0xc0ac, 0xc0af],
  [0xcca9, 0xcca9],
);

/** TLS_RSA_*, TLS_DHE_RSA_*, TLS_ECDHE_RSA_* (RFC 5246 App. A.5, RFC 8422 §6 and the registry of cipher suites). */
const RSA_SUITES = suites(
  [0x0001, 0x000a],
  [0x0014, 0x0016],
  [0x002f, 0x002f],
  [0x0033, 0x0033],
  [0x0035, 0x0035],
  [0x0039, 0x0039],
  [0x003b, 0x003d],
  [0x0041, 0x0041],
  [0x0045, 0x0045],
  [0x0067, 0x0067],
  [0x006b, 0x006b],
  [0x0084, 0x0084],
  [0x0088, 0x0088],
  [0x009c, 0x009f],
  [0x00ba, 0x00ba],
  [0x00be, 0x00be],
  [0x00c0, 0x00c0],
  [0x00c4, 0x00c4],
  [0xc010, 0xc014],
  [0xc027, 0xc028],
  [0xc02f, 0xc030],
  [0xc04c, 0xc04d],
  [0xc050, 0xc053],
  [0xc060, 0xc061],
  [0xc076, 0xc077],
  [0xc07a, 0xc07d],
  [0xc08a, 0xc08b],
  [0xc09c, 0xc0a3],
  [0xcca8, 0xcca8],
  [0xccaa, 0xccaa],
);
