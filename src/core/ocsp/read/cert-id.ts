/** CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } (RFC 6960 §4.1.1). */
import { type DerElement, readElements, TAG } from '../../pki/index.ts';
import { DIGEST_NAMES } from '../oids.ts';
import type { CertId } from '../types.ts';
import { readAlgorithm, readSerial } from './fields.ts';

export function readCertId(element: DerElement | undefined): CertId | undefined {
  const parts = element?.tag === TAG.SEQUENCE ? readElements(element.contents, 4) : undefined;
  const [algorithm, name, key, serial] = parts ?? [];
  const digestOid = readAlgorithm(algorithm);
  const isWhole = name?.tag === TAG.OCTET_STRING && key?.tag === TAG.OCTET_STRING && serial?.tag === TAG.INTEGER;
  if (digestOid === undefined || !isWhole || serial.contents.length === 0) return undefined;
  const digest = DIGEST_NAMES.get(digestOid);
  return {
    digestOid,
    ...(digest !== undefined && { digest }),
    issuerNameHash: name.contents,
    issuerKeyHash: key.contents,
    serialOctets: serial.contents,
    serial: readSerial(serial),
  };
}
