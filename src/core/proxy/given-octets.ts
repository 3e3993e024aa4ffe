/** Octets as people hand them over: hex in its many spellings, base64, a line with escapes, or as they are. */
import { err, type Failure, fromBase64, fromHex, ok, type Result } from '../../base/index.ts';
import { readOctets } from './octets-text.ts';
import { V1_START } from './v1.ts';
import { V2_SIGNATURE } from './v2.ts';

export type Spelling = 'hex' | 'base64' | 'binary';
export type SpellingError = Failure<'proxy/spelling'>;

/** A longer header cannot be, and what is behind it is of no interest. */
export const MAX_GIVEN_OCTETS = 4 * 1024 * 1024;

/** What a word on the command line means; `spelling` is detected where none is given. */
export function octetsFromText(text: string, spelling?: Spelling): Result<Uint8Array, SpellingError> {
  if (spelling === 'binary' || (spelling === undefined && text.toUpperCase().startsWith(V1_START)))
    return fromLine(text);
  if (spelling === 'hex') return found(looseHex(text), text, 'hex');
  if (spelling === 'base64') return found(fromBase64(text), text, 'base64');
  return found(looseHex(text) ?? (text.includes(' ') ? undefined : fromBase64(text)), text, 'hex or base64');
}

/** What a file or standard input holds: the octets themselves, or a text that spells them. */
export function octetsFromFile(content: Uint8Array, spelling?: Spelling): Result<Uint8Array, SpellingError> {
  if (spelling === 'binary' || (spelling === undefined && looksBinary(content))) return ok(content);
  const text = Buffer.from(content).toString('latin1').trim();
  if (spelling !== undefined) return octetsFromText(text, spelling);
  return ok(looseHex(text) ?? fromBase64(text) ?? content);
}

/**
 * `bytes` of a batch line is base64. Hex is taken where it begins as a header does, since no base64 of a header is hex, and
 * where the text is no base64.
 */
export function octetsFromField(text: string, spelling?: Spelling): Result<Uint8Array, SpellingError> {
  if (spelling !== undefined) return octetsFromText(text, spelling);
  const hex = looseHex(text);
  return hex !== undefined && beginsAsHeader(hex) ? ok(hex) : found(fromBase64(text) ?? hex, text, 'base64 or hex');
}

/** Of version 2, or of version 1 in either case. */
const beginsAsHeader = ([first = 0]: Uint8Array): boolean =>
  first === V2_SIGNATURE[0] || String.fromCharCode(first).toUpperCase() === V1_START[0];

/** `0D0A`, `0d 0a`, `0d:0a`, `0x0d,0x0a`, `\x0d\x0a`. */
function looseHex(text: string): Uint8Array | undefined {
  return fromHex(text.replace(/(?:0x|\\x)(?=[0-9a-f]{2})|[:,]/gi, ''));
}

/** A line of version 1 whose CRLF is written `\r\n`, or is there already. */
function fromLine(text: string): Result<Uint8Array, SpellingError> {
  const octets = readOctets(text);
  return octets.ok ? octets : err(notSpelled(octets.error.message, octets.error.hint ?? ''));
}

function looksBinary(content: Uint8Array): boolean {
  const head = Buffer.from(content.subarray(0, V1_START.length)).toString('latin1');
  return (
    head.toUpperCase() === V1_START || content.some((octet) => octet > 0x7e || (octet < 0x20 && !isLineSpace(octet)))
  );
}

/** TAB, LF, CR, as in a text over several lines. */
const isLineSpace = (octet: number): boolean => octet === 9 || octet === 10 || octet === 13;

function found(octets: Uint8Array | undefined, text: string, what: string): Result<Uint8Array, SpellingError> {
  if (octets !== undefined) return ok(octets);
  const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
  return err(notSpelled(`${shown} is not ${what}`, 'give hex, base64, the name of a file, or - for standard input'));
}

function notSpelled(message: string, hint: string): SpellingError {
  return { code: 'proxy/spelling', message, hint, fault: 'configuration', temporary: false };
}
