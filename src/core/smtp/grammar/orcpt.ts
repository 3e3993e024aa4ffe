/** ORCPT: the recipient as the message's first sender wrote it (RFC 3461 §4.2; its UTF-8 type RFC 6533 §3). */
import { err, ok, type Result } from '../../../base/index.ts';
import { type GrammarError, grammarError, quoted } from './error.ts';
import { decodeXtext, encodeXtext } from './xtext.ts';

export interface OriginalRecipient {
  /** In lower case: `rfc822`, `utf-8`, `x400`, … */
  readonly addressType: string;
  /** Decoded. */
  readonly address: string;
}

/** addr-type ";" address. */
export function parseOriginalRecipient(value: string): Result<OriginalRecipient, GrammarError> {
  const match = /^([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?);(.+)$/s.exec(value);
  if (match === null) return fail(`${quoted(value)} is no "type;address", such as rfc822;alice@example.org`);
  const addressType = match[1]!.toLowerCase();
  const address = addressType === 'utf-8' ? decodeUnitext(match[2]!) : decodeXtext(match[2]!);
  return address.ok ? ok({ addressType, address: address.value }) : address;
}

export function formatOriginalRecipient({ addressType, address }: OriginalRecipient): string {
  return `${addressType};${addressType === 'utf-8' ? encodeUnitext(address) : encodeXtext(address)}`;
}

/** EmbeddedUnicodeChar: `\x{HEX}`, of the code points that may not stand as they are (RFC 6533 §3). */
const EMBEDDED = /\\x\{([0-9A-F]{1,6})\}/g;
const UNITEXT = /^(?:[!-*,-<>-[\]-~\u0080-\uffff]|\\x\{[0-9A-F]{1,6}\})+$/;

/** utf-8-addr-xtext and utf-8-addr-unitext alike; some senders write xtext there, which is taken. */
function decodeUnitext(text: string): Result<string, GrammarError> {
  if (!UNITEXT.test(text)) return decodeXtext(text);
  let isRight = true;
  const decoded = text.replace(EMBEDDED, (_, hex: string) => {
    const code = Number.parseInt(hex, 16);
    isRight &&= code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isRight ? String.fromCodePoint(code) : '';
  });
  return isRight ? ok(decoded) : fail(`${quoted(text)} has a number in it that is no character`);
}

/** utf-8-addr-xtext: ASCII alone, so that it passes where SMTPUTF8 is not offered. */
function encodeUnitext(address: string): string {
  return address.replace(/[^!-*,-<>-[\]-~]/gu, (character) => `\\x{${hex(character)}}`);
}

const hex = (character: string): string => character.codePointAt(0)!.toString(16).toUpperCase().padStart(2, '0');

const fail = (message: string): { ok: false; error: GrammarError } =>
  err(grammarError('smtp/parameter', 'value', message, 'ORCPT'));
