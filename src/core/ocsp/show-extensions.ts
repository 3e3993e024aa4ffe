/** Extensions in words, those of RFC 6960 §4.4 with what they say. */
import { toHex } from '../../base/index.ts';
import { readElement, readElements, readOid, TAG } from '../pki/index.ts';
import { EXTENSION_NAMES, OCSP_OID } from './oids.ts';
import { ENUMERATED, readInstant, readSequence, readSmallInteger, readWhole } from './read/fields.ts';
import { type OcspExtension, REASONS } from './types.ts';

export interface ShownExtension {
  /** In words where it is known, else the OID. */
  readonly name: string;
  readonly oid: string;
  readonly critical: boolean;
  /** In words where it can be read, else hex. */
  readonly value: string;
}

const MAX_HEX_OCTETS = 200;

export function showExtensions(extensions: readonly OcspExtension[]): readonly ShownExtension[] {
  return extensions.map(({ oid, critical, value }) => ({
    name: EXTENSION_NAMES.get(oid) ?? oid,
    oid,
    critical,
    value: READERS[oid]?.(value) ?? hex(value),
  }));
}

function hex(value: Uint8Array): string {
  const text = toHex(value.subarray(0, MAX_HEX_OCTETS));
  return value.length > MAX_HEX_OCTETS ? `${text}… (${value.length} octets)` : text;
}

type Reader = (value: Uint8Array) => string | undefined;

const time: Reader = (value) => readInstant(readElement(value) ?? NOTHING)?.date.toISOString();

const NOTHING = { tag: 0, whole: new Uint8Array(), contents: new Uint8Array() };

/** AcceptableResponses ::= SEQUENCE OF OBJECT IDENTIFIER (§4.4.3). */
const oids: Reader = (value) =>
  readSequence(value)
    ?.map(({ contents }) => readOid(contents) ?? '?')
    .join(', ');

const reason: Reader = (value) => {
  const number = readWhole(value, ENUMERATED);
  const code = number && readSmallInteger(number);
  return code === undefined ? undefined : (REASONS[code] ?? `reason-${code}`);
};

/** CrlID ::= SEQUENCE { crlUrl [0] IA5String, crlNum [1] INTEGER, crlTime [2] GeneralizedTime }, each OPTIONAL (§4.4.2). */
const crlReference: Reader = (value) =>
  readSequence(value)
    ?.map(({ tag, contents }) => {
      const inner = readElement(contents);
      if (inner === undefined) return '?';
      if (tag === 0xa0) return Buffer.from(inner.contents).toString('latin1');
      return tag === 0xa1 ? `number ${toHex(inner.contents)}` : (readInstant(inner)?.date.toISOString() ?? '?');
    })
    .join(', ');

/** A TLS vector of timestamps with two octets of length each, in an OCTET STRING (RFC 6962 §3.3). */
const timestamps: Reader = (value) => {
  const list = readWhole(value, TAG.OCTET_STRING)?.contents;
  if (list === undefined) return undefined;
  let count = 0;
  for (let at = 2; at + 2 <= list.length; count += 1) at += 2 + list[at]! * 256 + list[at + 1]!;
  return `${count} timestamp${count === 1 ? '' : 's'}, ${list.length} octets`;
};

/** PreferredSignatureAlgorithms ::= SEQUENCE OF SEQUENCE { sigIdentifier, pubKeyAlgIdentifier OPTIONAL } (§4.4.7.1). */
const signatures: Reader = (value) =>
  readSequence(value)
    ?.map(({ contents }) => {
      const identifier = readElements(contents)?.[0];
      const oid = identifier && readElement(identifier.contents);
      return (oid && readOid(oid.contents)) ?? '?';
    })
    .join(', ');

const READERS: Readonly<Record<string, Reader>> = {
  [OCSP_OID.ARCHIVE_CUTOFF]: time,
  [OCSP_OID.INVALIDITY_DATE]: time,
  [OCSP_OID.ACCEPTABLE_RESPONSES]: oids,
  [OCSP_OID.REASON_CODE]: reason,
  [OCSP_OID.CRL_REFERENCE]: crlReference,
  [OCSP_OID.TIMESTAMPS]: timestamps,
  [OCSP_OID.PREFERRED_SIGNATURES]: signatures,
};
