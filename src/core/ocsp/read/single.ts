/** SingleResponse (RFC 6960 §4.2.1): what is said about one certificate. */
import { type DerElement, readElements, TAG } from '../../pki/index.ts';
import { type Instant, REASONS, type RevocationReason, type SingleResponse } from '../types.ts';
import { readCertId } from './cert-id.ts';
import { readOcspExtensions } from './extensions.ts';
import { ENUMERATED, explicit, FieldReader, readInstant, readSmallInteger, readWhole } from './fields.ts';

type Status = Pick<SingleResponse, 'status' | 'revokedAt' | 'reason'>;

/** CertStatus ::= CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL }, all IMPLICIT. */
const STATUS = { GOOD: 0x80, REVOKED: 0xa1, UNKNOWN: 0x82 } as const;

export function readSingle(element: DerElement): SingleResponse | undefined {
  const fields = element.tag === TAG.SEQUENCE ? readElements(element.contents, 5) : undefined;
  if (fields === undefined) return undefined;
  const reader = new FieldReader(fields);
  const certId = readCertId(reader.take(TAG.SEQUENCE));
  const status = readStatus(reader.any());
  const thisUpdate = readTime(reader.take(TAG.GENERALIZED_TIME));
  const wrapped = reader.take(explicit(0));
  const nextUpdate = wrapped && readTime(readWhole(wrapped.contents, TAG.GENERALIZED_TIME));
  const extensions = readOcspExtensions(reader.take(explicit(1)));
  const isNextRead = (wrapped === undefined) === (nextUpdate === undefined);
  const isRead = certId !== undefined && status !== undefined && thisUpdate !== undefined && extensions !== undefined;
  if (!isRead || !isNextRead || !reader.isDone) return undefined;
  return { certId, ...status, thisUpdate, ...(nextUpdate !== undefined && { nextUpdate }), extensions };
}

function readStatus(element: DerElement | undefined): Status | undefined {
  if (element?.tag === STATUS.GOOD && element.contents.length === 0) return { status: 'good' };
  if (element?.tag === STATUS.UNKNOWN && element.contents.length === 0) return { status: 'unknown' };
  return element?.tag === STATUS.REVOKED ? readRevoked(element.contents) : undefined;
}

/** RevokedInfo ::= SEQUENCE { revocationTime, revocationReason [0] EXPLICIT CRLReason OPTIONAL }. */
function readRevoked(contents: Uint8Array): Status | undefined {
  const fields = readElements(contents, 2);
  const revokedAt = readTime(fields?.[0]);
  if (fields === undefined || revokedAt === undefined) return undefined;
  if (fields.length === 1) return { status: 'revoked', revokedAt };
  const code = fields[1]!.tag === explicit(0) ? readWhole(fields[1]!.contents, ENUMERATED) : undefined;
  const number = code && readSmallInteger(code);
  return number === undefined ? undefined : { status: 'revoked', revokedAt, reason: reasonOf(number) };
}

const reasonOf = (number: number): RevocationReason => REASONS[number] ?? `reason-${number}`;

const readTime = (element: DerElement | undefined): Instant | undefined => element && readInstant(element);
