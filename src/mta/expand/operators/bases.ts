/** Numbers and octets in other writings: base 32 and 62, base 64, hexadecimal. */
import { beforeZero, failed } from '../outcome.ts';
import { ofCertificates, textOperator, withAliases } from './make.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const LIMIT = 1n << 64n;
/** So many are written, whatever the number. */
const BASE62_DIGITS = 6;

function digits(value: bigint, alphabet: string, least: number): string {
  const base = BigInt(alphabet.length);
  let said = '';
  for (let rest = value; rest > 0n; rest /= base) said = alphabet[Number(rest % base)]! + said;
  return said.padStart(least, alphabet[0]);
}

function numberIn(text: string, alphabet: string): bigint | undefined {
  let value = 0n;
  for (const char of text) {
    const digit = alphabet.indexOf(char);
    if (digit < 0) return undefined;
    value = (value * BigInt(alphabet.length) + BigInt(digit)) % LIMIT;
  }
  return value;
}

/** As strtoul reads it: a sign and white space before it are free, and beyond 64 bits all of them are set. */
function unsigned(text: string): bigint | undefined {
  const [, sign, digitsOf] = /^\s*([+-]?)(\d+)$/.exec(text) ?? (text === '' ? ['', '', '0'] : []);
  if (digitsOf === undefined) return undefined;
  const value = BigInt(digitsOf);
  if (value >= LIMIT) return LIMIT - 1n;
  return BigInt.asUintN(64, sign === '-' ? -value : value);
}

const encoder = (name: string, alphabet: string, write: (value: bigint) => string) =>
  textOperator(name, `A decimal number in base ${alphabet.length}.`, (text) => {
    const value = unsigned(text);
    return value === undefined
      ? failed(`argument for ${name} operator is "${text}", which is not a decimal number`)
      : write(value);
  });

const decoder = (name: string, alphabet: string) =>
  textOperator(name, `A number in base ${alphabet.length} as a decimal one.`, (text) => {
    const value = numberIn(text, alphabet);
    return value === undefined
      ? failed(`argument for ${name} operator is "${text}", which is not a base ${alphabet.length} number`)
      : String(BigInt.asIntN(64, value)); // as C prints a long
  });

const isBase64 = (text: string): boolean =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);

export const BASE_OPERATORS = [
  encoder('base32', BASE32, (value) => digits(value, BASE32, 0)),
  decoder('base32d', BASE32),
  encoder('base62', BASE62, (value) => digits(value, BASE62, BASE62_DIGITS).slice(-BASE62_DIGITS)),
  decoder('base62d', BASE62),
  ofCertificates(
    withAliases(
      textOperator('base64', 'The octets in base 64; of a certificate, its DER.', (text) =>
        Buffer.from(text, 'latin1').toString('base64'),
      ),
      'str2b64',
    ),
  ),
  textOperator('base64d', 'What base 64 says.', (text) => {
    const joined = text.replace(/[ \t\n]/g, '');
    return isBase64(joined)
      ? beforeZero(Buffer.from(joined, 'base64').toString('latin1'))
      : failed(`string "${text}" is not well-formed for "base64d" operator`);
  }),
  textOperator('hex2b64', 'Octets in hexadecimal, in base 64.', (text) => {
    if (!/^[0-9a-f]*$/i.test(text)) return failed(`"${text}" is not a hex string`);
    if (text.length % 2 !== 0) return failed(`"${text}" contains an odd number of characters`);
    return Buffer.from(text, 'hex').toString('base64');
  }),
  textOperator('hexquote', 'Octets that are not printable ASCII, or blanks, as \\xNN.', (text) =>
    text.replace(/[^!-~]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`),
  ),
];
