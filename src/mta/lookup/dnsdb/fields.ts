/** Records as dnsdb writes them: the fields of each type. */
import { formatIpv4, formatIpv6, toHex } from '../../../base/index.ts';
import {
  cnameRdata,
  mxRdata,
  nsRdata,
  ptrRdata,
  type ResourceRecord,
  RR,
  soaRdata,
  srvRdata,
  tlsaRdata,
  txtRdata,
} from '../../../core/dns/index.ts';
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
  const read = mxRdata.decode(rdata);
  return read.ok ? `${read.value.preference}${separator}${read.value.exchange}` : undefined;
};

const mxh: Format = (rdata) => {
  const read = mxRdata.decode(rdata);
  return read.ok ? read.value.exchange : undefined;
};

const srv: Format = (rdata, separator = ' ') => {
  const read = srvRdata.decode(rdata);
  if (!read.ok) return undefined;
  const { priority, weight, port, target } = read.value;
  return [priority, weight, port, target].join(separator);
};

const tlsa: Format = (rdata, separator = ' ') => {
  const read = tlsaRdata.decode(rdata);
  if (!read.ok) return undefined;
  const { usage, selector, matchingType, data } = read.value;
  return [usage, selector, matchingType, toHex(data)].join(separator);
};

/** The name of the first server alone, unless fields have a separator. */
const soa: Format = (rdata, separator) => {
  const read = soaRdata.decode(rdata);
  if (!read.ok) return undefined;
  const { primary, mailbox, serial, refreshSeconds, retrySeconds, expireSeconds, minimumSeconds } = read.value;
  if (separator === undefined) return primary;
  return [primary, mailbox, serial, refreshSeconds, retrySeconds, expireSeconds, minimumSeconds].join(separator);
};

const name =
  (def: typeof cnameRdata): Format =>
  (rdata) => {
    const read = def.decode(rdata);
    return read.ok ? read.value : undefined;
  };

const FORMATS: Readonly<Record<number, Format>> = {
  [RR.A]: (rdata) => (rdata.length === 4 ? formatIpv4(rdata) : undefined),
  [RR.AAAA]: (rdata) => (rdata.length === 16 ? formatIpv6(rdata) : undefined),
  [RR.CNAME]: name(cnameRdata),
  [RR.MX]: mx,
  [RR.NS]: name(nsRdata),
  [RR.PTR]: name(ptrRdata),
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
  const read = srvRdata.decode(rdata);
  if (!read.ok || read.value.priority !== 1) return undefined;
  const { weight, port, target } = read.value;
  if (!isItself) return `${port & 1 ? 'X' : '?'} ${target}`;
  const word = weight < 2 ? 'N' : ({ 2: 'Y', 3: '?' } as Readonly<Record<number, string>>)[weight];
  return word === undefined ? undefined : `${word} ${target}`;
}
