/** Records as dnsdb writes them: the fields of each type. */
import { formatIpv4, formatIpv6, toHex } from '../../../base/index.ts';
import { type ResourceRecord, RR, tlsaRdata, txtRdata } from '../../../core/dns/index.ts';
import type { DnsdbType } from './query.ts';

/** What is looked up for each type; `a+` is two questions. */
export const RECORD_TYPES: Readonly<Record<DnsdbType, readonly number[]>> = {
  a: [RR.A],
  'a+': [RR.AAAA, RR.A],
  aaaa: [RR.AAAA],
  cname: [RR.CNAME],
  csa: [RR.SRV],
  mx: [RR.MX],
  mxh: [RR.MX],
  ns: [RR.NS],
  ptr: [RR.PTR],
  soa: [RR.SOA],
  spf: [RR.SPF],
  srv: [RR.SRV],
  tlsa: [RR.TLSA],
  txt: [RR.TXT],
  zns: [RR.NS],
};

type Format = (rdata: Uint8Array, separator: string | undefined) => string | undefined;

const octets = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1');

const strings: Format = (rdata, separator) => {
  const read = txtRdata.decode(rdata);
  if (!read.ok) return undefined;
  const texts = read.value.map(octets);
  return separator === undefined ? texts[0] : texts.join(separator);
};

const mx: Format = (rdata, separator = ' ') => {
  const target = readName(rdata, 2);
  return target && `${number16(rdata, 0)}${separator}${target.text}`;
};

const mxh: Format = (rdata) => readName(rdata, 2)?.text;

const srv: Format = (rdata, separator = ' ') => {
  const target = readName(rdata, 6);
  return target && [...[0, 2, 4].map((at) => number16(rdata, at)), target.text].join(separator);
};

const tlsa: Format = (rdata, separator = ' ') => {
  const read = tlsaRdata.decode(rdata);
  if (!read.ok) return undefined;
  const { usage, selector, matchingType, data } = read.value;
  return [usage, selector, matchingType, toHex(data)].join(separator);
};

/** The name of the first server alone, unless fields have a separator; `;` is none. */
const soa: Format = (rdata, separator) => {
  const primary = readName(rdata, 0);
  const mailbox = primary && readName(rdata, primary.end);
  if (mailbox === undefined || rdata.length < mailbox.end + 20) return undefined;
  if (separator === undefined || separator === '') return primary!.text;
  const numbers = [0, 4, 8, 12, 16].map((at) => Buffer.from(rdata).readUInt32BE(mailbox.end + at));
  return [primary!.text, mailbox.text, ...numbers].join(separator);
};

const name: Format = (rdata) => readName(rdata, 0)?.text;

const FORMATS: Readonly<Record<number, Format>> = {
  [RR.A]: (rdata) => (rdata.length === 4 ? formatIpv4(rdata) : undefined),
  [RR.AAAA]: (rdata) => (rdata.length === 16 ? formatIpv6(rdata) : undefined),
  [RR.CNAME]: name,
  [RR.MX]: mx,
  [RR.NS]: name,
  [RR.PTR]: name,
  [RR.SOA]: soa,
  [RR.SPF]: (rdata, separator = '') => strings(rdata, separator),
  [RR.SRV]: srv,
  [RR.TLSA]: tlsa,
  [RR.TXT]: strings,
};

/** @returns undefined where the record cannot be read */
export const formatRecordFields = (
  type: DnsdbType,
  record: ResourceRecord,
  separator: string | undefined,
): string | undefined =>
  type === 'mxh' ? mxh(record.rdata, undefined) : FORMATS[record.type]?.(record.rdata, separator);

/**
 * Client SMTP authorization (draft-ietf-marid-csv-csa): may the host with this name send?
 *
 * @param isItself  the record stands at the name asked for, and not above it
 */
export function formatCsa({ rdata }: ResourceRecord, isItself: boolean): string | undefined {
  const target = readName(rdata, 6);
  if (target === undefined || number16(rdata, 0) !== CSA_VERSION) return undefined;
  if (!isItself) return `${number16(rdata, 4) & 1 ? 'X' : '?'} ${target.text}`;
  const word = WEIGHTS[number16(rdata, 2)];
  return word === undefined ? undefined : `${word} ${target.text}`;
}

const CSA_VERSION = 1;
const WEIGHTS: Readonly<Record<number, string>> = { 0: 'N', 1: 'N', 2: 'Y', 3: '?' };

const number16 = (rdata: Uint8Array, at: number): number => (rdata[at]! << 8) | rdata[at + 1]!;

/** A name as it was sent, upper case included; undefined where it runs past the end (RDATA has no compression left in it). */
function readName(rdata: Uint8Array, start: number): { readonly text: string; readonly end: number } | undefined {
  const labels: string[] = [];
  for (let at = start; at < rdata.length; ) {
    const length = rdata[at]!;
    if (length === 0) return { text: labels.join('.'), end: at + 1 };
    if (length > 63 || at + length >= rdata.length) return undefined;
    labels.push(Array.from(rdata.subarray(at + 1, at + 1 + length), escapeOctet).join(''));
    at += length + 1;
  }
  return undefined;
}

/** RFC 1035 §5.1, and `"$();@` as the C library escapes them. */
function escapeOctet(octet: number): string {
  const char = String.fromCharCode(octet);
  if (octet <= 0x20 || octet >= 0x7f) return `\\${String(octet).padStart(3, '0')}`;
  return '.\\"$();@'.includes(char) ? `\\${char}` : char;
}
