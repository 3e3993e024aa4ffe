/** Extensions of requests and responses (RFC 6960 §4.4), kept as they are; the nonce is unwrapped. */
import { type DerElement, readElements, readOid, TAG } from '../../pki/index.ts';
import { OCSP_OID } from '../oids.ts';
import type { OcspExtension } from '../types.ts';
import { readSequence, readWhole } from './fields.ts';

/** Honest responses have a few. */
const MAX_EXTENSIONS = 100;

/** @param field  the [n] EXPLICIT Extensions; absent: none. Undefined where they cannot be read or one is there twice. */
export function readOcspExtensions(field: DerElement | undefined): readonly OcspExtension[] | undefined {
  if (field === undefined) return [];
  const items = readSequence(field.contents, MAX_EXTENSIONS);
  if (items === undefined) return undefined;
  const extensions: OcspExtension[] = [];
  for (const item of items) {
    const extension = readOne(item);
    if (extension === undefined || extensions.some(({ oid }) => oid === extension.oid)) return undefined;
    extensions.push(extension);
  }
  return extensions;
}

/** extnID, critical DEFAULT FALSE, extnValue (RFC 5280 §4.1). */
function readOne(item: DerElement): OcspExtension | undefined {
  const parts = item.tag === TAG.SEQUENCE ? readElements(item.contents, 3) : undefined;
  if (parts === undefined || parts.length < 2) return undefined;
  const oid = parts[0]!.tag === TAG.OID ? readOid(parts[0]!.contents) : undefined;
  const flag = parts.length === 3 ? parts[1]! : undefined;
  const value = parts.at(-1)!;
  const isWhole = value.tag === TAG.OCTET_STRING && (flag === undefined || isBoolean(flag));
  if (oid === undefined || !isWhole) return undefined;
  return { oid, critical: flag !== undefined && flag.contents[0] !== 0, value: value.contents };
}

const isBoolean = ({ tag, contents }: DerElement): boolean => tag === TAG.BOOLEAN && contents.length === 1;

/** RFC 9654 §2.1: an OCTET STRING. Older programs put the bare octets there, and are compared by them. */
export function nonceOf(extensions: readonly OcspExtension[]): Uint8Array | undefined {
  const value = extensions.find(({ oid }) => oid === OCSP_OID.NONCE)?.value;
  return value && (readWhole(value, TAG.OCTET_STRING)?.contents ?? value);
}
