/** The X.509 extensions of a template, one small builder each (RFC 5280 §4.2). */
import type { Extension, GeneralName } from 'pkijs';
import type { Asn1, KeyUsage, Pkijs, Template } from './types.ts';

/** The two libraries, loaded on first use: they cost more to import than a certificate to sign. */
export interface Tools {
  readonly pkijs: Pkijs;
  readonly asn1: Asn1;
}

/** Key identifiers as in RFC 5280 §4.2.1.1–4.2.1.2; `authority` is absent on self-signed roots. */
export interface KeyIds {
  readonly subject: Uint8Array;
  readonly authority?: Uint8Array;
}

/** Extensions of a certificate, in the order that most CAs write them. */
export function certificateExtensions(tools: Tools, template: Template, ids: KeyIds): Extension[] {
  return [
    ...basicConstraints(tools, template),
    ...requestedExtensions(tools, template),
    ...keyIdentifiers(tools, ids),
    ...authorityInfoAccess(tools, template),
    ...crlDistributionPoints(tools, template),
  ];
}

/** What a subscriber may ask for in a request: names, usages, must-staple (RFC 2986 §4.1, RFC 2985 §5.4.2). */
export function requestedExtensions(tools: Tools, template: Template): Extension[] {
  return [
    ...keyUsage(tools, template),
    ...extendedKeyUsage(tools, template),
    ...alternativeNames(tools, template),
    ...tlsFeature(tools, template),
    ...(template.extraExtensions ?? []).map(
      ({ oid, critical, der }) => new tools.pkijs.Extension({ extnID: oid, critical, extnValue: arrayBuffer(der) }),
    ),
  ];
}

interface Encodable {
  toSchema(): { toBER(sizeOnly: boolean): ArrayBuffer };
}

function extension(tools: Tools, oid: string, critical: boolean, value: Encodable): Extension {
  return new tools.pkijs.Extension({ extnID: oid, critical, extnValue: value.toSchema().toBER(false) });
}

/** Written on CAs alone, critical (RFC 5280 §4.2.1.9). */
function basicConstraints(tools: Tools, { ca }: Template): Extension[] {
  if (ca === undefined) return [];
  const { pathLength } = ca;
  const value = new tools.pkijs.BasicConstraints({
    cA: true,
    ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }),
  });
  return [extension(tools, '2.5.29.19', true, value)];
}

/** A BIT STRING with bit 0 leftmost and trailing zero bits dropped, as DER wants (RFC 5280 §4.2.1.3, X.690 §11.2.2). */
function keyUsage({ pkijs, asn1 }: Tools, { keyUsage: usages }: Template): Extension[] {
  if (usages === undefined || usages.length === 0) return [];
  const octets = new Uint8Array(2);
  let last = 0;
  for (const usage of usages) {
    const bit = KEY_USAGE_BITS[usage];
    last = Math.max(last, bit);
    octets[bit >> 3]! |= 0x80 >> (bit & 7);
  }
  const value = new asn1.BitString({ valueHex: octets.slice(0, (last >> 3) + 1), unusedBits: 7 - (last & 7) });
  return [new pkijs.Extension({ extnID: '2.5.29.15', critical: true, extnValue: value.toBER(false) })];
}

function extendedKeyUsage(tools: Tools, { extendedKeyUsage: usages }: Template): Extension[] {
  if (usages === undefined || usages.length === 0) return [];
  const keyPurposes = usages.map((usage) => EXTENDED_KEY_USAGE_OIDS.get(usage) ?? usage);
  return [extension(tools, '2.5.29.37', false, new tools.pkijs.ExtKeyUsage({ keyPurposes }))];
}

/** Critical where the subject is empty (RFC 5280 §4.2.1.6). */
function alternativeNames(tools: Tools, template: Template): Extension[] {
  const names = generalNames(tools, template);
  if (names.length === 0) return [];
  return [extension(tools, '2.5.29.17', template.subject === '', new tools.pkijs.AltName({ altNames: names }))];
}

function generalNames({ pkijs, asn1 }: Tools, template: Template): GeneralName[] {
  const { dnsNames = [], ipAddresses = [], emailAddresses = [] } = template;
  return [
    ...emailAddresses.map((value) => new pkijs.GeneralName({ type: 1, value })),
    ...dnsNames.map((value) => new pkijs.GeneralName({ type: 2, value })),
    ...ipAddresses.map((octets) => new pkijs.GeneralName({ type: 7, value: octetString(asn1, octets) })),
  ];
}

/** Must-staple: TLS feature 5, status_request (RFC 7633 §4.2.3.1). */
function tlsFeature({ pkijs, asn1 }: Tools, { mustStaple }: Template): Extension[] {
  if (mustStaple !== true) return [];
  const value = new asn1.Sequence({ value: [new asn1.Integer({ value: 5 })] });
  return [new pkijs.Extension({ extnID: '1.3.6.1.5.5.7.1.24', critical: false, extnValue: value.toBER(false) })];
}

function keyIdentifiers(tools: Tools, { subject, authority }: KeyIds): Extension[] {
  const own = { toSchema: () => octetString(tools.asn1, subject) };
  const written = [extension(tools, '2.5.29.14', false, own)];
  if (authority !== undefined) {
    const value = new tools.pkijs.AuthorityKeyIdentifier({ keyIdentifier: octetString(tools.asn1, authority) });
    written.push(extension(tools, '2.5.29.35', false, value));
  }
  return written;
}

/** Where the issuer's OCSP responder and certificate are (RFC 5280 §4.2.2.1). */
function authorityInfoAccess(tools: Tools, { ocspUrls = [], caIssuersUrls = [] }: Template): Extension[] {
  const access = (accessMethod: string) => (value: string) =>
    new tools.pkijs.AccessDescription({
      accessMethod,
      accessLocation: new tools.pkijs.GeneralName({ type: 6, value }),
    });
  const accessDescriptions = [
    ...ocspUrls.map(access('1.3.6.1.5.5.7.48.1')),
    ...caIssuersUrls.map(access('1.3.6.1.5.5.7.48.2')),
  ];
  if (accessDescriptions.length === 0) return [];
  return [extension(tools, '1.3.6.1.5.5.7.1.1', false, new tools.pkijs.InfoAccess({ accessDescriptions }))];
}

/** RFC 5280 §4.2.1.13, one point with every URL in it. */
function crlDistributionPoints(tools: Tools, { crlUrls = [] }: Template): Extension[] {
  if (crlUrls.length === 0) return [];
  const { CRLDistributionPoints, DistributionPoint, GeneralName: Name } = tools.pkijs;
  const distributionPoint = crlUrls.map((value) => new Name({ type: 6, value }));
  const value = new CRLDistributionPoints({ distributionPoints: [new DistributionPoint({ distributionPoint })] });
  return [extension(tools, '2.5.29.31', false, value)];
}

function octetString(asn1: Asn1, octets: Uint8Array): InstanceType<Asn1['OctetString']> {
  return new asn1.OctetString({ valueHex: arrayBuffer(octets) });
}

/** An own copy of exactly these octets: a Buffer's `buffer` is the shared pool. */
export function arrayBuffer(octets: Uint8Array): ArrayBuffer {
  return new Uint8Array(octets).buffer;
}

const KEY_USAGE_BITS: Readonly<Record<KeyUsage, number>> = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
  encipherOnly: 7,
  decipherOnly: 8,
};

const EXTENDED_KEY_USAGE_OIDS: ReadonlyMap<string, string> = new Map([
  ['serverAuth', '1.3.6.1.5.5.7.3.1'],
  ['clientAuth', '1.3.6.1.5.5.7.3.2'],
  ['emailProtection', '1.3.6.1.5.5.7.3.4'],
  ['ocspSigning', '1.3.6.1.5.5.7.3.9'],
  ['any', '2.5.29.37.0'],
]);
