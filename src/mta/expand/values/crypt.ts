/**
 * Passwords as crypt(3) stores them: `$1$` (MD5), `$5$` and `$6$` (SHA-256 and SHA-512). The digests are the platform's;
 * here is how often, and over what, they are taken. Of the old DES form nothing ever matches: it is no protection.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

export function isCrypted(plain: string, crypted: string): boolean {
  const made = crypted.startsWith('$1$') ? md5Crypt(plain, crypted) : shaCrypt(plain, crypted);
  if (made === undefined || made.length !== crypted.length) return false;
  return timingSafeEqual(Buffer.from(made, 'latin1'), Buffer.from(crypted, 'latin1'));
}

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const digestOf = (algorithm: string, ...parts: readonly Buffer[]): Buffer => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const octets = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A digest as often as fills so many octets. */
const repeated = (digest: Buffer, length: number): Buffer =>
  Buffer.concat(Array.from({ length: Math.ceil(length / digest.length) }, () => digest)).subarray(0, length);

/** Groups of up to three octets, the first the highest, six bits a character from the low end. */
function encode(digest: Buffer, groups: readonly (readonly number[])[]): string {
  return groups
    .map((group) => {
      let value = group.reduce((sum, index) => sum * 256 + digest[index]!, 0);
      let said = '';
      for (let count = group.length + 1; count > 0; count -= 1) {
        said += ALPHABET[value & 63];
        value >>>= 6;
      }
      return said;
    })
    .join('');
}

const MD5_ROUNDS = 1000;
const MD5_GROUPS = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5], [11]];

function md5Crypt(plain: string, crypted: string): string | undefined {
  const [, saltText] = /^\$1\$([^$]{0,8})[^$]*\$/.exec(crypted) ?? [];
  if (saltText === undefined) return undefined;
  const key = octets(plain);
  const salt = octets(saltText);
  const start = [key, octets('$1$'), salt, repeated(digestOf('md5', key, salt, key), key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) start.push((bits & 1) === 1 ? Buffer.alloc(1) : key.subarray(0, 1));
  let digest = digestOf('md5', ...start);
  for (let round = 0; round < MD5_ROUNDS; round += 1) digest = digestOf('md5', ...roundParts(round, digest, key, salt));
  return `$1$${saltText}$${encode(digest, MD5_GROUPS)}`;
}

/** What a round takes the digest of: by turns the key and the last digest, with salt and key between now and then. */
function roundParts(round: number, digest: Buffer, key: Buffer, salt: Buffer): Buffer[] {
  const isOdd = round % 2 === 1;
  return [
    isOdd ? key : digest,
    ...(round % 3 === 0 ? [] : [salt]),
    ...(round % 7 === 0 ? [] : [key]),
    isOdd ? digest : key,
  ];
}

const SHA = /^\$([56])\$(?:rounds=(\d+)\$)?([^$]{0,16})[^$]*\$/;
const DEFAULT_ROUNDS = 5000;
/** The scheme allows 999,999,999, which would be minutes. */
const MAX_ROUNDS = 1_000_000;

function shaCrypt(plain: string, crypted: string): string | undefined {
  const [, kind, roundsText, saltText] = SHA.exec(crypted) ?? [];
  if (kind === undefined) return undefined;
  const rounds = Math.max(1000, Number(roundsText ?? DEFAULT_ROUNDS));
  if (rounds > MAX_ROUNDS) return undefined;
  const algorithm = kind === '5' ? 'sha256' : 'sha512';
  const digest = shaRounds(algorithm, octets(plain), octets(saltText!), rounds);
  const said = roundsText === undefined ? '' : `rounds=${rounds}$`;
  return `$${kind}$${said}${saltText}$${encode(digest, kind === '5' ? SHA256_GROUPS : SHA512_GROUPS)}`;
}

function shaRounds(algorithm: string, key: Buffer, salt: Buffer, rounds: number): Buffer {
  const second = digestOf(algorithm, key, salt, key);
  const start = [key, salt, repeated(second, key.length)];
  for (let bits = key.length; bits > 0; bits >>= 1) start.push((bits & 1) === 1 ? second : key);
  let digest = digestOf(algorithm, ...start);
  const keys = repeated(digestOf(algorithm, ...Array.from({ length: key.length }, () => key)), key.length);
  const salts = repeated(digestOf(algorithm, ...Array.from({ length: 16 + digest[0]! }, () => salt)), salt.length);
  for (let round = 0; round < rounds; round += 1)
    digest = digestOf(algorithm, ...roundParts(round, digest, keys, salts));
  return digest;
}

const SHA256_GROUPS = [
  [0, 10, 20],
  [21, 1, 11],
  [12, 22, 2],
  [3, 13, 23],
  [24, 4, 14],
  [15, 25, 5],
  [6, 16, 26],
  [27, 7, 17],
  [18, 28, 8],
  [9, 19, 29],
  [31, 30],
];

const SHA512_GROUPS = [
  ...Array.from({ length: 21 }, (_, index) => {
    const group = [index, index + 21, index + 42];
    return [...group.slice(index % 3), ...group.slice(0, index % 3)];
  }),
  [63],
];
