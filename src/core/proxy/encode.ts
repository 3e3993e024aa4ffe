/**
 * The encoder: a header as a value into the octets to send, whole and at once (proxy-protocol.txt §2).
 *
 * A CRC32C among the TLVs is computed here, whatever value it came with. What the receiver would have to refuse is an error.
 */
import { concatBytes, err, type Failure, formatIpv6, ok, parseIpv4, parseIpv6, type Result } from '../../base/index.ts';
import { encodeTlv } from './encode-tlv.ts';
import { readOctets } from './octets-text.ts';
import { checksumOf, checkTlvs, type PlacedTlv, TLV_HEAD_OCTETS } from './tlv.ts';
import { TLV } from './tlv-types.ts';
import type { Endpoint, Family, ProxyHeader, Tlv } from './types.ts';
import { BLOCK_OCTETS, FAMILIES, TRANSPORTS, UNIX_PATH_OCTETS, V2_HEAD_OCTETS, V2_SIGNATURE } from './v2.ts';

export type EncodeError = Failure<
  'proxy/version-1' | 'proxy/endpoints' | 'proxy/address' | 'proxy/port' | 'proxy/path' | 'proxy/tlv' | 'proxy/too-long'
>;
type Octets = Result<Uint8Array, EncodeError>;

export function encodeProxy(header: ProxyHeader): Octets {
  return header.version === 1 ? encodeV1(header) : encodeV2(header);
}

/** IPv6 in its canonical form; UNKNOWN in its short form. */
function encodeV1({ command, family, transport, source, destination, tlvs }: ProxyHeader): Octets {
  if (command === 'LOCAL') return failed('proxy/version-1', 'version 1 has no LOCAL', 'UNKNOWN says much the same');
  if (tlvs.length > 0) return failed('proxy/version-1', 'version 1 has no TLVs', 'send version 2');
  if (family === 'UNSPEC') return ok(Buffer.from('PROXY UNKNOWN\r\n'));
  if (family === 'UNIX' || transport !== 'STREAM')
    return failed(
      'proxy/version-1',
      `version 1 has TCP over IPv4 and IPv6 only, not ${family} ${transport}`,
      'send version 2',
    );
  const block = inetBlock(family, source, destination);
  if (!block.ok) return block;
  const show = ({ address }: Endpoint): string => (family === 'INET' ? address : formatIpv6(parseIpv6(address)!));
  const [from, to] = [source!, destination!];
  const protocol = family === 'INET' ? 'TCP4' : 'TCP6';
  return ok(Buffer.from(`PROXY ${protocol} ${show(from)} ${show(to)} ${from.port} ${to.port}\r\n`));
}

function encodeV2(header: ProxyHeader): Octets {
  const { command, family, transport, tlvs } = header;
  const block = addressBlock(header);
  if (!block.ok) return block;
  const tail = tlvs.map(encodeTlv);
  const length = tail.reduce((sum, { length: one }) => sum + one, block.value.length);
  if (length > 0xffff || tlvs.some(({ value }) => value.length > 0xffff))
    return failed('proxy/too-long', `addresses and TLVs take ${length} octets, and 65535 can be said`);
  const head = [
    0x20 | (command === 'PROXY' ? 1 : 0),
    (FAMILIES.indexOf(family) << 4) | TRANSPORTS.indexOf(transport),
    length >> 8,
    length & 0xff,
  ];
  return sealed(concatBytes([V2_SIGNATURE, Uint8Array.from(head), block.value, ...tail]), block.value.length, tlvs);
}

/** With the checksum computed, where one is wanted, and the TLVs held to what a receiver checks. */
function sealed(octets: Uint8Array, blockOctets: number, tlvs: readonly Tlv[]): Octets {
  let at = V2_HEAD_OCTETS + blockOctets;
  const placed = tlvs.map(({ type, value }): PlacedTlv => {
    const from = at + TLV_HEAD_OCTETS;
    at = from + value.length;
    return { type, value: octets.subarray(from, at), at: from };
  });
  const checksum = placed.find(({ type, value }) => type === TLV.crc32c && value.length === 4);
  if (checksum !== undefined)
    new DataView(octets.buffer, octets.byteOffset).setUint32(checksum.at, checksumOf(octets, checksum.at));
  const fault = checkTlvs(placed, octets);
  return fault === undefined ? ok(octets) : failed('proxy/tlv', `a TLV that no receiver may take: ${fault.detail}`);
}

/** Both ends, or none for LOCAL and UNSPEC ("it should not present any address"). */
function addressBlock({ command, family, transport, source, destination }: ProxyHeader): Octets {
  if (command === 'LOCAL' || family === 'UNSPEC' || transport === 'UNSPEC') {
    if (source === undefined && destination === undefined) return ok(localBlock(family, transport));
    return failed('proxy/endpoints', 'a header of LOCAL or UNSPEC has no addresses');
  }
  return family === 'UNIX' ? unixBlock(source, destination) : inetBlock(family, source, destination);
}

/** A LOCAL header that names a family holds addresses of that family, since it is skipped by its length: all zero. */
function localBlock(family: Family, transport: ProxyHeader['transport']): Uint8Array {
  return new Uint8Array(transport === 'UNSPEC' ? 0 : BLOCK_OCTETS[family]);
}

function inetBlock(family: 'INET' | 'INET6', source?: Endpoint, destination?: Endpoint): Octets {
  const ends: Uint8Array[] = [];
  const ports: number[] = [];
  for (const end of [source, destination]) {
    if (end === undefined) return failed('proxy/endpoints', `${family} needs a source and a destination`);
    const address = family === 'INET' ? parseIpv4(end.address) : parseIpv6(end.address);
    if (address === undefined)
      return failed(
        'proxy/address',
        `"${end.address}" is no address of IPv${family === 'INET' ? 4 : 6}`,
        'both ends are of one family',
      );
    const { port = -1 } = end;
    if (!Number.isInteger(port) || port < 0 || port > 0xffff)
      return failed('proxy/port', `the port of ${end.address} must be from 0 to 65535`);
    ends.push(address);
    ports.push(port >> 8, port & 0xff);
  }
  return ok(concatBytes([...ends, Uint8Array.from(ports)]));
}

function unixBlock(source?: Endpoint, destination?: Endpoint): Octets {
  const block = new Uint8Array(2 * UNIX_PATH_OCTETS);
  for (const [i, end] of [source, destination].entries()) {
    if (end === undefined) return failed('proxy/endpoints', 'UNIX needs a source and a destination');
    const path = readOctets(end.address);
    if (!path.ok) return failed('proxy/path', path.error.message, path.error.hint);
    if (path.value.length > UNIX_PATH_OCTETS)
      return failed('proxy/path', `a path of ${path.value.length} octets, and there is room for ${UNIX_PATH_OCTETS}`);
    block.set(path.value, i * UNIX_PATH_OCTETS);
  }
  return ok(block);
}

function failed(code: EncodeError['code'], message: string, hint?: string): Result<never, EncodeError> {
  return err({ code, message, ...(hint !== undefined && { hint }), fault: 'configuration', temporary: false });
}
