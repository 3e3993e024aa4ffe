/** TLSA records made from a certificate, a key or a certificate request. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { err, type Failure, ok, type Result, toHex } from '../../base/index.ts';
import { type Tlsa, tlsaRdata } from '../dns/index.ts';
import { type PemBlock, parsePem, readCertificate, readElement, readElements } from '../pki/index.ts';
import { associationOf } from './match.ts';
import { USAGE } from './usability.ts';

export type MaterialError = Failure<'dane/material'>;

/** What a record can be made from; a key alone has no certificate for selector 0. */
export interface Material {
  readonly what: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** DER. */
  readonly certificate?: Uint8Array;
}

export interface RecordShape {
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
}

/** Every block of a PEM text that is a certificate, key or request, in order; at least one. */
export function readMaterials(text: string, file: string): Result<readonly Material[], Failure> {
  const blocks = parsePem(text, file);
  if (!blocks.ok) return blocks;
  const materials: Material[] = [];
  for (const block of blocks.value) {
    const reader = READERS[block.label];
    if (reader === undefined) continue;
    const material = reader(block);
    if (material === undefined) return err(unreadable(file, block));
    materials.push(material);
  }
  return materials.length > 0 ? ok(materials) : err(nothing(file, blocks.value));
}

/** The first of them: the leaf of a chain, the key of a key file. */
export function readMaterial(text: string, file: string): Result<Material, Failure> {
  const materials = readMaterials(text, file);
  return materials.ok ? ok(materials.value[0]!) : materials;
}

/**
 * The material a record of this usage is about: usages 0 and 2 speak of an authority, 1 and 3 of the leaf. Keys and
 * requests are taken for whatever is asked.
 *
 * @param chain  leaf first, as a server sends it or a file holds it
 * @returns undefined where the chain has no certificate that may be meant
 */
export function materialFor(usage: number, chain: readonly Material[]): Material | undefined {
  if (usage === USAGE.DANE_EE || usage === USAGE.PKIX_EE) return chain[0];
  return chain.find(({ certificate }) => certificate === undefined || isAuthority(certificate));
}

function isAuthority(der: Uint8Array): boolean {
  const read = readCertificate(der);
  return read.ok && read.value.extensions.basicConstraints?.isCa === true;
}

/** @returns undefined for selector 0 of a material without certificate */
export function makeRecord(material: Material, { usage, selector, matchingType }: RecordShape): Tlsa | undefined {
  const octets = selector === 0 ? material.certificate : material.publicKey;
  return octets && { usage, selector, matchingType, data: associationOf(octets, matchingType) };
}

/** `TYPE52 \# 35 03 01 01 ab…`, for name servers that do not know TLSA (RFC 3597 §5). */
export function genericLine(name: string, record: Tlsa): string {
  const rdata = tlsaRdata.encode(record);
  return `${name}. IN TYPE52 \\# ${rdata.length} ${toHex(rdata)}`;
}

type Reader = (block: PemBlock) => Material | undefined;

const fromCertificate: Reader = ({ der }) => {
  const read = readCertificate(der);
  return read.ok
    ? { what: `the certificate of ${read.value.subjectText}`, publicKey: read.value.publicKey, certificate: der }
    : undefined;
};

/** certificationRequestInfo: version, subject, subjectPublicKeyInfo (RFC 2986 §4.1). */
const fromRequest: Reader = ({ der }) => {
  const outer = readElement(der);
  const info = outer && readElements(outer.contents)?.[0];
  const key = info && readElements(info.contents)?.[2];
  return key === undefined || !isKey(key.whole) ? undefined : { what: 'the certificate request', publicKey: key.whole };
};

const fromPublicKey: Reader = ({ der }) => (isKey(der) ? { what: 'the public key', publicKey: der } : undefined);

/** The private key is looked at for its public half alone, and forgotten. */
const fromPrivateKey: Reader = ({ label, der }) => {
  try {
    const type = label === 'RSA PRIVATE KEY' ? 'pkcs1' : label === 'EC PRIVATE KEY' ? 'sec1' : 'pkcs8';
    const key = createPublicKey(createPrivateKey({ key: Buffer.from(der), format: 'der', type }));
    return { what: 'the private key', publicKey: key.export({ type: 'spki', format: 'der' }) };
  } catch {
    return undefined;
  }
};

const READERS: Readonly<Record<string, Reader>> = {
  CERTIFICATE: fromCertificate,
  'X509 CERTIFICATE': fromCertificate,
  'CERTIFICATE REQUEST': fromRequest,
  'NEW CERTIFICATE REQUEST': fromRequest,
  'PUBLIC KEY': fromPublicKey,
  'PRIVATE KEY': fromPrivateKey,
  'RSA PRIVATE KEY': fromPrivateKey,
  'EC PRIVATE KEY': fromPrivateKey,
};

function isKey(spki: Uint8Array): boolean {
  try {
    createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return true;
  } catch {
    return false;
  }
}

function unreadable(file: string, { label, line }: PemBlock): MaterialError {
  const message = `${file}, line ${line}: the ${label} cannot be read`;
  return { code: 'dane/material', message, hint: 'give an intact PEM file', fault: 'configuration', temporary: false };
}

function nothing(file: string, blocks: readonly PemBlock[]): MaterialError {
  const seen = blocks.length === 0 ? 'no PEM block' : `only ${blocks.map(({ label }) => label).join(', ')}`;
  const message = `${file}: there is ${seen} in it, and no certificate, key or request`;
  const hint = blocks.some(({ label }) => label === 'ENCRYPTED PRIVATE KEY')
    ? 'give the certificate or the public key: an encrypted key cannot be read'
    : 'give a PEM file';
  return { code: 'dane/material', message, hint, fault: 'configuration', temporary: false };
}
