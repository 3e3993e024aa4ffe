/** A verdict on a signature in Exim's words: for the ACL, for the log, for Authentication-Results (Exim spec §58 "DKIM"). */
import { parseTagList, type ReasonCode, type SignatureVerdict } from '../../../core/dkim/index.ts';

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
const VERSION = words('invalid', '', 'invalid - unsupported DKIM version', 'neutral (unsupported DKIM version)');
const TAGS = words(
  'invalid',
  '',
  'invalid - signature tag missing or invalid',
  'neutral (signature tag missing or invalid)',
);
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
  'key-revoked': KEY_OCTETS,
  'key-type': KEY_OCTETS,
  'key-too-large': KEY_OCTETS,
  version: VERSION,
  'signature-syntax': TAGS,
  'duplicate-tag': TAGS,
  'missing-tag': TAGS,
  canonicalization: TAGS,
  'query-method': TAGS,
  'from-not-signed': TAGS,
  identity: TAGS,
  'expiry-before-timestamp': TAGS,
};

/** The body is looked at before the key: where that differs, nobody is asked for a key. */
export function wordsOf({ reason, isBodyGood }: Pick<SignatureVerdict, 'reason' | 'isBodyGood'>): VerdictWords {
  const found = WORDS[reason] ?? OTHER;
  return isBodyGood === false && found.reason.startsWith('pubkey_') ? BODY : found;
}

/** What a signature says of itself, also one that keeps no rules. */
export interface Tags {
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
  const list = parseTagList(value);
  const tag = (name: string): string | undefined => (list.ok ? list.value.get(name)?.value : undefined);
  const [header = 'simple', body = 'simple'] = tag('c')?.toLowerCase().split('/') ?? [];
  const octets = signature?.value.length ?? Buffer.from(tag('b') ?? '', 'base64').length;
  return {
    ...{ header, body, algorithm: tag('a')?.toLowerCase() ?? '', bits: octets * 8 },
    identity: tag('i'),
    signedAt: number(tag('t')),
    expiresAt: number(tag('x')),
    bodyLength: number(tag('l')),
    names: (tag('h') ?? '').replace(/\s+/g, ''),
  };
}

const number = (text: string | undefined): string | undefined => /^\d+$/.exec(text ?? '')?.[0];

/** `DKIM: d=… s=… c=… a=… b=… [verification succeeded]`. */
export function verdictLine(verdict: SignatureVerdict): string {
  const { header, body, algorithm, bits, identity, signedAt, expiresAt, bodyLength } = tagsOf(verdict);
  const parts: readonly (readonly [name: string, text: string | undefined])[] = [
    ['d', verdict.domain],
    ['s', verdict.selector],
    ['c', `${header}/${body}`],
    ['a', algorithm],
    ['b', String(bits)],
    ['i', identity],
    ['t', signedAt],
    ['x', expiresAt],
    ['l', bodyLength],
  ];
  const said = parts.flatMap(([name, text]) => (text === undefined ? [] : [`${name}=${text}`]));
  return `DKIM: ${said.join(' ')} [${wordsOf(verdict).logged}]`;
}

/** `;\n\tdkim=pass header.d=… header.s=… header.a=…`; what is wrong stands in a comment. */
export function verdictResult(verdict: SignatureVerdict): string {
  const { result } = wordsOf(verdict);
  const { algorithm, identity } = tagsOf(verdict);
  const properties: readonly (readonly [name: string, text: string | undefined])[] = [
    ['d', verdict.domain],
    ['i', identity],
    ['s', verdict.selector],
    ['a', algorithm],
  ];
  const said = properties.flatMap(([name, text]) => (text === undefined ? [] : [` header.${name}=${text}`]));
  return `;\n\tdkim=${result}${result === 'pass' ? '' : '\n\t\t'}${said.join('')}`;
}
