/**
 * Octets that are mostly text, as a text that says every one of them: printable UTF-8 as it is, anything else as `\x00`,
 * a backslash doubled. So paths of UNIX sockets, abstract ones included, are shown and read back without loss.
 */
import { err, type Failure, ok, type Result } from '../../base/index.ts';

export type OctetsTextError = Failure<'proxy/escape'>;

export function showOctets(octets: Uint8Array): string {
  const text = decodeUtf8(octets);
  if (text === undefined) return Array.from(octets, showOctet).join('');
  return text.replace(/[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/gu, escaped);
}

/** The inverse; `\r`, `\n`, `\t`, `\0` are understood as well. */
export function readOctets(text: string): Result<Uint8Array, OctetsTextError> {
  const parts: Uint8Array[] = [];
  for (const [part, hex, letter] of text.matchAll(/\\x([0-9a-fA-F]{2})|\\(.?)|[^\\]+/gsu)) {
    if (hex !== undefined) parts.push(Uint8Array.of(Number.parseInt(hex, 16)));
    else if (letter === undefined) parts.push(Buffer.from(part, 'utf8'));
    else if (letter in LETTERS) parts.push(Uint8Array.of(LETTERS[letter]!));
    else return err(badEscape(part));
  }
  return ok(new Uint8Array(Buffer.concat(parts)));
}

const LETTERS: Readonly<Record<string, number>> = { '\\': 0x5c, r: 13, n: 10, t: 9, '0': 0 };

/** Undefined where the octets are no UTF-8. */
export function decodeUtf8(octets: Uint8Array): string | undefined {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('utf8');
  return Buffer.compare(Buffer.from(text, 'utf8'), octets) === 0 ? text : undefined;
}

const escaped = (character: string): string =>
  character === '\\' ? '\\\\' : Array.from(Buffer.from(character, 'utf8'), hexEscape).join('');

const showOctet = (octet: number): string =>
  octet >= 0x20 && octet < 0x7f && octet !== 0x5c
    ? String.fromCharCode(octet)
    : octet === 0x5c
      ? '\\\\'
      : hexEscape(octet);

const hexEscape = (octet: number): string => `\\x${octet.toString(16).padStart(2, '0')}`;

function badEscape(part: string): OctetsTextError {
  const message = `"${part}" is no escape`;
  const hint = 'write \\xNN for an octet, \\\\ for a backslash';
  return { code: 'proxy/escape', message, hint, fault: 'configuration', temporary: false };
}
