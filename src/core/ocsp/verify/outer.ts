/** What must hold before anything is looked at: a successful basic response of version 1 (RFC 6960 §3.2, §4.2.1). */
import { EXTENSION_NAMES, OCSP_OID } from '../oids.ts';
import type { BasicResponse, InvalidCode, OcspExtension, OcspResponse, ResponseStatus } from '../types.ts';
import { type Refusal, refuse } from './refusal.ts';

/** What a responder means by a status other than success (RFC 6960 §2.3). */
const STATUS_TEXT: Readonly<Record<string, string>> = {
  'malformed-request': 'the responder says that the request was malformed',
  'internal-error': 'the responder says that it has an internal error',
  'try-later': 'the responder says to try again later',
  'sig-required': 'the responder wants signed requests',
  unauthorized: 'the responder does not answer for this certificate, or not to us',
};

export function basicOf({ responseStatus, responseType, basic }: OcspResponse): BasicResponse | Refusal {
  if (responseStatus !== 'successful') return refuseStatus(responseStatus);
  if (responseType === undefined) return refuse('no-response', 'it says "successful" and has nothing inside');
  if (basic === undefined)
    return refuse('response-type', `its type is ${responseType}, and only the basic one (${OCSP_OID.BASIC}) is known`);
  if (basic.version !== 1) return refuse('version', `it is of version ${basic.version}, and there is only version 1`);
  return refuseCritical(basic.extensions) ?? basic;
}

function refuseStatus(status: ResponseStatus): Refusal {
  const text = STATUS_TEXT[status];
  if (text !== undefined) return refuse(status as InvalidCode, text);
  return refuse(
    'response-status',
    `its status is ${status.replace('undefined-', 'number ')}, which RFC 6960 does not have`,
  );
}

/** What is critical and unknown may mean anything (RFC 5280 §4.2, whose extensions these are). */
export function refuseCritical(extensions: readonly OcspExtension[]): Refusal | undefined {
  const unknown = extensions.find(({ oid, critical }) => critical && !EXTENSION_NAMES.has(oid));
  return unknown && refuse('critical-extension', `it has a critical extension that is not known: ${unknown.oid}`);
}
