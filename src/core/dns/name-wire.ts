/**
 * Domain names as octets: labels with a length before them, ended by the root's zero (RFC 1035 §3.1).
 *
 * Compression pointers are read (§4.1.4) but never written here: the message writer does that.
 */
import { MAX_NAME_OCTETS, rawLabels } from './name.ts';
import type { Name } from './types.ts';

/** Where a name ended in the octets read: behind its root label or its first pointer. */
export interface ReadName {
  readonly name: Name;
  readonly next: number;
}

/** Octet → octet in lower case, 0 where the octet must be escaped in a Name (RFC 4343 §3). */
const FOLD = Uint8Array.from({ length: 256 }, (_, octet) => {
  if (octet >= 0x41 && octet <= 0x5a) return octet + 32;
  return octet <= 0x20 || octet >= 0x7f || octet === 0x2e || octet === 0x5c ? 0 : octet;
});
/** Text of the name being read; 255 octets of `\DDD` fit. Reading is synchronous, so one is enough. */
const scratch = Buffer.alloc(1024);

/** Why a name cannot be read, as numbers so that the reader needs no allocation on its way. */
export const NAME_FAULTS = [
  'runs past the end',
  'has a compression pointer that does not point backwards',
  `is longer than ${MAX_NAME_OCTETS} octets`,
  'has a label of a reserved kind',
  'is compressed where compression is forbidden',
] as const;

/** State of the last `readNameAt`: the offset behind it, or −1 − (index into NAME_FAULTS). */
export interface NameCursor {
  next: number;
}

/**
 * Read the name at `start` of a message; '' and a negative `cursor.next` when it is broken.
 *
 * A pointer must lead to an earlier octet than the piece it stands in began at: "a prior occurrence" (RFC 1035 §4.1.4).
 * So each jump goes strictly back, a loop cannot be built, and a name costs at most its 255 octets and 127 jumps.
 */
export function readNameAt(bytes: Uint8Array, start: number, end: number, cursor: NameCursor): Name {
  let at = start;
  let piece = start;
  let limit = end;
  let written = 0;
  let octets = 1;
  cursor.next = 0;
  for (;;) {
    if (at >= limit) return broken(cursor, 0);
    const length = bytes[at]!;
    if (length === 0) break;
    if (length >= 0xc0) {
      if (at + 1 >= limit) return broken(cursor, 0);
      const target = ((length & 0x3f) << 8) | bytes[at + 1]!;
      if (target >= piece) return broken(cursor, 1);
      if (cursor.next === 0) cursor.next = at + 2;
      at = target;
      piece = target;
      limit = bytes.length;
      continue;
    }
    if (length > 63) return broken(cursor, 3); // RFC 6891 §5: extended labels are dead
    octets += length + 1;
    if (octets > MAX_NAME_OCTETS) return broken(cursor, 2);
    if (at + length >= limit) return broken(cursor, 0);
    if (written > 0) scratch[written++] = 0x2e;
    written = copyLabel(bytes, at + 1, at + 1 + length, written);
    at += length + 1;
  }
  if (cursor.next === 0) cursor.next = at + 1;
  return written === 0 ? '' : scratch.toString('latin1', 0, written);
}

/** The uncompressed name at `start`, as RDATA holds it; undefined when it is broken or compressed. */
export function decodeName(bytes: Uint8Array, start = 0): ReadName | undefined {
  const next = wireNameEnd(bytes, start, bytes.length);
  if (next < 0) return undefined;
  const cursor: NameCursor = { next: 0 };
  return { name: readNameAt(bytes, start, next, cursor), next };
}

/** Offset behind the uncompressed name at `start`, or −1 − (index into NAME_FAULTS). */
export function wireNameEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const length = bytes[at]!;
    if (length > 63) return length >= 0xc0 ? -5 : -4;
    at += length + 1;
    if (at - start > MAX_NAME_OCTETS) return -3;
    if (length === 0) return at;
  }
  return -1;
}

/** Octets of a name, lower case, uncompressed: also its canonical form (RFC 4034 §6.2). */
export function encodeName(name: Name): Uint8Array {
  const out = new Uint8Array(nameOctets(name));
  writeName(name, out, 0);
  return out;
}

/** Length of the uncompressed wire form, at most 255 for any real name. */
export function nameOctets(name: Name): number {
  if (name === '') return 1;
  if (!name.includes('\\')) return name.length + 2;
  return rawLabels(name).reduce((sum, label) => sum + label.length + 1, 1);
}

/** Writes the uncompressed form at `at`, returns the offset behind it; `out` must have room (`nameOctets`). */
export function writeName(name: Name, out: Uint8Array, at: number): number {
  if (name.includes('\\')) return writeRawLabels(rawLabels(name), out, at);
  let lengthAt = at;
  let next = at + 1;
  for (let i = 0; i < name.length; i += 1) {
    const code = name.charCodeAt(i);
    if (code === 0x2e) {
      out[lengthAt] = next - lengthAt - 1;
      lengthAt = next;
      next += 1;
    } else {
      out[next++] = code;
    }
  }
  if (name === '') next = lengthAt;
  else out[lengthAt] = next - lengthAt - 1;
  out[next] = 0;
  return next + 1;
}

function writeRawLabels(labels: readonly string[], out: Uint8Array, start: number): number {
  let at = start;
  for (const label of labels) {
    out[at++] = label.length;
    for (let i = 0; i < label.length; i += 1) out[at++] = label.charCodeAt(i);
  }
  out[at] = 0;
  return at + 1;
}

function broken(cursor: NameCursor, fault: number): Name {
  cursor.next = -1 - fault;
  return '';
}

/** Copies a label into the scratch text, folded and escaped; returns the offset behind it. */
function copyLabel(bytes: Uint8Array, from: number, to: number, start: number): number {
  let at = start;
  for (let i = from; i < to; i += 1) {
    const octet = bytes[i]!;
    const folded = FOLD[octet]!;
    if (folded !== 0) scratch[at++] = folded;
    else at = copyEscaped(octet, at);
  }
  return at;
}

function copyEscaped(octet: number, start: number): number {
  scratch[start] = 0x5c;
  if (octet === 0x2e || octet === 0x5c) {
    scratch[start + 1] = octet;
    return start + 2;
  }
  scratch[start + 1] = 0x30 + Math.floor(octet / 100);
  scratch[start + 2] = 0x30 + (Math.floor(octet / 10) % 10);
  scratch[start + 3] = 0x30 + (octet % 10);
  return start + 4;
}
