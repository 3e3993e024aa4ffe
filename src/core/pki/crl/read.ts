/** Reading a CRL (RFC 5280 §5.1) from DER; entries stay where they are until asked for. */
import { err, type Failure, ok, type Random, type Result } from '../../../base/index.ts';
import { type DerElement, readElement, readElements, readTime, TAG } from '../der.ts';
import { showName } from '../rdn.ts';
import { createRevokedList } from './entries.ts';
import { noCrlExtensions, readCrlExtensions } from './extensions.ts';
import type { Crl, CrlError, CrlExtensions } from './types.ts';

/** The largest of public authorities are a third of this; it bounds memory. */
export const MAX_CRL_BYTES = 128 * 1024 * 1024;

/** Never throws; trailing octets make it unreadable. Nothing is verified, and entries are not looked at. */
export function readCrl(der: Uint8Array, random?: Random): Result<Crl, CrlError> {
  if (der.length > MAX_CRL_BYTES) return tooLarge();
  const outer = readElement(der);
  const parts = outer?.tag === TAG.SEQUENCE && outer.whole.length === der.length ? readElements(outer.contents, 3) : [];
  const [tbs, algorithm, signature] = parts ?? [];
  const fields = tbs?.tag === TAG.SEQUENCE ? readElements(tbs.contents, 7) : undefined;
  if (algorithm === undefined || signature?.tag !== TAG.BIT_STRING || fields === undefined || fields.length < 3)
    return failed('it is not a DER certificate revocation list');
  if (signature.contents[0] !== 0) return failed('its signature is no whole number of octets');
  const read = readFields(fields);
  if (typeof read === 'string') return failed(read);
  if (Buffer.compare(read.algorithm, algorithm.whole) !== 0) return failed('it names two signature algorithms'); // §5.1.1.2
  const { version, issuer, thisUpdate, nextUpdate, extensions, entries } = read;
  const isIndirect = extensions.issuingPoint?.isIndirect === true;
  return ok({
    der,
    version,
    signed: { tbs: tbs!.whole, algorithm: algorithm.whole, signature: signature.contents.subarray(1) },
    issuer: issuer.whole,
    issuerText: showName(issuer),
    thisUpdate,
    ...(nextUpdate !== undefined && { nextUpdate }),
    extensions,
    revoked: createRevokedList(entries, { version, issuer: issuer.whole, isIndirect }, random),
  });
}

interface ReadFields {
  readonly version: 1 | 2;
  readonly algorithm: Uint8Array;
  readonly issuer: DerElement;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  readonly entries: Uint8Array;
  readonly extensions: CrlExtensions;
}

/** version, signature, issuer, thisUpdate, nextUpdate, revokedCertificates, crlExtensions: what is wrong, or all of it. */
function readFields(fields: readonly DerElement[]): ReadFields | string {
  const rest = [...fields];
  const take = (isWanted: (tag: number) => boolean): DerElement | undefined =>
    rest[0] !== undefined && isWanted(rest[0].tag) ? rest.shift() : undefined;
  const version = readVersion(take((tag) => tag === TAG.INTEGER));
  if (version === undefined) return 'its version is neither absent nor 2'; // §5.1.2.1
  const algorithm = take((tag) => tag === TAG.SEQUENCE);
  const issuer = take((tag) => tag === TAG.SEQUENCE);
  const [first, second] = [take(isTimeTag), take(isTimeTag)];
  const thisUpdate = first && readUpdate(first);
  const nextUpdate = second && readUpdate(second);
  if (algorithm === undefined || issuer === undefined || first === undefined) return 'a field is missing';
  if (thisUpdate === undefined) return 'its thisUpdate is no time as RFC 5280 writes it';
  if (second !== undefined && nextUpdate === undefined) return 'its nextUpdate is no time as RFC 5280 writes it';
  if (issuer.contents.length === 0) return 'its issuer has no name'; // §5.1.2.3
  const entries = take((tag) => tag === TAG.SEQUENCE);
  const wrapped = take((tag) => tag === 0xa0);
  if (rest.length > 0) return 'there is a field too many';
  if (wrapped !== undefined && version === 1) return 'it has extensions and is of version 1'; // §5.1.2.1
  const extensions = wrapped === undefined ? noCrlExtensions : readCrlExtensions(wrapped.contents);
  if (typeof extensions === 'string') return `its extension ${extensions} is written wrongly or twice`;
  return {
    version,
    algorithm: algorithm.whole,
    issuer,
    thisUpdate,
    ...(nextUpdate !== undefined && { nextUpdate }),
    entries: entries?.contents ?? new Uint8Array(),
    extensions,
  };
}

function readVersion(element: DerElement | undefined): 1 | 2 | undefined {
  if (element === undefined) return 1;
  return element.contents.length === 1 && element.contents[0] === 1 ? 2 : undefined;
}

const isTimeTag = (tag: number): boolean => tag === TAG.UTC_TIME || tag === TAG.GENERALIZED_TIME;

/** UTCTime through 2049, GeneralizedTime from 2050 on (§5.1.2.4, §5.1.2.5). */
function readUpdate(element: DerElement): Date | undefined {
  const date = readTime(element);
  return date !== undefined && (element.tag === TAG.GENERALIZED_TIME) === date.getUTCFullYear() >= 2050
    ? date
    : undefined;
}

function failed(why: string): { ok: false; error: CrlError } {
  return err(crlError('pki/crl', `the CRL cannot be read: ${why}`, 'give an X.509 certificate revocation list'));
}

function tooLarge(): { ok: false; error: CrlError } {
  return err(crlError('pki/crl-too-large', `the CRL is larger than ${MAX_CRL_BYTES} octets`));
}

function crlError<C extends CrlError['code']>(code: C, message: string, hint?: string): Failure<C> {
  return { code, message, ...(hint !== undefined && { hint }), fault: 'peer', temporary: false };
}
