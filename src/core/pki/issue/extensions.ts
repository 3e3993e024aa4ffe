/** The X.509 extensions of a template, one small builder each (RFC 5280 §4.2). */
import type { BaseBlock } from 'asn1js';
import type { Extension } from 'pkijs';
import { constructed, distinguishedName, generalName, isEmptyName } from './names.ts';
import { arrayBuffer } from './octets.ts';
import type { Asn1, CrlPointSpec, GeneralNameSpec, KeyUsage, Template, Tools } from './types.ts';

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
    ...nameConstraints(tools, template),
    ...(template.keyIdentifiers === false ? [] : keyIdentifiers(tools, ids)),
    ...authorityInfoAccess(tools, template),
    ...crlDistributionPoints(tools, template),
    ...noCheck(tools, template),
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

function keyUsage({ pkijs, asn1 }: Tools, { keyUsage: usages }: Template): Extension[] {
  if (usages === undefined || usages.length === 0) return [];
  const { octets, unusedBits } = bitString(usages.map((usage) => KEY_USAGE_BITS[usage]));
  const value = new asn1.BitString({ valueHex: arrayBuffer(octets), unusedBits });
  return [new pkijs.Extension({ extnID: '2.5.29.15', critical: true, extnValue: value.toBER(false) })];
}

/** Bit 0 leftmost and trailing zero bits dropped, as DER wants of named bits (RFC 5280 §4.2.1.3, X.690 §11.2.2). */
export function bitString(bits: readonly number[]): { octets: Uint8Array; unusedBits: number } {
  const last = Math.max(...bits);
  const octets = new Uint8Array((last >> 3) + 1);
  for (const bit of bits) octets[bit >> 3]! |= 0x80 >> (bit & 7);
  return { octets, unusedBits: 7 - (last & 7) };
}

function extendedKeyUsage(tools: Tools, { extendedKeyUsage: usages }: Template): Extension[] {
  if (usages === undefined || usages.length === 0) return [];
  const keyPurposes = usages.map((usage) => EXTENDED_KEY_USAGE_OIDS.get(usage) ?? usage);
  return [extension(tools, '2.5.29.37', false, new tools.pkijs.ExtKeyUsage({ keyPurposes }))];
}

/** Critical where the subject is empty (RFC 5280 §4.2.1.6). */
function alternativeNames(tools: Tools, template: Template): Extension[] {
  const names = namesOf(template);
  return names.length === 0
    ? []
    : [sequence(tools, '2.5.29.17', isEmptyName(template.subject), generals(tools, names))];
}

function namesOf(template: Template): GeneralNameSpec[] {
  const { dnsNames = [], ipAddresses = [], emailAddresses = [], alternativeNames: more = [] } = template;
  return [
    ...emailAddresses.map((value) => ({ kind: 'email', value }) as const),
    ...dnsNames.map((value) => ({ kind: 'dns', value }) as const),
    ...ipAddresses.map((octets) => ({ kind: 'ip', octets }) as const),
    ...more,
  ];
}

const generals = (tools: Tools, names: readonly GeneralNameSpec[]): BaseBlock[] =>
  names.map((name) => generalName(tools, name));

/** An extension whose value is a SEQUENCE of these. */
function sequence({ pkijs, asn1 }: Tools, oid: string, critical: boolean, value: BaseBlock[]): Extension {
  return new pkijs.Extension({ extnID: oid, critical, extnValue: new asn1.Sequence({ value }).toBER(false) });
}

/** GeneralSubtrees without minimum and maximum (RFC 5280 §4.2.1.10). */
function nameConstraints(tools: Tools, { nameConstraints: constraints }: Template): Extension[] {
  if (constraints === undefined) return [];
  const subtrees = (tag: number, names: readonly GeneralNameSpec[] | undefined): BaseBlock[] =>
    names === undefined
      ? []
      : [
          constructed(
            tools,
            tag,
            generals(tools, names).map((base) => new tools.asn1.Sequence({ value: [base] })),
          ),
        ];
  const value = [...subtrees(0, constraints.permitted), ...subtrees(1, constraints.excluded)];
  return [sequence(tools, '2.5.29.30', true, value)];
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

/** RFC 5280 §4.2.1.13. */
function crlDistributionPoints(tools: Tools, { crlUrls = [], crlPoints = [] }: Template): Extension[] {
  const points = [...(crlUrls.length === 0 ? [] : [{ urls: crlUrls }]), ...crlPoints];
  if (points.length === 0) return [];
  const value = points.map((point) => new tools.asn1.Sequence({ value: distributionPoint(tools, point) }));
  return [sequence(tools, '2.5.29.31', false, value)];
}

export function distributionPoint(tools: Tools, { urls, reasons, crlIssuer }: CrlPointSpec): BaseBlock[] {
  const names = urls.map((value) => generalName(tools, { kind: 'uri', value }));
  return [
    ...(urls.length === 0 ? [] : [constructed(tools, 0, [constructed(tools, 0, names)])]),
    ...(reasons === undefined ? [] : [reasonFlags(tools, reasons)]),
    ...(crlIssuer === undefined
      ? []
      : [constructed(tools, 2, [constructed(tools, 4, [distinguishedName(tools, crlIssuer).toSchema()])])]),
  ];
}

function reasonFlags({ asn1 }: Tools, reasons: readonly number[]): BaseBlock {
  const bits = bitString(reasons);
  const valueHex = arrayBuffer(Uint8Array.of(bits.unusedBits, ...bits.octets));
  return new asn1.Primitive({ idBlock: { tagClass: 3, tagNumber: 1 }, valueHex });
}

/** NULL (RFC 6960 §4.2.2.2.1). */
function noCheck({ pkijs, asn1 }: Tools, { ocspNoCheck }: Template): Extension[] {
  if (ocspNoCheck !== true) return [];
  const extnValue = new asn1.Null().toBER(false);
  return [new pkijs.Extension({ extnID: '1.3.6.1.5.5.7.48.1.5', critical: false, extnValue })];
}

function octetString(asn1: Asn1, octets: Uint8Array): InstanceType<Asn1['OctetString']> {
  return new asn1.OctetString({ valueHex: arrayBuffer(octets) });
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
