/** Entries of a CRL to be issued (RFC 5280 §5.1.2.6, §5.3). */
import type { BaseBlock } from 'asn1js';
import type { RevokedSpec } from './crl-types.ts';
import { constructed, distinguishedName } from './names.ts';
import { arrayBuffer } from './octets.ts';
import type { NameSpec, Tools } from './types.ts';

export function revokedEntry(tools: Tools, entry: RevokedSpec): BaseBlock {
  const { asn1 } = tools;
  const extensions = entryExtensions(tools, entry);
  const serial = new asn1.Integer({ valueHex: arrayBuffer(entry.serial) });
  return new asn1.Sequence({
    value: [
      serial,
      timeOf(tools, entry.date),
      ...(extensions.length === 0 ? [] : [new asn1.Sequence({ value: extensions })]),
    ],
  });
}

function entryExtensions(tools: Tools, entry: RevokedSpec): BaseBlock[] {
  const { asn1 } = tools;
  const { reason, invalidityDate, issuer, extraExtensions = [] } = entry;
  return [
    ...(reason === undefined ? [] : [extension(tools, '2.5.29.21', false, new asn1.Enumerated({ value: reason }))]),
    ...(invalidityDate === undefined
      ? []
      : [extension(tools, '2.5.29.24', false, timeOf(tools, invalidityDate, true))]),
    ...(issuer === undefined ? [] : [extension(tools, '2.5.29.29', true, issuerNames(tools, issuer))]),
    ...extraExtensions.map(({ oid, critical, der }) => rawExtension(tools, oid, critical, der)),
  ];
}

function issuerNames(tools: Tools, issuer: NameSpec): BaseBlock {
  const name = constructed(tools, 4, [distinguishedName(tools, issuer).toSchema()]);
  return new tools.asn1.Sequence({ value: [name] });
}

export function extension(tools: Tools, oid: string, critical: boolean, value: BaseBlock): BaseBlock {
  return rawExtension(tools, oid, critical, new Uint8Array(value.toBER(false)));
}

export function rawExtension({ asn1 }: Tools, oid: string, critical: boolean, der: Uint8Array): BaseBlock {
  return new asn1.Sequence({
    value: [
      new asn1.ObjectIdentifier({ value: oid }),
      ...(critical ? [new asn1.Boolean({ value: true })] : []),
      new asn1.OctetString({ valueHex: arrayBuffer(der) }),
    ],
  });
}

export function integer({ asn1 }: Tools, value: bigint): BaseBlock {
  const hex = value.toString(16);
  const octets = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const positive = octets[0]! < 0x80 ? octets : Buffer.concat([Uint8Array.of(0), octets]);
  return new asn1.Integer({ valueHex: arrayBuffer(positive) });
}

/** UTCTime through 2049, GeneralizedTime after it or where asked for (§5.1.2.4). */
export function timeOf({ asn1 }: Tools, value: Date, isGeneralized = value.getUTCFullYear() >= 2050): BaseBlock {
  return isGeneralized ? new asn1.GeneralizedTime({ valueDate: value }) : new asn1.UTCTime({ valueDate: value });
}
