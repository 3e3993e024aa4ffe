/** AlgorithmIdentifiers of signatures, for certificates, requests, CRLs and OCSP responses alike. */
import type { AlgorithmIdentifier } from 'pkijs';
import { type SigningKeyType, signatureOf } from './keys.ts';
import type { SignatureStyle, Tools } from './types.ts';

/** RSA has NULL parameters, PSS its own, the others none (RFC 4055 §3, §5; RFC 5758 §3.2; RFC 8410 §3). */
export function signatureAlgorithm(
  tools: Tools,
  type: SigningKeyType,
  style: SignatureStyle = {},
): AlgorithmIdentifier {
  const { pkijs, asn1 } = tools;
  const { oid, parameters, digest } = signatureOf(type, style);
  if (parameters === 'pss') return pssAlgorithm(tools, oid, digest!);
  return new pkijs.AlgorithmIdentifier({
    algorithmId: oid,
    ...(parameters === 'null' ? { algorithmParams: new asn1.Null() } : {}),
  });
}

/** MGF1 with the same digest, and a salt as long as it (RFC 4055 §3.1). */
function pssAlgorithm({ pkijs, asn1 }: Tools, oid: string, digest: string): AlgorithmIdentifier {
  const [hashOid, saltLength] = HASHES[digest]!;
  const hashAlgorithm = new pkijs.AlgorithmIdentifier({ algorithmId: hashOid, algorithmParams: new asn1.Null() });
  const maskGenAlgorithm = new pkijs.AlgorithmIdentifier({
    algorithmId: '1.2.840.113549.1.1.8',
    algorithmParams: hashAlgorithm.toSchema(),
  });
  const parameters = new pkijs.RSASSAPSSParams({ hashAlgorithm, maskGenAlgorithm, saltLength });
  return new pkijs.AlgorithmIdentifier({ algorithmId: oid, algorithmParams: parameters.toSchema() });
}

const HASHES: Readonly<Record<string, readonly [oid: string, octets: number]>> = {
  sha1: ['1.3.14.3.2.26', 20],
  sha224: ['2.16.840.1.101.3.4.2.4', 28],
  sha256: ['2.16.840.1.101.3.4.2.1', 32],
  sha384: ['2.16.840.1.101.3.4.2.2', 48],
  sha512: ['2.16.840.1.101.3.4.2.3', 64],
};
