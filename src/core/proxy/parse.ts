/** `proxy parse`: octets explained, each run of them with its place, and the header they are, or why they are none. */
import { type Report, toBase64, toHex } from '../../base/index.ts';
import { readHeader } from './decode.ts';
import { say } from './findings/define.ts';
import { FAULT_FINDINGS } from './findings/faults.ts';
import { remarksOn } from './remark.ts';
import { readSsl, SSL_CLIENT } from './ssl.ts';
import { subTlvs } from './tlv.ts';
import { describeType, explainValue, isPrintable, TLV } from './tlv-types.ts';
import type { Endpoint, Family, FaultCode, ProxyFault, ProxyHeader, Tlv, Transport } from './types.ts';

export interface ProxyParseData {
  /** Why the octets are no header; then nothing but `at`, `detail` and `parts` is beside it. */
  readonly code?: FaultCode;
  readonly at?: number;
  readonly detail?: string;
  readonly version?: 1 | 2;
  readonly command?: 'PROXY' | 'LOCAL';
  readonly family?: Family;
  readonly transport?: Transport;
  readonly source?: Endpoint;
  readonly destination?: Endpoint;
  readonly tlvs?: readonly ShownTlv[];
  /** Octets of the header. */
  readonly length?: number;
  /** Octets behind the header, which are not its own. */
  readonly rest?: number;
  readonly parts: readonly Part[];
}

export interface ShownTlv {
  readonly type: number;
  readonly name: string;
  readonly length: number;
  /** Base64. */
  readonly value: string;
  /** The value where it is a printable text. */
  readonly text?: string;
  readonly meaning: string;
  readonly ssl?: ShownSsl;
}

export interface ShownSsl {
  readonly client: number;
  readonly overTls: boolean;
  readonly certificateOnConnection: boolean;
  readonly certificateInSession: boolean;
  readonly verify: number;
  readonly tlvs: readonly ShownTlv[];
}

/** A run of octets with one meaning; they follow each other without a gap. */
export interface Part {
  readonly offset: number;
  readonly length: number;
  /** Hex, the first octets of a long run. */
  readonly octets: string;
  readonly field: string;
  readonly meaning: string;
}

/** Octets of a part that are shown. */
const SHOWN_OCTETS = 256;

export function parseReport(octets: Uint8Array): Report<ProxyParseData> {
  const parts: Part[] = [];
  const outcome = readHeader(octets, (offset, length, field, meaning) => {
    parts.push({ offset, length, octets: shownOctets(octets, offset, length), field, meaning: meaning() });
  });
  if (outcome.kind === 'more') return faultReport(incomplete(octets), octets, parts);
  if (outcome.kind === 'invalid') return faultReport(outcome.fault, octets, parts);
  const { header, length } = outcome;
  const rest = octets.length - length;
  return { findings: remarksOn(header, length, octets), data: { ...headerData(header), length, rest, parts } };
}

function faultReport(fault: ProxyFault, octets: Uint8Array, parts: readonly Part[]): Report<ProxyParseData> {
  const def = FAULT_FINDINGS[fault.code];
  const from = parts.reduce((end, { offset, length }) => Math.max(end, offset + length), 0);
  const unread = {
    offset: from,
    length: octets.length - from,
    octets: shownOctets(octets, from, octets.length - from),
  };
  const left = unread.length > 0 ? [{ ...unread, field: 'unread', meaning: def.title }] : [];
  const finding = say(def, { detail: `octet ${fault.at}: ${fault.detail}`, evidence: { at: fault.at } });
  return { findings: [finding], data: { ...fault, parts: [...parts, ...left] } };
}

const incomplete = (octets: Uint8Array): ProxyFault => ({
  code: 'incomplete',
  at: octets.length,
  detail: octets.length === 0 ? 'there are no octets' : `${octets.length} octets are there, and more must follow`,
});

const shownOctets = (octets: Uint8Array, offset: number, length: number): string =>
  toHex(octets.subarray(offset, offset + Math.min(length, SHOWN_OCTETS)));

function headerData({ tlvs, ...header }: ProxyHeader) {
  return { ...header, tlvs: tlvs.map((tlv) => shownTlv(tlv, false)) };
}

function shownTlv({ type, value }: Tlv, isSub: boolean): ShownTlv {
  const def = describeType(type, isSub);
  const isSsl = type === TLV.ssl && !isSub;
  return {
    type,
    name: def.name,
    length: value.length,
    value: toBase64(value),
    ...(isPrintable(value) && { text: Buffer.from(value).toString('utf8') }),
    meaning: isSsl ? def.about : explainValue(def, value),
    ...(isSsl && { ssl: shownSsl(value) }),
  };
}

function shownSsl(value: Uint8Array): ShownSsl {
  const { client, verify } = readSsl(value);
  return {
    client,
    overTls: (client & SSL_CLIENT.ssl) !== 0,
    certificateOnConnection: (client & SSL_CLIENT.certConn) !== 0,
    certificateInSession: (client & SSL_CLIENT.certSess) !== 0,
    verify,
    tlvs: subTlvs(value).tlvs.map((tlv) => shownTlv(tlv, true)),
  };
}
