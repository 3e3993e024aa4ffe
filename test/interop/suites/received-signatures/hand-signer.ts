/** A signer that signs whatever it is told to, rules kept or not: tags in any order, any algorithm, hashes of RFC 6376 §3.7. */
import { createHash, type KeyObject, sign } from 'node:crypto';

export interface HandSigned {
  /** Lines of the header without their ends; a fold is `\r\n ` within one. */
  readonly fields: readonly string[];
  /** CRLF line ends. */
  readonly body: string;
  readonly key: KeyObject;
  /** Behind the names of the others; `bh` and `b` without a value get theirs. */
  readonly tags: string;
  readonly name?: string;
  /** What is put around tags: folds, blanks. */
  readonly between?: string;
  /** Instead of what `a=` says. */
  readonly hash?: string;
  /** Instead of what `c=` says, `simple/simple` where it says nothing. */
  readonly canon?: string;
}

/** The field, to be put on top of the others. */
export function signByHand(asked: HandSigned): string {
  const { fields, body, key, tags, name = 'DKIM-Signature', between = ' ' } = asked;
  const list = tags.split(';').map((tag) => tag.trim());
  const value = (wanted: string): string | undefined =>
    list.findLast((tag) => tag.replace(/\s*=.*/s, '') === wanted)?.replace(/^[^=]*=\s*/s, '');
  const hash = asked.hash ?? /-(.*)$/.exec(value('a') ?? '')?.[1] ?? 'sha256';
  const [how = 'simple', ofBody = 'simple'] = (asked.canon ?? value('c') ?? 'simple/simple').split('/');
  const known = ['sha1', 'sha256', 'sha512'].includes(hash) ? hash : 'sha256';
  const length = /^\d+$/.test(value('l') ?? '') ? Number(value('l')) : undefined;
  const digest = createHash(known).update(canonicalBody(body, ofBody).slice(0, length), 'latin1').digest('base64');
  const filled = list.map((tag) => (tag === 'bh' ? `bh=${digest}` : tag === 'b' ? 'b=' : tag));
  const bare = `${name}:${between}${filled.join(`;${between}`)}`;
  const picked = pick(fields, (value('h') ?? '').replace(/\s/g, '').split(':'));
  const signed = [...picked.map((field) => `${canonicalField(field, how)}\r\n`), canonicalField(bare, how)].join('');
  return bare.replace(/(;\s*)b=(?=;|$|\s*;)/, `$1b=${signatureOf(signed, key, known)}`);
}

function signatureOf(text: string, key: KeyObject, hash: string): string {
  const octets = Buffer.from(text, 'latin1');
  const isRsa = key.asymmetricKeyType === 'rsa';
  // RFC 8463 §3: Ed25519 signs the hash.
  return sign(isRsa ? hash : null, isRsa ? octets : createHash(hash).update(octets).digest(), key).toString('base64');
}

/** From the bottom up, each once (RFC 6376 §5.4.2). */
function pick(fields: readonly string[], names: readonly string[]): readonly string[] {
  const left = [...fields];
  return names.flatMap((name) => {
    const at = left.findLastIndex(
      (field) => field.slice(0, field.indexOf(':')).trim().toLowerCase() === name.toLowerCase(),
    );
    return at < 0 ? [] : left.splice(at, 1);
  });
}

function canonicalField(field: string, how: string): string {
  if (how !== 'relaxed') return field;
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${field.slice(0, colon).trim().toLowerCase()}:${value}`;
}

function canonicalBody(body: string, how: string): string {
  const lines = how === 'relaxed' ? body.replace(/[ \t]+/g, ' ').replace(/ \r\n/g, '\r\n') : body;
  const cut = lines.replace(/(?:\r\n)+$/, '\r\n');
  return cut === '\r\n' || cut === '' ? (how === 'relaxed' ? '' : '\r\n') : cut;
}
