/** Content-Transfer-Encoding, both ways (RFC 2045 §6). */
const EQUALS = 0x3d;
const SPACE = 0x20;
const TAB = 9;
const CR = 13;
const LF = 10;

/** What is no `=XX` stays as it is (RFC 2045 §6.7, note to implementors). */
export function decodeQuotedPrintable(encoded: Uint8Array): Uint8Array {
  const out = Buffer.allocUnsafe(encoded.length);
  let size = 0;
  for (let i = 0; i < encoded.length; i += 1) {
    const octet = encoded[i]!;
    if (octet !== EQUALS) {
      out[size++] = octet;
      continue;
    }
    const softEnd = endOfSoftBreak(encoded, i + 1);
    const value = softEnd === undefined ? hexPair(encoded, i + 1) : undefined;
    if (softEnd !== undefined) i = softEnd - 1;
    else {
      out[size++] = value ?? EQUALS;
      if (value !== undefined) i += 2;
    }
  }
  return out.subarray(0, size);
}

/** Behind `=` at the end of a line, whose trailing white space came on the way. */
function endOfSoftBreak(encoded: Uint8Array, from: number): number | undefined {
  let at = from;
  while (encoded[at] === SPACE || encoded[at] === TAB) at += 1;
  if (encoded[at] === CR && encoded[at + 1] === LF) return at + 2;
  if (encoded[at] === LF) return at + 1;
  return at === encoded.length ? at : undefined;
}

function hexPair(encoded: Uint8Array, at: number): number | undefined {
  const text = String.fromCharCode(encoded[at] ?? 0, encoded[at + 1] ?? 0);
  return /^[0-9a-f]{2}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}

/** Leniently: what is no base64 is passed over (RFC 2045 §6.8). */
export function decodeBase64(encoded: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length).toString('latin1'), 'base64');
}

export function encodeBase64Lines(octets: Uint8Array): string {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64');
  return `${text.match(/.{1,76}/g)?.join('\r\n') ?? ''}\r\n`;
}

/** Lines of at most 76 characters (RFC 2045 §6.7); `octets` has CRLF line ends, which stay. */
export function encodeQuotedPrintable(octets: Uint8Array): string {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  return text.split('\r\n').map(encodeLine).join('\r\n');
}

function encodeLine(line: string): string {
  const words = Array.from(line, (character, i) => encodeCharacter(character, i === line.length - 1));
  const lines: string[] = [];
  let current = '';
  for (const [i, word] of words.entries()) {
    const room = i === words.length - 1 ? 76 : 75; // the `=` of a soft break
    if (current.length + word.length > room) {
      lines.push(`${current}=`);
      current = '';
    }
    current += word;
  }
  return [...lines, current].join('\r\n');
}

/** White space at the end of a line would be lost (rule 3). */
function encodeCharacter(character: string, isLast: boolean): string {
  const isPlain = /[\x21-\x3c\x3e-\x7e]/.test(character) || (/[ \t]/.test(character) && !isLast);
  return isPlain ? character : `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
