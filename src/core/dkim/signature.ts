/** A DKIM-Signature field, read by the rules of RFC 6376 §3.5. */
import { err, ok, type Result } from '../../base/index.ts';
import { isSubdomain, type Name, parseName } from '../dns/index.ts';
import type { Field } from '../message/index.ts';
import { readBase64 } from './base64.ts';
import { readCopiedFields, readQuotedPrintable } from './quoted-printable.ts';
import { parseTagList, shorten, splitColons, type TagList, trimFolds } from './tag-list.ts';
import type {
  Canonicalization,
  Fault,
  HashName,
  Signature,
  SignatureFaultCode,
  Signer,
  VerifiableAlgorithm,
} from './types.ts';

export type SignatureFault = Fault<SignatureFaultCode>;

/** Thrown within this file and caught at its one door: a reader of twelve tags would otherwise be all checks. */
class Faulty extends Error {
  readonly fault: SignatureFault;
  constructor(code: SignatureFaultCode, detail: string) {
    super(detail);
    this.fault = { code, detail };
  }
}

/** What a kind of signature field has beside the tags that all have, `a= b= d= s= t=`. */
export interface Dialect {
  readonly required: readonly string[];
  /** v= is there to be judged, and not passed over as a tag of no meaning. */
  readonly hasVersion: boolean;
  /** i= names an identity, and not the instance of an ARC set. */
  readonly hasIdentity: boolean;
  /** c= where it is left out. */
  readonly canonicalization: string;
  /** That count; absent: those of RFC 8301 and RFC 8463. */
  readonly algorithms?: readonly VerifiableAlgorithm[];
}

export const DKIM: Dialect = {
  required: ['v', 'a', 'b', 'bh', 'd', 'h', 's'],
  hasVersion: true,
  hasIdentity: true,
  canonicalization: 'simple/simple',
};

export function parseSignature(field: Field, dialect: Dialect = DKIM): Result<Signature, SignatureFault> {
  return readTags(field, (tags) => readSignature(tags, field.valueAt, dialect));
}

/** What an ARC-Seal shares with a signature, and its tags (RFC 8617 §4.1.3). */
export function parseSigner(field: Field): Result<Signer & { readonly tags: TagList }, SignatureFault> {
  return readTags(field, (tags) => ({ ...readSigner(tags, field.valueAt, { required: ['a', 'b', 'd', 's'] }), tags }));
}

function readTags<T>(field: Field, read: (tags: TagList) => T): Result<T, SignatureFault> {
  const list = parseTagList(field.text.slice(field.valueAt));
  if (!list.ok) {
    const { code, detail } = list.error;
    return err({ code: code === 'syntax' ? 'signature-syntax' : code, detail });
  }
  try {
    return ok(read(list.value));
  } catch (error) {
    if (error instanceof Faulty) return err(error.fault);
    throw error;
  }
}

function readSignature(tags: TagList, offset: number, dialect: Dialect): Signature {
  if (dialect.hasVersion && tags.has('v')) checkVersion(valueIn(tags, 'v'));
  const { algorithm, domain, selector, value, valueSpan } = readSigner(tags, offset, dialect);
  checkQuery(tags.get('q')?.value);
  return {
    algorithm,
    domain,
    selector,
    identity: readIdentity(dialect.hasIdentity ? tags.get('i')?.value : undefined, domain),
    value,
    valueSpan,
    ...readCanonicalization(tags.get('c')?.value ?? dialect.canonicalization),
    names: readNames(valueIn(tags, 'h')),
    bodyHash: readDigest(valueIn(tags, 'bh'), hashIn(algorithm)),
    ...optional('bodyLength', readNumber('l', tags.get('l')?.value, MAX_LENGTH_DIGITS)),
    ...readTimes(tags.get('t')?.value, tags.get('x')?.value),
    copied: readCopied(tags.get('z')?.value),
  };
}

/** Who signed, with what, and the signature itself. */
function readSigner(
  tags: TagList,
  offset: number,
  { required, algorithms = ALGORITHMS }: Pick<Dialect, 'required' | 'algorithms'>,
): Signer {
  for (const name of required) if (!tags.has(name)) throw new Faulty('missing-tag', `the tag ${name}= is missing`);
  const domain = readDomain('d', valueIn(tags, 'd'));
  const { start, end } = tags.get('b')!;
  return {
    algorithm: readAlgorithm(valueIn(tags, 'a'), algorithms),
    domain,
    selector: readSelector(valueIn(tags, 's')),
    identity: readIdentity(undefined, domain),
    value: readOctets('b', valueIn(tags, 'b')),
    ...readTimes(tags.get('t')?.value, undefined),
    valueSpan: { start: offset + start, end: offset + end },
  };
}

const valueIn = (tags: TagList, name: string): string => tags.get(name)?.value ?? '';

function checkVersion(value: string): void {
  if (value === '') throw new Faulty('missing-tag', 'the tag v= is empty');
  if (value !== '1') throw new Faulty('version', `v=${shorten(value)} is not 1, the only version there is`);
}

/** RFC 8301 §3.1: rsa-sha1 must not be used, and what it signed has failed (§4). */
function readAlgorithm(value: string, known: readonly VerifiableAlgorithm[]): VerifiableAlgorithm {
  const written = value.toLowerCase();
  const algorithm = known.find((one) => one === written);
  if (algorithm !== undefined) return algorithm;
  if (written === 'rsa-sha1') throw new Faulty('algorithm-historic', 'a=rsa-sha1 is historic and proves nothing');
  throw new Faulty('algorithm', `a=${shorten(value)} is no algorithm known here: ${known.join(', ')}`);
}

export const ALGORITHMS: readonly VerifiableAlgorithm[] = ['rsa-sha256', 'ed25519-sha256'];

function readDomain(tag: string, value: string): Name {
  const text = Buffer.from(value, 'latin1').toString('utf8'); // RFC 8616 §4
  const name = /^[^\s\\"@]+$/.test(text) && !text.endsWith('.') ? parseName(text) : undefined;
  if (name?.ok && name.value !== '') return name.value;
  throw new Faulty('signature-syntax', `${tag}=${shorten(value)} is no domain name`);
}

const readSelector = (value: string): Name => readDomain('s', value);

/** RFC 6376 §3.5 i=: local-part optional, quoted-printable; the domain is d= or below. */
function readIdentity(value: string | undefined, domain: Name): Signature['identity'] {
  if (value === undefined) return { text: `@${domain}`, domain };
  const decoded = readQuotedPrintable(value);
  const at = decoded?.lastIndexOf('@') ?? -1;
  if (decoded === undefined || at < 0)
    throw new Faulty('signature-syntax', `i=${shorten(value)} is not [LOCAL-PART]@DOMAIN in quoted-printable`);
  const own = readDomain('i', decoded.slice(at + 1));
  if (!isSubdomain(own, domain)) throw new Faulty('identity', `i=${shorten(decoded)} is not under d=${domain}`);
  return { text: decoded, domain: own };
}

function readCanonicalization(value: string): { header: Canonicalization; body: Canonicalization } {
  const [header, body = 'simple', ...more] = value.toLowerCase().split('/');
  if (isCanonicalization(header) && isCanonicalization(body) && more.length === 0) return { header, body };
  throw new Faulty('canonicalization', `c=${shorten(value)} is not simple or relaxed, or two of them with a / between`);
}

const isCanonicalization = (word: string | undefined): word is Canonicalization =>
  word === 'simple' || word === 'relaxed';

/** RFC 6376 §5.4: the From field has to be signed. */
function readNames(value: string): readonly string[] {
  const names = splitColons(value).map((name) => name.toLowerCase());
  const bad = names.find((name) => !/^[\x21-\x39\x3b-\x7e\x80-\xff]+$/.test(name));
  if (bad !== undefined) throw new Faulty('signature-syntax', `h= has "${shorten(bad)}", which names no header field`);
  if (!names.includes('from')) throw new Faulty('from-not-signed', 'h= does not have From, which must be signed');
  return names;
}

const DIGEST_OCTETS: Readonly<Record<HashName, number>> = { sha1: 20, sha256: 32, sha512: 64 };

function readDigest(value: string, hash: HashName): Uint8Array {
  const digest = readOctets('bh', value);
  const octets = DIGEST_OCTETS[hash];
  if (digest.length === octets) return digest;
  throw new Faulty('signature-syntax', `bh= holds ${digest.length} octets, and ${hash} has ${octets}`);
}

/** `rsa-sha256` (RFC 6376 §3.3). */
export const hashIn = (algorithm: VerifiableAlgorithm): HashName =>
  algorithm.slice(algorithm.indexOf('-') + 1) as HashName;

function readOctets(tag: string, value: string): Uint8Array {
  const octets = readBase64(value);
  if (octets === undefined) throw new Faulty('signature-syntax', `${tag}= is no base64`);
  if (octets.length === 0) throw new Faulty('missing-tag', `the tag ${tag}= is empty`);
  return octets;
}

/** RFC 6376 §3.5: l= has at most 76 digits, t= and x= at most 12. */
const MAX_LENGTH_DIGITS = 76;
const MAX_TIME_DIGITS = 12;

function readNumber(tag: string, value: string | undefined, digits: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value) && value.length <= digits) return Number(value);
  throw new Faulty('signature-syntax', `${tag}=${shorten(value)} is no number of at most ${digits} digits`);
}

function readTimes(t: string | undefined, x: string | undefined): Pick<Signature, 'signedAt' | 'expiresAt'> {
  const signedAt = readNumber('t', t, MAX_TIME_DIGITS);
  const expiresAt = readNumber('x', x, MAX_TIME_DIGITS);
  if (signedAt !== undefined && expiresAt !== undefined && expiresAt <= signedAt)
    throw new Faulty('expiry-before-timestamp', `x=${expiresAt} is not after t=${signedAt}`);
  return { ...optional('signedAt', signedAt), ...optional('expiresAt', expiresAt) };
}

/** RFC 6376 §3.5 q=: unknown methods are passed over, as long as one is known. */
function checkQuery(value = 'dns/txt'): void {
  const methods = splitColons(value).map((method) => method.toLowerCase());
  if (!methods.includes('dns/txt'))
    throw new Faulty('query-method', `q=${shorten(value)} has no method known here, which is dns/txt`);
}

/** RFC 6376 §3.5 z=: for people who look for what was changed; nothing is decided by it, so a bad one harms nothing. */
const readCopied = (value: string | undefined): readonly string[] =>
  (value === undefined ? undefined : readCopiedFields(trimFolds(value))) ?? [];

const optional = <K extends string>(key: K, value: number | undefined): { readonly [P in K]?: number } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: number };
