/** OCSPRequest (RFC 6960 §4.1.1), as a responder or `ocsp show` reads it. */
import { err, ok, type Result } from '../../../base/index.ts';
import { type DerElement, readElements, TAG } from '../../pki/index.ts';
import type { OcspError, OcspRequest } from '../types.ts';
import { readCertId } from './cert-id.ts';
import { malformed } from './errors.ts';
import { nonceOf, readOcspExtensions } from './extensions.ts';
import { explicit, FieldReader, readSequence, readVersion } from './fields.ts';
import { MAX_OCSP_BYTES } from './response.ts';

/** A request of more certificates than this is an attack on a responder. */
const MAX_REQUESTS = 1000;

const unreadable = (why: string): { ok: false; error: OcspError } => err(malformed(why, 'OCSP request'));

/** tbsRequest, optionalSignature [0] OPTIONAL. Never throws. */
export function parseOcspRequest(der: Uint8Array): Result<OcspRequest, OcspError> {
  if (der.length > MAX_OCSP_BYTES) return unreadable(`it is larger than ${MAX_OCSP_BYTES} octets`);
  const outer = readSequence(der, 2);
  const tbs = outer?.[0];
  const fields = tbs?.tag === TAG.SEQUENCE ? readElements(tbs.contents, 4) : undefined;
  const isSigned = outer?.length === 2;
  if (fields === undefined || (isSigned && outer[1]!.tag !== explicit(0)))
    return unreadable('it is no DER of that kind');
  return readTbs(new FieldReader(fields), isSigned);
}

/** version [0] DEFAULT v1, requestorName [1] OPTIONAL, requestList, requestExtensions [2] OPTIONAL. */
function readTbs(reader: FieldReader, isSigned: boolean): Result<OcspRequest, OcspError> {
  const version = readVersion(reader.take(explicit(0)));
  if (version === undefined) return unreadable('its version cannot be read');
  const requestor = reader.take(explicit(1));
  const requests = readRequests(reader.take(TAG.SEQUENCE));
  if (requests === undefined) return unreadable(`its requests are no list of at most ${MAX_REQUESTS} certificates`);
  const extensions = readOcspExtensions(reader.take(explicit(2)));
  if (extensions === undefined || !reader.isDone) return unreadable('its extensions cannot be read');
  const nonce = nonceOf(extensions);
  return ok({
    version,
    ...(requestor !== undefined && { requestorName: requestor.contents }),
    requests,
    extensions,
    ...(nonce !== undefined && { nonce }),
    isSigned,
  });
}

function readRequests(list: DerElement | undefined): OcspRequest['requests'] | undefined {
  const items = list && readElements(list.contents, MAX_REQUESTS);
  const requests = items?.map(readRequest);
  return requests?.every((request) => request !== undefined) ? requests : undefined;
}

/** Request ::= SEQUENCE { reqCert, singleRequestExtensions [0] OPTIONAL }. */
function readRequest(item: DerElement): OcspRequest['requests'][number] | undefined {
  const fields = item.tag === TAG.SEQUENCE ? readElements(item.contents, 2) : undefined;
  if (fields === undefined) return undefined;
  const reader = new FieldReader(fields);
  const certId = readCertId(reader.take(TAG.SEQUENCE));
  const extensions = readOcspExtensions(reader.take(explicit(0)));
  return certId === undefined || extensions === undefined || !reader.isDone ? undefined : { certId, extensions };
}
