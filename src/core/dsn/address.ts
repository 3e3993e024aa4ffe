/**
 * Addresses with their types in reports: `rfc822; bob@example.org`, `utf-8; …` (RFC 3464 §2.3.1, RFC 6533 §3).
 *
 * A utf-8 address has three forms: as it is (utf-8-address), with `\x{…}` for characters that harm (utf-8-addr-unitext), and
 * with `\x{…}` for all beyond ASCII (utf-8-addr-xtext).
 */
import type { TypedValue } from './types.ts';

/** @param text  the value of a field, unfolded; a type that is missing is empty */
export function readTyped(text: string): TypedValue {
  const [, type, value] = /^\s*([A-Za-z0-9][A-Za-z0-9-]{0,62})\s*;(.*)$/s.exec(text) ?? [];
  return type === undefined ? { type: '', value: text.trim() } : { type: type.toLowerCase(), value: value!.trim() };
}

/** With what mailers put round it taken away, and the forms of RFC 6533 decoded. */
export function readAddress(text: string): TypedValue {
  const { type, value } = readTyped(text);
  const said = value.replace(/(?<=@[^\s()]{1,255})\s+\([^()]*\)$/, ''); // a comment behind it
  const bare = /^<([^<>]*)>$/.exec(said)?.[1] ?? said;
  return { type, value: type === 'utf-8' ? decodeUnitext(bare) : bare };
}

/** EmbeddedUnicodeChar; one that stands for no character stays as it is written. */
const EMBEDDED = /\\x\{(0[1-9]|1[0-9]|20|2B|3D|5C|7F|[1-9A-F][0-9A-F]{1,5})\}/gi;

export const decodeUnitext = (text: string): string =>
  text.replace(EMBEDDED, (whole, digits: string) => {
    const code = Number.parseInt(digits, 16);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? whole : String.fromCodePoint(code);
  });

/** utf-8-addr-xtext: QCHAR stays, anything else is written as its number (RFC 6533 §3). */
export const encodeUtf8Xtext = (address: string): string => address.replace(/[^!-*,-<>-[\]-~]/gu, embedded);

const embedded = (character: string): string =>
  `\\x{${character.codePointAt(0)!.toString(16).toUpperCase().padStart(2, '0')}}`;
