/**
 * TLVs of version 2 (proxy-protocol.txt §2.2): type, length in two octets, value; those inside of SSL the same.
 *
 * Read strictly: a value that runs past its end, or one or two octets left over, void the header, since a receiver cannot
 * know what else is misread.
 */
import { toHex } from '../../base/index.ts';
import { crc32c } from './crc32c.ts';
import { readSsl, SSL_HEAD_OCTETS, sslClientWords } from './ssl.ts';
import { describeType, explainValue, TLV } from './tlv-types.ts';
import type { ProxyFault, Tell, Tlv } from './types.ts';

export const TLV_HEAD_OCTETS = 3;
export const MAX_UNIQUE_ID_OCTETS = 128;

/** A TLV and the offset of its value in the header. */
export interface PlacedTlv extends Tlv {
  readonly at: number;
}

/** Those before the fault, where there is one. */
export interface TlvReading {
  readonly tlvs: readonly PlacedTlv[];
  readonly fault?: ProxyFault;
}

/** Splits octets into TLVs. @param base  offset of the first octet in the header */
export function splitTlvs(octets: Uint8Array, base: number): TlvReading {
  const tlvs: PlacedTlv[] = [];
  for (let at = 0; at < octets.length; ) {
    const left = octets.length - at;
    if (left < TLV_HEAD_OCTETS) return { tlvs, fault: cut(base + at, left) };
    const length = (octets[at + 1]! << 8) | octets[at + 2]!;
    const type = octets[at]!;
    if (length > left - TLV_HEAD_OCTETS)
      return { tlvs, fault: overrun(base + at, type, length, left - TLV_HEAD_OCTETS) };
    const from = at + TLV_HEAD_OCTETS;
    tlvs.push({ type, value: octets.subarray(from, from + length), at: base + from });
    at = from + length;
  }
  return { tlvs };
}

const cut = (at: number, left: number): ProxyFault => ({
  code: 'tlv-cut',
  at,
  detail: `${left === 1 ? 'one octet is' : 'two octets are'} left, and a TLV has at least three`,
});

const overrun = (at: number, type: number, length: number, has: number): ProxyFault => ({
  code: 'tlv-overrun',
  at: at + 1,
  detail: `the TLV of type 0x${toHex(Uint8Array.of(type))} says ${length} octets, and ${has} are left`,
});

/** What each must keep to by its own clause; the checksum is over the whole header. */
export function checkTlvs(tlvs: readonly PlacedTlv[], header: Uint8Array): ProxyFault | undefined {
  for (const tlv of tlvs) {
    const { type, value, at } = tlv;
    if (type === TLV.uniqueId && value.length > MAX_UNIQUE_ID_OCTETS)
      return { code: 'tlv-unique-id-long', at: at - 2, detail: `${value.length} octets` };
    if (type === TLV.ssl) {
      const read = checkSsl(tlv);
      if (read !== undefined) return read;
    }
  }
  return checkChecksum(
    tlvs.filter(({ type }) => type === TLV.crc32c),
    header,
  );
}

function checkSsl({ value, at }: PlacedTlv): ProxyFault | undefined {
  if (value.length < SSL_HEAD_OCTETS)
    return {
      code: 'tlv-ssl-short',
      at,
      detail: `${value.length} octets, and client and verify take ${SSL_HEAD_OCTETS}`,
    };
  const { fault } = subTlvs(value, at);
  return fault && { ...fault, code: 'tlv-ssl-overrun' };
}

/** §2.2.3: over the header with the checksum's own octets zero. */
function checkChecksum([first, second]: readonly PlacedTlv[], header: Uint8Array): ProxyFault | undefined {
  if (first === undefined) return undefined;
  const { value, at } = first;
  if (value.length !== 4)
    return { code: 'tlv-crc32c-length', at: at - 2, detail: `${value.length} octets instead of 4` };
  if (second !== undefined)
    return { code: 'tlv-crc32c-twice', at: second.at - TLV_HEAD_OCTETS, detail: 'a second checksum' };
  const computed = checksumOf(header, at);
  const sent = Buffer.from(value).readUInt32BE();
  if (sent === computed) return undefined;
  return { code: 'tlv-crc32c-mismatch', at, detail: `sent ${showSum(sent)}, computed ${showSum(computed)}` };
}

/** @param at  offset of the checksum's four octets */
export function checksumOf(header: Uint8Array, at: number): number {
  const blank = Uint8Array.from(header);
  blank.fill(0, at, at + 4);
  return crc32c(blank);
}

const showSum = (sum: number): string => `0x${sum.toString(16).padStart(8, '0')}`;

export function tellTlvs(tlvs: readonly PlacedTlv[], tell: Tell, isSub = false): void {
  for (const { type, value, at } of tlvs) {
    const def = describeType(type, isSub);
    tell(at - TLV_HEAD_OCTETS, 1, `${def.name} type`, () => def.about);
    tell(at - 2, 2, `${def.name} length`, () => `${value.length} octets`);
    if (type === TLV.ssl && !isSub && value.length >= SSL_HEAD_OCTETS) tellSsl(value, at, tell);
    else if (value.length > 0) tell(at, value.length, def.name, () => explainValue(def, value));
  }
}

function tellSsl(value: Uint8Array, at: number, tell: Tell): void {
  const { client, verify } = readSsl(value);
  tell(at, 1, 'SSL client', () => sslClientWords(client));
  tell(at + 1, 4, 'SSL verify', () => (verify === 0 ? 'a certificate was verified' : `${verify}: none was verified`));
  const { tlvs, fault } = subTlvs(value, at);
  tellTlvs(tlvs, tell, true);
  if (fault === undefined) return;
  const last = tlvs.at(-1);
  const from = last === undefined ? at + SSL_HEAD_OCTETS : last.at + last.value.length;
  tell(from, at + value.length - from, 'SSL rest', () => 'no TLV');
}

/** Those inside of SSL. @param at  offset of the value in the header */
export const subTlvs = (value: Uint8Array, at = 0): TlvReading =>
  splitTlvs(value.subarray(SSL_HEAD_OCTETS), at + SSL_HEAD_OCTETS);
