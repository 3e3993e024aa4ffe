/** OCSPResponse ::= SEQUENCE { responseStatus, responseBytes [0] OPTIONAL } (RFC 6960 §4.2.1). */
import { err, ok, type Result } from '../../../base/index.ts';
import { type DerElement, readOid, TAG } from '../../pki/index.ts';
import { OCSP_OID } from '../oids.ts';
import type { OcspError, OcspResponse, ResponseStatus } from '../types.ts';
import { readBasicResponse } from './basic.ts';
import { malformed } from './errors.ts';
import { ENUMERATED, explicit, readSequence, readSmallInteger } from './fields.ts';
import { otherKind } from './other-kind.ts';

/** A response with a whole chain in it has some 10 KiB; the bound is named in the error. */
export const MAX_OCSP_BYTES = 1024 * 1024;

/** By number; 4 is not used. */
const STATUSES: readonly ResponseStatus[] = [
  'successful',
  'malformed-request',
  'internal-error',
  'try-later',
  'undefined-4',
  'sig-required',
  'unauthorized',
];

/** Never throws; octets behind the response make it unreadable. */
export function parseOcspResponse(der: Uint8Array): Result<OcspResponse, OcspError> {
  if (der.length > MAX_OCSP_BYTES) return err(malformed(`it is larger than ${MAX_OCSP_BYTES} octets`));
  const fields = readSequence(der, 2);
  const number = fields?.[0]?.tag === ENUMERATED ? readSmallInteger(fields[0]) : undefined;
  if (fields === undefined || number === undefined)
    return err(malformed(`it is ${otherKind(der) ?? 'no DER of that kind, or not all of it'}`));
  const responseStatus = STATUSES[number] ?? `undefined-${number}`;
  if (fields.length === 1) return ok({ responseStatus });
  const bytes = readResponseBytes(fields[1]!);
  if (bytes === undefined) return err(malformed('its response bytes cannot be read'));
  if (bytes.type !== OCSP_OID.BASIC) return ok({ responseStatus, responseType: bytes.type });
  const basic = readBasicResponse(bytes.response);
  return basic.ok ? ok({ responseStatus, responseType: bytes.type, basic: basic.value }) : basic;
}

/** ResponseBytes ::= SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING }. */
function readResponseBytes(field: DerElement): { readonly type: string; readonly response: Uint8Array } | undefined {
  const parts = field.tag === explicit(0) ? readSequence(field.contents, 2) : undefined;
  const [oid, response] = parts ?? [];
  const type = oid?.tag === TAG.OID ? readOid(oid.contents) : undefined;
  return type === undefined || response?.tag !== TAG.OCTET_STRING ? undefined : { type, response: response.contents };
}
