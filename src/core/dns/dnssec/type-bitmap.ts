/**
 * The type bit maps of NSEC and NSEC3 (RFC 4034 §4.1.2), tested where they lie.
 *
 * Windows in ascending order: number | length 1–32 | bits, the highest bit of an octet standing for the lowest type.
 */
export type TypeBitmap = Uint8Array;

export function isTypeBitmap(bytes: Uint8Array): boolean {
  let last = -1;
  for (let at = 0; at < bytes.length; ) {
    const window = bytes[at]!;
    const length = bytes[at + 1] ?? 0;
    if (window <= last || length < 1 || length > 32 || at + 2 + length > bytes.length) return false;
    last = window;
    at += 2 + length;
  }
  return true;
}

export function bitmapHas(bitmap: TypeBitmap, type: number): boolean {
  const window = type >> 8;
  for (let at = 0; at + 1 < bitmap.length; at += 2 + bitmap[at + 1]!) {
    if (bitmap[at] !== window) continue;
    const octet = (type & 0xff) >> 3;
    return octet < bitmap[at + 1]! && (bitmap[at + 2 + octet]! & (0x80 >> (type & 7))) !== 0;
  }
  return false;
}
