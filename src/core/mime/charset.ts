/** Octets as text. A label that lies or is not known does not lose the text: UTF-8 where it is that, else Windows-1252. */

/** Texts are for people and for recognising; what goes beyond is not read. */
const MAX_TEXT_OCTETS = 8 * 1024 * 1024;

export function decodeText(octets: Uint8Array, label: string): string {
  const bounded = octets.subarray(0, MAX_TEXT_OCTETS);
  if (isAscii(bounded) && !isStateful(label)) return latin1(bounded);
  return decodedAs(bounded, label) ?? decodedAs(bounded, 'utf-8') ?? windows1252(bounded);
}

/** Nothing where the octets are not of that charset; `us-ascii` says nothing about octets beyond it. */
function decodedAs(octets: Uint8Array, label: string): string | undefined {
  if (/^(?:us-ascii|ascii|iso-8859-1|latin1|windows-1252|cp1252|unknown-8bit)?$/i.test(label)) return undefined;
  try {
    return new TextDecoder(label, { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
}

/** ISO-2022 shifts by escapes, UTF-16 has octets of ASCII in pairs. */
const isStateful = (label: string): boolean => /^(?:iso-2022|utf-?16|hz-)/i.test(label);

function isAscii(octets: Uint8Array): boolean {
  for (let i = 0; i < octets.length; i += 1) if (octets[i]! > 0x7f) return false;
  return true;
}

const latin1 = (octets: Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');

/** 0x80 to 0x9F, as the Encoding Standard has them; TextDecoder takes them for control characters on Node 20 and 22. */
const FROM_0X80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const windows1252 = (octets: Uint8Array): string =>
  latin1(octets).replace(/[\x80-\x9f]/g, (character) => FROM_0X80[character.charCodeAt(0) - 0x80]!);
