/** A verdict on a signature in Exim's words: for the ACL, for the log, for Authentication-Results (Exim spec §58 "DKIM"). */
import { parseTagList, type ReasonCode, readQuotedPrintable, type SignatureVerdict } from '../../../core/dkim/index.ts';

export type SignatureStatus = 'none' | 'invalid' | 'fail' | 'pass';

export interface VerdictWords {
  /** `$dkim_verify_status`. */
  readonly status: SignatureStatus;
  /** `$dkim_verify_reason`. */
  readonly reason: string;
  /** In the log, in brackets. */
  readonly logged: string;
  /** Behind `dkim=`. */
  readonly result: string;
}

const words = (status: SignatureStatus, reason: string, logged: string, result: string): VerdictWords => ({
  ...{ status, reason, logged, result },
});

const PASS = words('pass', '', 'verification succeeded', 'pass');
const BODY = words(
  'fail',
  'bodyhash_mismatch',
  'verification failed - body hash mismatch (body probably modified in transit)',
  'fail (body hash mismatch; body probably modified in transit)',
);
const HEADER = words(
  'fail',
  'signature_incorrect',
  'verification failed - signature did not verify (headers probably modified in transit)',
  'fail (signature did not verify; headers probably modified in transit)',
);
const SHORT_KEY = words(
  'fail',
  'pubkey_too_short',
  'verification failed - signature invalid (key too short)',
  'fail (public key too short)',
);
const NO_KEY = words(
  'invalid',
  'pubkey_unavailable',
  'invalid - public key record (currently?) unavailable',
  'tmperror (pubkey unavailable)',
);
const KEY_RECORD = words(
  'invalid',
  'pubkey_dns_syntax',
  'invalid - syntax error in public key record',
  'neutral (public key record import problem)',
);
const KEY_OCTETS: VerdictWords = { ...KEY_RECORD, reason: 'pubkey_der_syntax' };
const KEY_HASH = words('fail', '', 'verification failed - unspecified reason', 'fail (unspecified reason)');
const VERSION = words('invalid', '', 'invalid - unsupported DKIM version', 'neutral (unsupported DKIM version)');
const TAGS = words(
  'invalid',
  '',
  'invalid - signature tag missing or invalid',
  'neutral (signature tag missing or invalid)',
);
/** Another has passed, which is enough (`dkim_verify_minimal`). */
const UNVERIFIED = words('none', '', 'not verified', 'none');
/** What Exim does not look at, and we do. */
const OTHER = words('invalid', '', 'invalid - unspecified problem', 'permerror (unspecified problem)');

const WORDS: Readonly<Partial<Record<ReasonCode, VerdictWords>>> = {
  good: PASS,
  'body-hash-mismatch': BODY,
  'body-too-short': BODY,
  'signature-mismatch': HEADER,
  'key-weak': SHORT_KEY,
  'key-missing': NO_KEY,
  'key-unavailable': NO_KEY,
  'key-bogus': NO_KEY,
  'key-syntax': KEY_RECORD,
  'key-version': KEY_RECORD,
  'key-service': KEY_RECORD,
  'key-hash': KEY_HASH,
  'key-revoked': KEY_OCTETS,
  'key-type': KEY_OCTETS,
  'key-too-large': KEY_OCTETS,
  version: VERSION,
  'signature-syntax': TAGS,
  'duplicate-tag': TAGS,
  'missing-tag': TAGS,
  canonicalization: BODY, // which Exim reads as simple
  'query-method': TAGS,
  'from-not-signed': TAGS,
  identity: TAGS,
  'expiry-before-timestamp': TAGS,
};

/** The body is looked at before the key: where that differs, nobody is asked for a key. */
export function wordsOf(verdict: SignatureVerdict): VerdictWords {
  const { result, reason, isBodyGood, key } = verdict;
  if (result === 'none') return UNVERIFIED;
  const found = (reason === 'key-syntax' && key !== undefined ? KEY_OCTETS : WORDS[reason]) ?? OTHER;
  const isOfKey = found === KEY_HASH || found.reason.startsWith('pubkey_');
  return (isBodyGood === false && isOfKey) || !hasDigest(verdict) ? BODY : found;
}

/** A body hash that is none, or not of its length, is that of no body. */
function hasDigest({ signature, value = '' }: SignatureVerdict): boolean {
  if (signature !== undefined) return true;
  const tag = tagReader(value);
  const octets = Buffer.from(tag('bh') ?? '', 'base64').length;
  return octets === ({ sha1: 20, sha512: 64 }[/-(.*)$/.exec(tag('a') ?? '')?.[1] ?? ''] ?? 32);
}

/** What a signature says of itself, also one that keeps no rules. */
export interface Tags {
  readonly domain: string | undefined;
  readonly selector: string | undefined;
  readonly algorithm: string;
  readonly header: string;
  readonly body: string;
  /** i=, where it is there. */
  readonly identity: string | undefined;
  readonly signedAt: string | undefined;
  readonly expiresAt: string | undefined;
  readonly bodyLength: string | undefined;
  readonly names: string;
  /** Of the signature itself. */
  readonly bits: number;
}

export function tagsOf({ value = '', signature }: SignatureVerdict): Tags {
  const tag = tagReader(value);
  const [, header = 'simple', body = 'simple'] =
    /^(simple|relaxed)(?:\/(simple|relaxed))?$/.exec(tag('c')?.toLowerCase() ?? '') ?? [];
  const identity = tag('i');
  const octets = signature?.value.length ?? Buffer.from(tag('b') ?? '', 'base64').length;
  return {
    ...{ header, body, algorithm: tag('a')?.toLowerCase() ?? '', bits: octets * 8 },
    ...{ domain: tag('d'), selector: tag('s') },
    identity: identity === undefined ? undefined : (readQuotedPrintable(identity) ?? identity),
    signedAt: number(tag('t')),
    expiresAt: number(tag('x')),
    bodyLength: number(tag('l')),
    names: tag('h') ?? '',
  };
}

/** Of a list that is none, what can be told all the same. One that is empty is not there. */
function tagReader(value: string): (name: string) => string | undefined {
  const list = parseTagList(value);
  return (name) => {
    const text = list.ok ? list.value.get(name)?.value : new RegExp(`(?:^|;)\\s*${name}\\s*=([^;]*)`).exec(value)?.[1];
    const said = text?.replace(/\s+/g, '');
    return said === '' ? undefined : said;
  };
}

const number = (text: string | undefined): string | undefined => /^\d+$/.exec(text ?? '')?.[0];

/**
 * `DKIM: d=… s=… c=… a=… b=… [verification succeeded]`.
 *
 * @param overruled  what an ACL says instead
 */
export function verdictLine(verdict: SignatureVerdict, overruled?: string): string {
  const { domain, selector, header, body, algorithm, bits, identity, signedAt, expiresAt, bodyLength } =
    tagsOf(verdict);
  const parts: readonly (readonly [name: string, text: string | undefined])[] = [
    ['d', domain ?? '<UNSET>'],
    ['s', selector ?? '<UNSET>'],
    ['c', `${header}/${body}`],
    ['a', algorithm],
    ['b', String(bits)],
    ['i', identity],
    ['t', signedAt],
    ['x', expiresAt],
    ['l', bodyLength],
  ];
  const said = parts.flatMap(([name, text]) => (text === undefined ? [] : [`${name}=${text}`]));
  return `DKIM: ${said.join(' ')} [${overruled ?? wordsOf(verdict).logged}]`;
}

/**
 * `;\n\tdkim=pass header.d=… header.s=… header.a=…`; what is wrong stands in a comment.
 *
 * @param overruled  what an ACL says instead
 */
export function verdictResult(verdict: SignatureVerdict, overruled?: string): string {
  const said = wordsOf(verdict);
  const { domain, selector, algorithm, identity } = tagsOf(verdict);
  const found = said === SHORT_KEY ? `fail (public key too short: ${verdict.key?.bits} bits)` : said.result;
  const result = overruled === undefined ? found : `policy (${overruled})`;
  const isOneLine = result === 'pass' || result === 'none' || overruled !== undefined;
  const properties: readonly (readonly [name: string, text: string | undefined])[] = [
    ['d', domain],
    ['i', identity],
    ['s', selector],
    ['a', algorithm],
  ];
  const named = properties.flatMap(([name, text]) => (text === undefined ? [] : [` header.${name}=${text}`]));
  return `;\n\tdkim=${result}${isOneLine ? '' : '\n\t\t'}${named.join('')}`;
}
