/** BasicOCSPResponse and its ResponseData (RFC 6960 §4.2.1). */
import { err, ok, type Result } from '../../../base/index.ts';
import { type DerElement, readElements, TAG } from '../../pki/index.ts';
import type { BasicResponse, OcspError, OcspExtension, ResponderId, SingleResponse } from '../types.ts';
import { malformed } from './errors.ts';
import { nonceOf, readOcspExtensions } from './extensions.ts';
import {
  explicit,
  FieldReader,
  readAlgorithm,
  readBits,
  readInstant,
  readSequence,
  readVersion,
  readWhole,
} from './fields.ts';
import { readSingle } from './single.ts';

/** Responders answer for a handful; a signer and its chain are a few. */
const MAX_SINGLES = 5000;
const MAX_CERTIFICATES = 100;

type Data = Pick<BasicResponse, 'version' | 'responderId' | 'producedAt' | 'responses' | 'extensions'>;

/** tbsResponseData, signatureAlgorithm, signature, certs [0] OPTIONAL. */
export function readBasicResponse(der: Uint8Array): Result<BasicResponse, OcspError> {
  const fields = readSequence(der, 4);
  if (fields === undefined || fields.length < 3) return err(malformed('its basic response is no DER of that kind'));
  const [tbs, algorithm, bits, certs] = fields as [DerElement, DerElement, DerElement, DerElement?];
  const data = readResponseData(tbs);
  if (!data.ok) return data;
  const algorithmOid = readAlgorithm(algorithm);
  if (algorithmOid === undefined) return err(malformed('its signature algorithm cannot be read'));
  const signature = readBits(bits);
  if (signature === undefined) return err(malformed('its signature is no BIT STRING of whole octets'));
  const certificates = readCertificates(certs);
  if (certificates === undefined) return err(malformed('its certificates cannot be read'));
  return ok({
    ...data.value,
    ...withNonce(data.value.extensions),
    tbs: tbs.whole,
    algorithm: algorithm.whole,
    algorithmOid,
    signature,
    certificates,
  });
}

function withNonce(extensions: readonly OcspExtension[]): { readonly nonce?: Uint8Array } {
  const nonce = nonceOf(extensions);
  return nonce === undefined ? {} : { nonce };
}

/** version [0] DEFAULT v1, responderID, producedAt, responses, responseExtensions [1] OPTIONAL. */
function readResponseData(tbs: DerElement): Result<Data, OcspError> {
  const fields = tbs.tag === TAG.SEQUENCE ? readElements(tbs.contents, 5) : undefined;
  if (fields === undefined) return err(malformed('its response data cannot be read'));
  const reader = new FieldReader(fields);
  const version = readVersion(reader.take(explicit(0)));
  if (version === undefined) return err(malformed('its version cannot be read'));
  const responderId = readResponderId(reader.any());
  if (responderId === undefined) return err(malformed('its responder ID is neither a name nor a key hash'));
  const produced = reader.take(TAG.GENERALIZED_TIME);
  const producedAt = produced && readInstant(produced);
  if (producedAt === undefined) return err(malformed('its producedAt is no time in UTC'));
  const responses = readSingles(reader.take(TAG.SEQUENCE));
  if (!responses.ok) return responses;
  const extensions = readOcspExtensions(reader.take(explicit(1)));
  if (extensions === undefined || !reader.isDone) return err(malformed('its extensions cannot be read'));
  return ok({ version, responderId, producedAt, responses: responses.value, extensions });
}

/** ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }. */
function readResponderId(element: DerElement | undefined): ResponderId | undefined {
  if (element?.tag === explicit(1)) {
    const name = readWhole(element.contents, TAG.SEQUENCE);
    return name && { kind: 'name', name: name.whole };
  }
  const hash = element?.tag === explicit(2) ? readWhole(element.contents, TAG.OCTET_STRING) : undefined;
  return hash && { kind: 'key', hash: hash.contents };
}

function readSingles(list: DerElement | undefined): Result<readonly SingleResponse[], OcspError> {
  const items = list && readElements(list.contents, MAX_SINGLES);
  if (items === undefined) return err(malformed(`its responses are no list of at most ${MAX_SINGLES}`));
  const singles: SingleResponse[] = [];
  for (const item of items) {
    const single = readSingle(item);
    if (single === undefined)
      return err(malformed(`single response ${singles.length + 1} of ${items.length} cannot be read`));
    singles.push(single);
  }
  return ok(singles);
}

function readCertificates(field: DerElement | undefined): readonly Uint8Array[] | undefined {
  if (field === undefined) return [];
  const items = field.tag === explicit(0) ? readSequence(field.contents, MAX_CERTIFICATES) : undefined;
  return items?.map(({ whole }) => whole);
}
