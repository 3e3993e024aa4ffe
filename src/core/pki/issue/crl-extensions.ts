/** Extensions of a CRL to be issued (RFC 5280 §5.2). */
import type { BaseBlock } from 'asn1js';
import { extension, integer, rawExtension } from './crl-entries.ts';
import type { CrlSpec, IssuingPointSpec } from './crl-types.ts';
import { bitString, distributionPoint } from './extensions.ts';
import { constructed, generalName } from './names.ts';
import { arrayBuffer } from './octets.ts';
import type { CrlPointSpec, NameAttribute, Tools } from './types.ts';

export function crlExtensions(tools: Tools, spec: CrlSpec, ownKeyIdentifier: Uint8Array | undefined): BaseBlock[] {
  const { number, isNumberCritical = false, baseNumber, issuingPoint, freshest = [], extraExtensions = [] } = spec;
  const keyIdentifier = spec.keyIdentifier === false ? undefined : (spec.keyIdentifier ?? ownKeyIdentifier);
  return [
    ...(keyIdentifier === undefined ? [] : [authorityKeyId(tools, keyIdentifier)]),
    ...(number === undefined ? [] : [extension(tools, '2.5.29.20', isNumberCritical, integer(tools, number))]),
    ...(baseNumber === undefined ? [] : [extension(tools, '2.5.29.27', true, integer(tools, baseNumber))]),
    ...(issuingPoint === undefined ? [] : [issuingDistributionPoint(tools, issuingPoint)]),
    ...(freshest.length === 0 ? [] : [freshestCrl(tools, freshest)]),
    ...extraExtensions.map(({ oid, critical, der }) => rawExtension(tools, oid, critical, der)),
  ];
}

function authorityKeyId(tools: Tools, keyIdentifier: Uint8Array): BaseBlock {
  const value = new tools.asn1.Sequence({ value: [primitive(tools, 0, keyIdentifier)] });
  return extension(tools, '2.5.29.35', false, value);
}

/** FALSE is the default of each flag, and so is not written (X.690 §11.5). */
function issuingDistributionPoint(tools: Tools, spec: IssuingPointSpec): BaseBlock {
  const { names, relativeName, onlyUsers, onlyAuthorities, onlyAttributes, isIndirect, reasons } = spec;
  const flag = (tag: number, isSet: boolean | undefined): BaseBlock[] =>
    isSet === true ? [primitive(tools, tag, Uint8Array.of(0xff))] : [];
  const value = new tools.asn1.Sequence({
    value: [
      ...(names === undefined ? [] : [fullName(tools, names)]),
      ...(relativeName === undefined ? [] : [relativeTo(tools, relativeName)]),
      ...flag(1, onlyUsers),
      ...flag(2, onlyAuthorities),
      ...(reasons === undefined ? [] : [reasonFlags(tools, reasons)]),
      ...flag(4, isIndirect),
      ...flag(5, onlyAttributes),
    ],
  });
  return extension(tools, '2.5.29.28', true, value);
}

function fullName(tools: Tools, names: NonNullable<IssuingPointSpec['names']>): BaseBlock {
  return constructed(tools, 0, [
    constructed(
      tools,
      0,
      names.map((name) => generalName(tools, name)),
    ),
  ]);
}

function relativeTo(tools: Tools, { oid, value }: NameAttribute): BaseBlock {
  const { asn1 } = tools;
  const attribute = new asn1.Sequence({
    value: [new asn1.ObjectIdentifier({ value: oid }), new asn1.Utf8String({ value })],
  });
  return constructed(tools, 0, [constructed(tools, 1, [attribute])]);
}

function reasonFlags(tools: Tools, reasons: readonly number[]): BaseBlock {
  const { octets, unusedBits } = bitString(reasons);
  return primitive(tools, 3, Uint8Array.of(unusedBits, ...octets));
}

function freshestCrl(tools: Tools, points: readonly CrlPointSpec[]): BaseBlock {
  const value = points.map((point) => new tools.asn1.Sequence({ value: distributionPoint(tools, point) }));
  return extension(tools, '2.5.29.46', false, new tools.asn1.Sequence({ value }));
}

function primitive({ asn1 }: Tools, tagNumber: number, octets: Uint8Array): BaseBlock {
  return new asn1.Primitive({ idBlock: { tagClass: 3, tagNumber }, valueHex: arrayBuffer(octets) });
}
