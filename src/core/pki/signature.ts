/**
 * Is a signature good? One function for certificates, CRLs and OCSP responses, which all are SIGNED structures (RFC 5280
 * §4.1.1.2, §4.1.1.3): the algorithm is read from its DER, held against the key's type, and node:crypto does the rest.
 *
 * A weak algorithm that verifies is good here; whether it is good enough is policy (path/rules/).
 */
import { constants, type KeyObject, verify } from 'node:crypto';
import { equalBytes } from '../../base/index.ts';
import { readElement, readElements, readOid, TAG } from './der.ts';

export interface Signed {
  /** What was signed, whole DER. */
  readonly tbs: Uint8Array;
  /** AlgorithmIdentifier, whole DER. */
  readonly algorithm: Uint8Array;
  /** Octets of the BIT STRING, its unused-bits octet stripped. */
  readonly signature: Uint8Array;
}

export interface SignatureAlgorithm {
  readonly oid: string;
  /** What a key must be to have made it. */
  readonly keyType: 'rsa' | 'ec' | 'ed25519' | 'ed448' | 'dsa' | 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87';
  /** As node:crypto names it; null where the scheme brings its own. */
  readonly digest: string | null;
  /** RSASSA-PSS alone. */
  readonly saltLength?: number;
}

/** Never throws: what cannot be verified is not good. */
export function isSignatureGood({ tbs, algorithm, signature }: Signed, key: KeyObject): boolean {
  const read = readAlgorithm(algorithm);
  if (read === undefined || !fits(read, key)) return false;
  try {
    return verify(read.digest, tbs, { key, ...padding(read) }, signature);
  } catch {
    return false; // a digest this OpenSSL does not have
  }
}

/** Undefined where it is not one we verify, or its parameters are not what its standard says. */
export function readAlgorithm(algorithm: Uint8Array): SignatureAlgorithm | undefined {
  const known = KNOWN_BY_DER.find(([der]) => equalBytes(der, algorithm));
  if (known !== undefined) return known[1];
  const [oid, parameters, ...more] = readElements(readElement(algorithm)?.contents ?? algorithm) ?? [];
  const name = oid?.tag === TAG.OID && more.length === 0 ? readOid(oid.contents) : undefined;
  if (name === undefined) return undefined;
  if (name === PSS) return readPss(parameters?.whole);
  const row = ROWS.find((candidate) => candidate.oid === name);
  return row !== undefined && mayHave(row, parameters?.whole) ? row : undefined;
}

/** RFC 4055 §5 wants NULL for RSA and libraries take nothing too; the others have none (RFC 5758 §3.2, RFC 8410 §3). */
function mayHave({ keyType }: SignatureAlgorithm, parameters: Uint8Array | undefined): boolean {
  return parameters === undefined || (keyType === 'rsa' && equalBytes(parameters, NULL));
}

/** RFC 4055 §3.1: the defaults are SHA-1, MGF1 with SHA-1, a salt of 20 octets and trailer 1. */
function readPss(parameters: Uint8Array | undefined): SignatureAlgorithm | undefined {
  const fields = parameters === undefined ? undefined : readElements(readElement(parameters)?.contents ?? parameters);
  if (fields === undefined || fields.some(({ tag }) => tag < 0xa0 || tag > 0xa3)) return undefined;
  const field = (tag: number): Uint8Array | undefined => fields.find((one) => one.tag === tag)?.contents;
  const hash = field(0xa0);
  const digest = hash === undefined ? 'sha1' : digestOf(hash);
  const salt = readSmall(field(0xa2), 20);
  const isTrailed = readSmall(field(0xa3), 1) === 1;
  // node:crypto takes one digest for both; so do all who issue (RFC 4055 §3.1 recommends it).
  if (digest === undefined || maskDigest(field(0xa1)) !== digest || salt === undefined || !isTrailed) return undefined;
  return { oid: PSS, keyType: 'rsa', digest, saltLength: salt };
}

function maskDigest(field: Uint8Array | undefined): string | undefined {
  if (field === undefined) return 'sha1';
  const [oid, hash] = readElements(readElement(field)?.contents ?? field) ?? [];
  return oid !== undefined && readOid(oid.contents) === MGF1 && hash !== undefined ? digestOf(hash.whole) : undefined;
}

function digestOf(algorithm: Uint8Array): string | undefined {
  const oid = readElement(readElement(algorithm)?.contents ?? algorithm);
  return oid?.tag === TAG.OID ? DIGESTS.get(readOid(oid.contents) ?? '') : undefined;
}

function readSmall(field: Uint8Array | undefined, standard: number): number | undefined {
  if (field === undefined) return standard;
  const number = readElement(field);
  if (number?.tag !== TAG.INTEGER || number.contents.length === 0 || number.contents.length > 2) return undefined;
  return Buffer.from(number.contents).readIntBE(0, number.contents.length);
}

function fits({ oid, keyType }: SignatureAlgorithm, key: KeyObject): boolean {
  const type = key.asymmetricKeyType;
  return (type as string) === keyType || (oid === PSS && type === 'rsa-pss');
}

function padding({ keyType, saltLength }: SignatureAlgorithm): object {
  if (keyType === 'ec' || keyType === 'dsa') return { dsaEncoding: 'der' }; // RFC 3279 §2.2.3
  if (saltLength !== undefined) return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  return keyType === 'rsa' ? { padding: constants.RSA_PKCS1_PADDING } : {};
}

const PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
const NULL = Uint8Array.of(0x05, 0x00);

const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
]);

const ROWS: readonly SignatureAlgorithm[] = [
  { oid: '1.2.840.113549.1.1.11', keyType: 'rsa', digest: 'sha256' },
  { oid: '1.2.840.113549.1.1.12', keyType: 'rsa', digest: 'sha384' },
  { oid: '1.2.840.113549.1.1.13', keyType: 'rsa', digest: 'sha512' },
  { oid: '1.2.840.113549.1.1.14', keyType: 'rsa', digest: 'sha224' },
  { oid: '1.2.840.113549.1.1.5', keyType: 'rsa', digest: 'sha1' },
  { oid: '1.3.14.3.2.29', keyType: 'rsa', digest: 'sha1' },
  { oid: '1.2.840.113549.1.1.4', keyType: 'rsa', digest: 'md5' },
  { oid: '1.2.840.10045.4.3.2', keyType: 'ec', digest: 'sha256' },
  { oid: '1.2.840.10045.4.3.3', keyType: 'ec', digest: 'sha384' },
  { oid: '1.2.840.10045.4.3.4', keyType: 'ec', digest: 'sha512' },
  { oid: '1.2.840.10045.4.3.1', keyType: 'ec', digest: 'sha224' },
  { oid: '1.2.840.10045.4.1', keyType: 'ec', digest: 'sha1' },
  { oid: '1.3.101.112', keyType: 'ed25519', digest: null },
  { oid: '1.3.101.113', keyType: 'ed448', digest: null },
  // RFC 9881 §2; keys of Node 24 and later.
  { oid: '2.16.840.1.101.3.4.3.17', keyType: 'ml-dsa-44', digest: null },
  { oid: '2.16.840.1.101.3.4.3.18', keyType: 'ml-dsa-65', digest: null },
  { oid: '2.16.840.1.101.3.4.3.19', keyType: 'ml-dsa-87', digest: null },
  { oid: '1.2.840.10040.4.3', keyType: 'dsa', digest: 'sha1' },
  { oid: '2.16.840.1.101.3.4.3.1', keyType: 'dsa', digest: 'sha224' },
  { oid: '2.16.840.1.101.3.4.3.2', keyType: 'dsa', digest: 'sha256' },
];

/** The handful that nearly all certificates have, found without reading. */
const KNOWN_BY_DER: readonly (readonly [Uint8Array, SignatureAlgorithm])[] = (
  [
    ['300d06092a864886f70d01010b0500', '1.2.840.113549.1.1.11'],
    ['300a06082a8648ce3d040302', '1.2.840.10045.4.3.2'],
    ['300a06082a8648ce3d040303', '1.2.840.10045.4.3.3'],
    ['300d06092a864886f70d01010c0500', '1.2.840.113549.1.1.12'],
  ] as const
).map(([hex, oid]) => [Buffer.from(hex, 'hex'), ROWS.find((row) => row.oid === oid)!]);
