/** Signing a message (RFC 6376 §5): the field to put on top of it. */
import { createHash, type KeyObject, sign } from 'node:crypto';
import { ok, type Result, toBase64 } from '../../base/index.ts';
import type { Name } from '../dns/index.ts';
import {
  createMessageReader,
  type Field,
  type LineEndsMode,
  lineEndWord,
  type MessageError,
  parseFields,
} from '../message/index.ts';
import { type BodyDigest, createBodyHashes } from './body-hash.ts';
import { writeQuotedPrintable } from './quoted-printable.ts';
import { signedHeader } from './signed-header.ts';
import type { Algorithm, Canonicalization, HashName } from './types.ts';

export interface SignSpec {
  readonly domain: Name;
  readonly selector: Name;
  readonly key: KeyObject;
  readonly algorithm: Algorithm;
  /** Of an RSA signature; verifiers owe nothing to another than SHA-256 (RFC 8301 §3.1), which is the default. */
  readonly hash?: HashName;
  readonly header: Canonicalization;
  readonly body: Canonicalization;
  /**
   * h= as it shall be written, in whatever case, but for what `oversign` adds; absent: the fields of `DEFAULT_NAMES` that the
   * message has.
   */
  readonly names?: readonly string[];
  /** Named once more than they are there, so that none can be added (RFC 6376 §5.4.2, §8.15). */
  readonly oversign: readonly string[];
  /** i=, `[LOCAL-PART]@DOMAIN`. */
  readonly identity?: string;
  /** t=, seconds since 1970; absent: it is not told. */
  readonly signedAt?: number;
  readonly expiresAt?: number;
  /** l=: sign the first octets of the canonical body alone; weak (RFC 6376 §8.2). */
  readonly bodyLength?: number;
  readonly lineEnds?: LineEndsMode;
}

export interface SignedField {
  /** The whole field, folded with CRLF, without the CRLF that ends it. */
  readonly text: string;
  readonly names: readonly string[];
  readonly body: BodyDigest;
  readonly froms: number;
  readonly lineEnds: 'crlf' | 'lf' | 'mixed' | 'none';
}

/** RFC 6376 §5.4.1: what says who wrote what to whom, and how it is to be shown. */
export const DEFAULT_NAMES = [
  ...['from', 'sender', 'reply-to', 'subject', 'date', 'message-id', 'to', 'cc', 'mime-version', 'content-type'],
  ...['content-transfer-encoding', 'content-id', 'content-description', 'resent-date', 'resent-from', 'resent-sender'],
  ...['resent-to', 'resent-cc', 'resent-message-id', 'in-reply-to', 'references', 'list-id', 'list-help'],
  ...['list-unsubscribe', 'list-unsubscribe-post', 'list-subscribe', 'list-post', 'list-owner', 'list-archive'],
];

/** @param message  parts in order, read once and not held */
export async function signDkim(
  message: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  spec: SignSpec,
): Promise<Result<SignedField, MessageError>> {
  let fields: readonly Field[] = [];
  const hashes = createBodyHashes([spec]);
  const header = (read: readonly Field[]): void => {
    fields = read;
  };
  const reader = createMessageReader(spec.lineEnds ?? 'lenient', { header, body: (octets) => hashes.push(octets) });
  for await (const part of message) {
    const read = reader.push(part);
    if (!read.ok) return read;
  }
  const ended = reader.end();
  if (!ended.ok) return ended;
  hashes.end();
  const body = hashes.of(spec);
  const names = namesToSign(fields, spec);
  const froms = fields.filter(({ name }) => name === 'from').length;
  return ok({
    text: signField(fields, names, body.digest, spec),
    names,
    body,
    froms,
    lineEnds: lineEndWord(reader.tally),
  });
}

function namesToSign(fields: readonly Field[], { names, oversign }: SignSpec): readonly string[] {
  const counts = new Map<string, number>();
  for (const { name } of fields) counts.set(name, (counts.get(name) ?? 0) + 1);
  const times = (name: string): number => counts.get(name) ?? 0;
  const wanted = names ?? DEFAULT_NAMES.flatMap((name) => repeat(name, times(name)));
  const said = (name: string): number => wanted.filter((one) => one.toLowerCase() === name).length;
  return [...wanted, ...oversign.flatMap((name) => repeat(name, Math.max(times(name) + 1 - said(name), 0)))];
}

const repeat = (name: string, times: number): readonly string[] => Array.from({ length: times }, () => name);

function signField(fields: readonly Field[], names: readonly string[], digest: Uint8Array, spec: SignSpec): string {
  const front = unsignedText(names, digest, spec);
  const [own] = parseFields(`${front};`);
  const valueSpan = { start: front.length, end: front.length };
  const lowered = names.map((name) => name.toLowerCase());
  const signed = signedHeader({ fields, own: own!, names: lowered, how: spec.header, valueSpan });
  const value = toBase64(makeSignature(Buffer.from(signed, 'latin1'), spec));
  return `${front}${folded(value, front.length - front.lastIndexOf('\n') - 1)};`;
}

function makeSignature(octets: Uint8Array, { algorithm, hash = 'sha256', key }: SignSpec): Uint8Array {
  if (algorithm === 'rsa-sha256') return sign(hash, octets, key);
  return sign(null, createHash('sha256').update(octets).digest(), key); // RFC 8463 §3
}

const FOLD = '\r\n\t';
/** RFC 5322 §2.1.1. */
const MAX_COLUMN = 78;

/** All of the field up to the value of b=, which comes last. */
function unsignedText(names: readonly string[], digest: Uint8Array, spec: SignSpec): string {
  const { algorithm, hash, header, body, domain, selector, identity, signedAt, expiresAt, bodyLength } = spec;
  const [first, ...others] = names.map((name, i) => `${name}${i < names.length - 1 ? ':' : ';'}`);
  return laidOut([
    'DKIM-Signature: v=1;',
    ` a=${hash === undefined || algorithm !== 'rsa-sha256' ? algorithm : `rsa-${hash}`};`,
    ' q=dns/txt;',
    ` c=${header}/${body};`,
    ` d=${domain};`,
    ` s=${selector};`,
    ` h=${first}`,
    ...others,
    ` bh=${toBase64(digest)};`,
    ...(identity === undefined ? [] : [` i=${writeQuotedPrintable(identity)};`]),
    ...(signedAt === undefined ? [] : [` t=${signedAt};`]),
    ...(expiresAt === undefined ? [] : [` x=${expiresAt};`]),
    ...(bodyLength === undefined ? [] : [` l=${bodyLength};`]),
    ' b=',
  ]);
}

/** Lines as full as they get. Folds stand around semicolons, and colons of h=, where white space may be (RFC 6376 §3.2, §3.5). */
function laidOut(pieces: readonly string[]): string {
  let text = '';
  let column = 0;
  for (const piece of pieces.flatMap((one) => one.split(/(?=[:;]$)/))) {
    const fits = column + piece.length <= MAX_COLUMN;
    const put = fits ? piece : FOLD + piece.trimStart();
    text += put;
    column = fits ? column + piece.length : put.length - FOLD.length + 1;
  }
  return text;
}

/** @param column  of the line that it goes on with */
function folded(base64: string, column: number): string {
  const room = MAX_COLUMN - column;
  const rest = base64.slice(room).match(/.{1,77}/g) ?? [];
  return [base64.slice(0, room), ...rest].join(FOLD);
}
