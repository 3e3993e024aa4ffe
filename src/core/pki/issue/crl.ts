/**
 * Making CRLs (RFC 5280 §5), good ones and bad ones, for the lab's authority and for tests.
 *
 * Nothing is checked: whoever asks for a version 2 list without number, an empty reason set or a signer without the right
 * gets it. asn1js is imported on first use; some ten thousand entries are what it is fit for.
 */
import type { BaseBlock } from 'asn1js';
import { readCertificate } from '../certificate.ts';
import { signatureAlgorithm } from './algorithm.ts';
import { integer, revokedEntry, timeOf } from './crl-entries.ts';
import { crlExtensions } from './crl-extensions.ts';
import type { CrlSpec } from './crl-types.ts';
import { signWith } from './keys.ts';
import { distinguishedName } from './names.ts';
import { arrayBuffer } from './octets.ts';
import type { Signer } from './signer.ts';
import type { Tools } from './types.ts';

export type { CrlSpec, IssuingPointSpec, RevokedSpec } from './crl-types.ts';

/** @returns DER */
export async function issueCrl(spec: CrlSpec, signer: Signer): Promise<Uint8Array> {
  const [pkijs, asn1] = await Promise.all([import('pkijs'), import('asn1js')]);
  const tools: Tools = { pkijs, asn1 };
  const algorithm = signatureAlgorithm(tools, signer.key.type, spec.signature).toSchema();
  const tbs = new asn1.Sequence({ value: certificateList(tools, spec, signer, algorithm) });
  const signature = Uint8Array.from(signWith(signer.key, new Uint8Array(tbs.toBER(false)), spec.signature));
  if (spec.isSignatureBroken === true) signature[signature.length - 1]! ^= 1;
  const whole = new asn1.Sequence({
    value: [tbs, algorithm, new asn1.BitString({ valueHex: arrayBuffer(signature) })],
  });
  return new Uint8Array(whole.toBER(false));
}

/** version, signature, issuer, thisUpdate, nextUpdate, revokedCertificates, crlExtensions (§5.1.2). */
function certificateList(tools: Tools, spec: CrlSpec, signer: Signer, algorithm: BaseBlock): BaseBlock[] {
  const { asn1 } = tools;
  const { version = 2, revoked = [], isTimeGeneralized } = spec;
  const names = signerNames(signer);
  const issuer = spec.issuer === undefined ? names.subject : undefined;
  const extensions = version === 1 ? [] : crlExtensions(tools, spec, names.keyIdentifier);
  return [
    ...(version === 1 ? [] : [integer(tools, BigInt(version - 1))]),
    algorithm,
    issuer === undefined
      ? distinguishedName(tools, spec.issuer ?? '').toSchema()
      : asn1.fromBER(arrayBuffer(issuer)).result,
    timeOf(tools, spec.thisUpdate, isTimeGeneralized),
    ...(spec.nextUpdate === undefined ? [] : [timeOf(tools, spec.nextUpdate, isTimeGeneralized)]),
    ...(revoked.length === 0 ? [] : [new asn1.Sequence({ value: revoked.map((entry) => revokedEntry(tools, entry)) })]),
    ...(extensions.length === 0
      ? []
      : [
          new asn1.Constructed({
            idBlock: { tagClass: 3, tagNumber: 0 },
            value: [new asn1.Sequence({ value: extensions })],
          }),
        ]),
  ];
}

/** As its certificate has them: subject and subject key identifier. */
function signerNames({ certificate }: Signer): { subject?: Uint8Array; keyIdentifier?: Uint8Array } {
  const read = certificate === undefined ? undefined : readCertificate(certificate);
  if (read?.ok !== true) return {};
  const { subject, extensions } = read.value;
  return { subject, ...(extensions.subjectKeyId !== undefined && { keyIdentifier: extensions.subjectKeyId }) };
}
