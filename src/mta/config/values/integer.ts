/** Integers: decimal, octal with a leading 0, hexadecimal with 0x; K, M, G and T multiply by 1024 (Exim spec §6.12). */
import { err, ok, type Result } from '../../../base/index.ts';
import { trimStart } from '../lines/characters.ts';

const NUMBER = /^([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/;
const OCTAL = /^([+-]?)([0-7]+)/;
const FACTORS: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

export const readInteger = (text: string, name: string): Result<number, string> =>
  bounded(text, name, { pattern: NUMBER, kind: '', factor: 1 });

export const readOctal = (text: string, name: string): Result<number, string> =>
  bounded(text, name, { pattern: OCTAL, kind: 'octal ', factor: 1 });

/** In octets; a number without a letter is of units of 1024. */
export const readKilobytes = (text: string, name: string): Result<number, string> =>
  bounded(text, name, { pattern: NUMBER, kind: '', factor: 1024, most: Number.MAX_SAFE_INTEGER });

interface Manner {
  readonly pattern: RegExp;
  readonly kind: string;
  /** Of a number without a letter. */
  readonly factor: number;
  readonly most?: number;
}

function bounded(text: string, name: string, manner: Manner): Result<number, string> {
  const { most = MAX } = manner;
  const read = parse(text, name, manner);
  if (!read.ok || (read.value <= most && read.value >= -most - 1)) return read;
  return err(`absolute value of integer "${text.slice(0, 40)}" is too large (overflow)`);
}

const MAX = 2 ** 31 - 1;

function parse(text: string, name: string, { pattern, kind, factor }: Manner): Result<number, string> {
  const found = pattern.exec(text);
  if (found === null) return err(`${kind}integer expected for ${name}`);
  const digits = found[2]!;
  const base = pattern === OCTAL || /^0[0-7]/.test(digits) ? 8 : /^0x/i.test(digits) ? 16 : 10;
  const plain = Number.parseInt(digits.replace(/^0x/i, ''), base);
  const suffix = FACTORS[text[found[0].length]?.toLowerCase() ?? ''];
  const rest = trimStart(text.slice(found[0].length + (suffix === undefined ? 0 : 1)));
  const value = (found[1] === '-' ? -plain : plain) * (suffix ?? factor);
  if (rest === '' || Math.abs(plain) > Number.MAX_SAFE_INTEGER) return ok(value);
  return err(`extra characters follow ${kind}integer value for ${name}`);
}
