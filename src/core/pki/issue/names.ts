/** Distinguished names and GeneralNames as ASN.1 (RFC 5280 §4.1.2.4, §4.2.1.6). */
import type { BaseBlock } from 'asn1js';
import type { RelativeDistinguishedNames } from 'pkijs';
import { arrayBuffer } from './octets.ts';
import type { GeneralNameSpec, NameAttribute, NameSpec, Tools } from './types.ts';

const COMMON_NAME = '2.5.4.3';

/** One attribute to an RDN, which pkijs leaves as it was read: written by itself it puts all into one SET. */
export function distinguishedName(tools: Tools, spec: NameSpec): RelativeDistinguishedNames {
  const { pkijs, asn1 } = tools;
  const rdns = attributesOf(spec).map((attribute) => new asn1.Set({ value: [attributeSchema(tools, attribute)] }));
  return pkijs.RelativeDistinguishedNames.fromBER(new asn1.Sequence({ value: rdns }).toBER(false));
}

function attributeSchema({ asn1 }: Tools, { oid, value }: NameAttribute): BaseBlock {
  return new asn1.Sequence({ value: [new asn1.ObjectIdentifier({ value: oid }), new asn1.Utf8String({ value })] });
}

export const isEmptyName = (spec: NameSpec): boolean => spec.length === 0;

function attributesOf(spec: NameSpec): readonly NameAttribute[] {
  if (typeof spec !== 'string') return spec;
  return spec === '' ? [] : [{ oid: COMMON_NAME, value: spec }];
}

/** Implicit tags 0 to 8 of GeneralName; directoryName alone is explicit, being a CHOICE (X.680 §31.2.7). */
export function generalName(tools: Tools, spec: GeneralNameSpec): BaseBlock {
  const { asn1 } = tools;
  switch (spec.kind) {
    case 'email':
      return primitive(tools, 1, Buffer.from(spec.value, 'latin1'));
    case 'dns':
      return primitive(tools, 2, Buffer.from(spec.value, 'latin1'));
    case 'uri':
      return primitive(tools, 6, Buffer.from(spec.value, 'latin1'));
    case 'ip':
      return primitive(tools, 7, spec.octets);
    case 'registered-id':
      return primitive(tools, 8, new Uint8Array(new asn1.ObjectIdentifier({ value: spec.oid }).valueBlock.toBER()));
    case 'directory':
      return constructed(tools, 4, [distinguishedName(tools, spec.name).toSchema()]);
    case 'other': {
      const value = constructed(tools, 0, [asn1.fromBER(arrayBuffer(spec.der)).result]);
      return constructed(tools, 0, [new asn1.ObjectIdentifier({ value: spec.oid }), value]);
    }
  }
}

const context = (tagNumber: number) => ({ tagClass: 3, tagNumber }) as const;

function primitive({ asn1 }: Tools, tag: number, octets: Uint8Array): BaseBlock {
  return new asn1.Primitive({ idBlock: context(tag), valueHex: arrayBuffer(octets) });
}

export function constructed({ asn1 }: Tools, tag: number, value: BaseBlock[]): BaseBlock {
  return new asn1.Constructed({ idBlock: context(tag), value });
}
