/** Sender rewriting: a return path that leads back through us, and says that we made it (SRS0). */
import { createHmac } from 'node:crypto';
import { quoteLocalPart } from '../operators/quotes.ts';
import type { Run } from '../run.ts';

const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';
const DAY_MS = 86_400_000;
/** Days are counted modulo two digits of base 32. */
const CYCLE = 1024;
/** How long a rewritten path holds. */
const MAX_DAYS = 10;

const todayOf = ({ host }: Run): number => Math.floor(host.clock.now().getTime() / DAY_MS) % CYCLE;

const hashOf = (secret: string, address: string): string =>
  createHmac('md5', Buffer.from(secret, 'latin1')).update(address.toLowerCase(), 'latin1').digest('hex').slice(0, 4);

/**
 * Quotes around a local part go around the new one.
 *
 * @param given  the return path as it was given, blanks and all, over which Exim's hash goes
 */
export function encodeSrs(
  secret: string,
  { given, address: returnPath }: { readonly given: string; readonly address: string },
  domain: string,
  run: Run,
): string {
  if (returnPath === '') return '';
  const at = returnPath.lastIndexOf('@');
  const written = at < 0 ? returnPath : returnPath.slice(0, at);
  const from = at < 0 ? '' : returnPath.slice(at + 1);
  const isQuoted = written.startsWith('"');
  const localPart = isQuoted ? written.replace(/^"|"$/g, '').replace(/\\(.)/gs, '$1') : written;
  const today = todayOf(run);
  const stamp = DIGITS[today >> 5]! + DIGITS[today & 31]!;
  const made = `SRS0=${hashOf(secret, given)}=${stamp}=${from}=${localPart}`;
  return `${isQuoted ? `"${made.replace(/["\\]/g, '\\$&')}"` : made}@${domain}`;
}

const SRS0 = /^"?SRS0=([^=]+)=([a-z2-7]{2})=([^=]*)=(.*?)"?$/is;

/**
 * Hosts on the way may have changed capitals into small letters or the other way round: they do not count, and the address
 * comes in small letters.
 *
 * @param localPart  as `$local_part` has it, or with its quotes
 * @returns the address it stands for; undefined: it is none, or none of ours
 */
export function decodeSrs(localPart: string, secret: string, run: Run): string | undefined {
  const [, hash, stamp, domain, local] = SRS0.exec(localPart.toLowerCase()) ?? [];
  if (hash === undefined) return undefined;
  const address = `${quoteLocalPart(local!)}@${domain}`;
  if (secret === '') return address;
  const made = DIGITS.indexOf(stamp![0]!) * 32 + DIGITS.indexOf(stamp![1]!);
  const age = (todayOf(run) - made + CYCLE) % CYCLE;
  return age <= MAX_DAYS && hash === hashOf(secret, address) ? address : undefined;
}
