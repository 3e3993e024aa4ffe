/**
 * Are two distinguished names the same (RFC 5280 §7.1)? Case, leading and trailing space, runs of space, and the kind of
 * string do not matter; the order of the RDNs does, that of the attributes in one does not.
 */
import { equalBytes } from '../../base/index.ts';
import { type DerElement, readElement, readElements, TAG } from './der.ts';

/** @param a  whole DER of a Name, and so is b */
export function sameName(a: Uint8Array, b: Uint8Array): boolean {
  return equalBytes(a, b) || nameKey(a) === nameKey(b);
}

/** One text for all spellings of a name; what cannot be read as a name is its octets. */
export function nameKey(name: Uint8Array): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = rdnKeys(name)?.join('\n') ?? hex(name);
  keys.set(name, key);
  return key;
}

/** One key for each RDN from the root down; undefined where it is not a Name. */
export function rdnKeys(name: Uint8Array): readonly string[] | undefined {
  const outer = readElement(name);
  const sets = outer?.tag === TAG.SEQUENCE ? readElements(outer.contents, MAX_RDNS) : undefined;
  if (sets?.every(({ tag }) => tag === TAG.SET) !== true) return undefined;
  return sets.map(({ contents }) => (readElements(contents) ?? []).map(attributeKey).sort().join('+'));
}

/** Attributes are quoted as JSON, so that no text looks like two of them. */
const keys = new WeakMap<Uint8Array, string>();

/** Hostile names have thousands; what is longer is compared octet by octet. */
const MAX_RDNS = 4096;

function attributeKey(pair: DerElement): string {
  const [type, value] = readElements(pair.contents) ?? [];
  if (type === undefined || value === undefined) return hex(pair.whole);
  const text = decoded(value);
  return `${hex(type.contents)}=${text === undefined ? hex(value.whole) : JSON.stringify(folded(text))}`;
}

/** Undefined: not a string of text, so compared as it is. */
function decoded({ tag, contents }: DerElement): string | undefined {
  const octets = Buffer.from(contents.buffer, contents.byteOffset, contents.length);
  if (tag === 0x0c || tag === 0x13 || tag === 0x16 || tag === 0x12 || tag === 0x1a) return octets.toString('utf8');
  if (tag === 0x14) return octets.toString('latin1');
  if (tag === 0x1e && contents.length % 2 === 0) return Buffer.from(contents).swap16().toString('utf16le');
  return undefined;
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');
