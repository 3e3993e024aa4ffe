/** A certs-only CMS message, which is what many authorities serve as `.p7c` (RFC 5280 §4.2.2.1). */
import { arrayBuffer } from './octets.ts';

/**
 * SignedData with certificates and neither content nor signers, in a ContentInfo.
 *
 * @param certificates  DER
 * @returns DER
 */
export async function createCertsOnly(certificates: readonly Uint8Array[]): Promise<Uint8Array> {
  const pkijs = await import('pkijs');
  const signed = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.7.1' }),
    certificates: certificates.map((der) => pkijs.Certificate.fromBER(arrayBuffer(der))),
  });
  const info = new pkijs.ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signed.toSchema(true) });
  return new Uint8Array(info.toSchema().toBER(false));
}
