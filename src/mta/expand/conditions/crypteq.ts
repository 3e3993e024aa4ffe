import { createHash } from 'node:crypto';
import { type Failure, failed } from '../outcome.ts';
import { isCrypted } from '../values/crypt.ts';
import { twoStrings } from './make.ts';

/** `crypteq{plain}{crypted}`: `{md5}`, `{sha1}`, `{crypt}`, or a string of crypt(3) alone (Exim spec §11.7). */
export const crypteq = twoStrings(
  'crypteq',
  'The first string, encrypted as the second says, is the second.',
  (plain, crypted) => compare(plain.text, crypted.text),
);

function compare(plain: string, crypted: string): boolean | Failure {
  if (!crypted.startsWith('{')) return isCrypted(plain, crypted);
  const [whole, mechanism] = /^\{(md5|sha1|crypt|crypt16)\}/i.exec(crypted) ?? [];
  if (whole === undefined) return failed(`unknown encryption mechanism in "${crypted}"`);
  const rest = crypted.slice(whole.length);
  const name = mechanism!.toLowerCase();
  return name === 'md5' || name === 'sha1' ? isDigest(plain, rest, name) : isCrypted(plain, rest);
}

/** In base 64 or in hexadecimal, told apart by their length. */
function isDigest(plain: string, text: string, algorithm: 'md5' | 'sha1'): boolean {
  const digest = createHash(algorithm).update(plain, 'latin1').digest();
  const base64 = digest.toString('base64');
  return text.length === base64.length ? text === base64 : text.toLowerCase() === digest.toString('hex');
}
