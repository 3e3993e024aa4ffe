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

function attributeSchema({ asn1 }: Tools, { oid, value, encoding = 'utf8' }: NameAttribute): BaseBlock {
  const { tag, octets } = STRINGS[encoding];
  const text = new asn1.Primitive({
    idBlock: { tagClass: 1, tagNumber: tag },
    valueHex: arrayBuffer(octets(value)),
  });
  return new asn1.Sequence({ value: [new asn1.ObjectIdentifier({ value: oid }), text] });
}

const utf8 = (value: string): Uint8Array => Buffer.from(value, 'utf8');
const latin1 = (value: string): Uint8Array => Buffer.from(value, 'latin1');
const utf16 = (value: string): Uint8Array => Buffer.from(value, 'utf16le').swap16();

function utf32(value: string): Uint8Array {
  const octets = Buffer.alloc(4 * [...value].length);
  for (const [i, character] of [...value].entries()) octets.writeUInt32BE(character.codePointAt(0)!, 4 * i);
  return octets;
}

/** Universal tags of the string types a name may have (X.680 §8.6). */
const STRINGS = {
  utf8: { tag: 12, octets: utf8 },
  printable: { tag: 19, octets: latin1 },
  t61: { tag: 20, octets: latin1 },
  ia5: { tag: 22, octets: latin1 },
  universal: { tag: 28, octets: utf32 },
  bmp: { tag: 30, octets: utf16 },
} as const satisfies Record<NonNullable<NameAttribute['encoding']>, { tag: number; octets: (v: string) => Uint8Array }>;

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
