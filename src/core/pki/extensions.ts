/** Certificate extensions (RFC 5280 §4.2) that verdicts need; others are known by their OID. */
import { type DerElement, readElement, readElements, readOid, TAG } from './der.ts';
import { READERS } from './extensions/readers.ts';
import { type Extensions, noExtensions, type RawExtension } from './extensions/types.ts';

/** An honest certificate has about ten. */
const MAX_EXTENSIONS = 1000;

/**
 * A fault in an extension is told and spoils nothing else: DANE-EE asks for the key alone (RFC 7671 §5.1).
 *
 * @param wrapped  contents of the [3] field: one SEQUENCE of extensions
 */
export function readExtensions(wrapped: Uint8Array): Extensions {
  const list = readElement(wrapped);
  const items = list?.tag === TAG.SEQUENCE ? readElements(list.contents, MAX_EXTENSIONS) : undefined;
  if (items === undefined) return { ...noExtensions, malformed: ['?'] };
  const all = items.map(readExtension);
  const seen = new Set<string>();
  const read: Writable = { ...noExtensions, all };
  for (const { oid, critical, value } of all) {
    const known = value === undefined || seen.has(oid) ? undefined : readValue(oid, critical, value, read);
    seen.add(oid);
    Object.assign(read, known ?? { malformed: [...read.malformed, oid] });
  }
  return read;
}

type Writable = { -readonly [Key in keyof Extensions]: Extensions[Key] };

/** extnID, critical DEFAULT FALSE, extnValue (§4.1). */
function readExtension(item: DerElement): RawExtension {
  const parts = (item.tag === TAG.SEQUENCE ? readElements(item.contents) : undefined) ?? [];
  const value = parts.at(-1);
  const oid = (parts[0]?.tag === TAG.OID ? readOid(parts[0].contents) : undefined) ?? '?';
  const marked = parts.length === 3 && parts[1]!.tag === TAG.BOOLEAN;
  const critical = marked && parts[1]!.contents[0] !== 0;
  const isReadable = oid !== '?' && value?.tag === TAG.OCTET_STRING && parts.length <= 3;
  return { oid, critical, writesDefault: marked && !critical, ...(isReadable && { value: value.contents }) };
}

function readValue(oid: string, critical: boolean, value: Uint8Array, { unknownCritical }: Extensions) {
  const reader = READERS.get(oid);
  if (reader !== undefined) return reader(value);
  return critical ? { unknownCritical: [...unknownCritical, oid] } : {};
}
