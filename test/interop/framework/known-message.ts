/**
 * Messages whose every octet follows from a key, so that what arrives can be held against what was sent without keeping it.
 *
 * Bodies are of the awkward kind: dots at the beginnings of lines, lines of the greatest length, octets beyond ASCII, blanks
 * at ends, empty lines.
 */

/** A sequence that a seed decides (mulberry32). */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function seedOf(key: string): number {
  let seed = 2_166_136_261;
  for (let at = 0; at < key.length; at += 1) seed = Math.imul(seed ^ key.charCodeAt(at), 16_777_619);
  return seed;
}

const LINES: readonly Buffer[] = makeLines();

function makeLines(): readonly Buffer[] {
  const random = sequence(7);
  const line = (index: number): string => {
    const kind = index % 16;
    if (kind === 0) return '';
    if (kind === 1) return '.';
    if (kind === 2) return '..two dots';
    const length = kind === 3 ? 998 : Math.floor(random() * 160);
    const letters = Array.from({ length }, () => String.fromCharCode(33 + Math.floor(random() * 94))).join('');
    if (kind === 4) return `.${letters}`;
    if (kind === 5) return `${letters}\xe4\xff\x80\t `;
    return letters;
  };
  return Array.from({ length: 1024 }, (_, index) => Buffer.from(`${line(index)}\r\n`, 'latin1'));
}

const NAME = 'X-Known: ';

/** At least some 150 octets, else as long as is said. Lines end in CRLF; nothing is stuffed. */
export function knownMessage(key: string, octets: number): Buffer {
  const head = `${NAME}${key} ${octets}\r\nDate: Wed, 25 Nov 2026 12:00:00 +0000\r\nMessage-ID: <${key}@example.net>\r\nFrom: alice@example.net\r\n\r\n`;
  const parts: Buffer[] = [Buffer.from(head, 'latin1')];
  let left = octets - head.length;
  for (let at = Math.abs(seedOf(key)); left > 0; at += 1 + (at % 3)) {
    const line = LINES[at % LINES.length]!;
    if (line.length > left) break;
    parts.push(line);
    left -= line.length;
  }
  if (left >= 2) parts.push(Buffer.from(`${'x'.repeat(left - 2)}\r\n`.slice(-1000), 'latin1'));
  return Buffer.concat(parts);
}

/** Which one it is: of a header field as it was sent. */
export function readKey(field: string): { readonly key: string; readonly octets: number } | undefined {
  const match = /^X-Known: (\S+) (\d+)\r?\n$/.exec(field);
  return match === null ? undefined : { key: match[1]!, octets: Number(match[2]) };
}

/** As DATA wants it, with the end (RFC 5321 §4.5.2). */
export function stuffed(message: Uint8Array): Buffer {
  const parts: Buffer[] = [];
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  let from = 0;
  for (let at = bytes[0] === 46 ? 0 : next(bytes, 0); at >= 0; at = next(bytes, at)) {
    parts.push(bytes.subarray(from, at), DOT);
    from = at;
  }
  return Buffer.concat([...parts, bytes.subarray(from), END]);
}

/** The next dot at the beginning of a line behind there. */
function next(bytes: Buffer, from: number): number {
  const at = bytes.indexOf('\n.', from, 'latin1');
  return at < 0 ? -1 : at + 1;
}

const DOT = Buffer.from('.');
const END = Buffer.from('.\r\n');
