/** Pieces that several structures share: tagged fields, times, extensions. */
import type { BaseBlock } from 'asn1js';
import { arrayBuffer, type Tools } from '../../pki/issue.ts';
import { OCSP_OID } from '../oids.ts';
import type { ExtensionSpec, TimeSpec } from './types.ts';

/** `[number] EXPLICIT` */
export function tagged({ asn1 }: Tools, number: number, value: BaseBlock): BaseBlock {
  return new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber: number }, value: [value] });
}

export function octetString({ asn1 }: Tools, octets: Uint8Array): BaseBlock {
  return new asn1.OctetString({ valueHex: arrayBuffer(octets) });
}

/** GeneralizedTime: a date in whole seconds (RFC 5280 §4.1.2.5.2), a text as it is. */
export function time({ asn1 }: Tools, value: TimeSpec): BaseBlock {
  const text = typeof value === 'string' ? value : `${value.toISOString().replace(/[-:T]|\.\d+Z$/g, '')}Z`;
  const idBlock = { tagClass: 1, tagNumber: 24 };
  return new asn1.Primitive({ idBlock, valueHex: arrayBuffer(Buffer.from(text, 'latin1')) });
}

/** The nonce as RFC 9654 §2.1 writes it, then the others; nothing where there are none. */
export function extensionList(
  tools: Tools,
  number: number,
  specs: readonly ExtensionSpec[],
  nonce?: Uint8Array,
): BaseBlock[] {
  const wrapped = nonce && new Uint8Array(octetString(tools, nonce).toBER(false));
  const all = [...(wrapped === undefined ? [] : [{ oid: OCSP_OID.NONCE, der: wrapped }]), ...specs];
  if (all.length === 0) return [];
  const value = all.map((spec) => extension(tools, spec));
  return [tagged(tools, number, new tools.asn1.Sequence({ value }))];
}

function extension({ pkijs }: Tools, { oid, critical = false, der }: ExtensionSpec): BaseBlock {
  return new pkijs.Extension({ extnID: oid, critical, extnValue: arrayBuffer(der) }).toSchema();
}
