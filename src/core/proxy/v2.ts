/**
 * Version 2: a binary block (proxy-protocol.txt §2.2).
 *
 *   octets  0–11   signature
 *           12     version (high four bits, 2) and command (0 LOCAL, 1 PROXY)
 *           13     address family (high) and transport (low)
 *           14–15  how many octets follow, big-endian
 *           16–    addresses and ports of that family, then TLVs
 *
 * Of LOCAL, and where family or transport is UNSPEC, the receiver uses the real connection and has to skip whatever the
 * length says; its octets are then TLVs only if they read as such.
 */
import { formatIpv4, formatIpv6 } from '../../base/index.ts';
import { showOctets } from './octets-text.ts';
import { checkTlvs, type PlacedTlv, splitTlvs, tellTlvs } from './tlv.ts';
import { type Endpoint, type Family, invalid, more, type Outcome, type Tell, type Transport } from './types.ts';

export const V2_SIGNATURE = Uint8Array.of(13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10);
export const V2_HEAD_OCTETS = 16;
export const UNIX_PATH_OCTETS = 108;

/** By their number on the wire. */
export const FAMILIES = ['UNSPEC', 'INET', 'INET6', 'UNIX'] as const satisfies readonly Family[];
export const TRANSPORTS = ['UNSPEC', 'STREAM', 'DGRAM'] as const satisfies readonly Transport[];

/** Octets of both addresses and ports. */
export const BLOCK_OCTETS: Readonly<Record<Family, number>> = {
  UNSPEC: 0,
  INET: 12,
  INET6: 36,
  UNIX: 2 * UNIX_PATH_OCTETS,
};

/** Octets of the signature that no other protocol begins with, so that the rest is a damaged header. */
const TELLING_OCTETS = 5;

export function readV2(octets: Uint8Array, tell: Tell): Outcome {
  const differs = V2_SIGNATURE.findIndex((octet, i) => i < octets.length && octets[i] !== octet);
  if (differs >= TELLING_OCTETS) return invalid('v2-signature', differs, 'the signature is damaged');
  if (differs >= 0) return invalid('no-header', differs, 'the octets begin with neither signature');
  const head = readHead(octets);
  if ('kind' in head) return head;
  const end = V2_HEAD_OCTETS + head.length;
  tellHead(octets, head, tell);
  if (octets.length < end) return more;
  return readBlock(octets.subarray(0, end), head, tell);
}

interface Head {
  readonly command: 'PROXY' | 'LOCAL';
  /** Undefined where a LOCAL header has a number without meaning, which is no matter. */
  readonly family: Family | undefined;
  readonly transport: Transport | undefined;
  readonly length: number;
}

function readHead(octets: Uint8Array): Head | Outcome {
  const [versionAndCommand, protocol] = octets.subarray(V2_SIGNATURE.length);
  if (versionAndCommand === undefined) return more;
  if (versionAndCommand >> 4 !== 2) return invalid('v2-version', 12, `version ${versionAndCommand >> 4}`);
  const command = versionAndCommand & 15;
  if (command > 1) return invalid('v2-command', 12, `command ${command}`);
  if (protocol === undefined) return more;
  const family = FAMILIES[protocol >> 4];
  const transport = TRANSPORTS[protocol & 15];
  if (command === 1 && family === undefined) return invalid('v2-family', 13, `address family ${protocol >> 4}`);
  if (command === 1 && transport === undefined) return invalid('v2-transport', 13, `transport ${protocol & 15}`);
  if (octets.length < V2_HEAD_OCTETS) return more;
  const length = (octets[14]! << 8) | octets[15]!;
  const head: Head = { command: command === 1 ? 'PROXY' : 'LOCAL', family, transport, length };
  const needed = blockOctets(head);
  if (command === 1 && length < needed)
    return invalid('v2-length-short', 14, `the length says ${length}, and addresses of ${family} take ${needed}`);
  return head;
}

/** Where the layout is known: behind it begin the TLVs. */
const blockOctets = ({ family, transport }: Head): number =>
  family === undefined || transport === undefined || transport === 'UNSPEC' ? 0 : BLOCK_OCTETS[family];

const hasEndpoints = (head: Head): boolean => head.command === 'PROXY' && blockOctets(head) > 0;

function readBlock(octets: Uint8Array, head: Head, tell: Tell): Outcome {
  if (hasEndpoints(head)) return readAddressed(octets, head, tell);
  const tlvs = readLoose(octets, head, tell);
  if ('kind' in tlvs) return tlvs;
  const { command, family = 'UNSPEC', transport = 'UNSPEC' } = head;
  return { kind: 'header', header: { version: 2, command, family, transport, ...tlvs }, length: octets.length };
}

function readAddressed(octets: Uint8Array, head: Head, tell: Tell): Outcome {
  const family = head.family!;
  const from = V2_HEAD_OCTETS + blockOctets(head);
  const { source, destination } = family === 'UNIX' ? readPaths(octets, tell) : readInet(octets, family, tell);
  const { tlvs, fault = checkTlvs(tlvs, octets) } = splitTlvs(octets.subarray(from), from);
  tellTlvs(tlvs, tell);
  if (fault !== undefined) return { kind: 'invalid', fault };
  const { command, transport } = head;
  const header = {
    version: 2,
    command,
    family,
    transport: transport!,
    source,
    destination,
    tlvs: tlvs.map(bare),
  } as const;
  return { kind: 'header', header, length: octets.length };
}

/** "Receivers must discard the protocol block": what does not read as TLVs is skipped, not refused. A checksum is checked. */
function readLoose(
  octets: Uint8Array,
  head: Head,
  tell: Tell,
): Outcome | { readonly tlvs: readonly ReturnType<typeof bare>[] } {
  const from = Math.min(V2_HEAD_OCTETS + blockOctets(head), octets.length);
  const { tlvs, fault = checkTlvs(tlvs, octets) } = splitTlvs(octets.subarray(from), from);
  if (fault?.code === 'tlv-crc32c-mismatch') return { kind: 'invalid', fault };
  const isReadable = fault === undefined && tlvs.every(({ type }) => type !== 0);
  const ignored = (isReadable ? from : octets.length) - V2_HEAD_OCTETS;
  if (ignored > 0) tell(V2_HEAD_OCTETS, ignored, 'ignored', () => 'the real connection holds; this is skipped');
  if (!isReadable) return { tlvs: [] };
  tellTlvs(tlvs, tell);
  return { tlvs: tlvs.map(bare) };
}

const bare = ({ type, value }: PlacedTlv) => ({ type, value });

interface Ends {
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

function readInet(octets: Uint8Array, family: Family, tell: Tell): Ends {
  const [size, format] = family === 'INET' ? [4, formatIpv4] : [16, formatIpv6];
  const addressAt = (at: number, field: string): string => {
    const address = format(octets.subarray(at, at + size));
    tell(at, size, field, () => address);
    return address;
  };
  const portAt = (at: number, field: string): number => {
    const port = (octets[at]! << 8) | octets[at + 1]!;
    tell(at, 2, field, () => String(port));
    return port;
  };
  const [from, to] = [V2_HEAD_OCTETS, V2_HEAD_OCTETS + size];
  const source = addressAt(from, 'source address');
  const destination = addressAt(to, 'destination address');
  const sourcePort = portAt(to + size, 'source port');
  const destinationPort = portAt(to + size + 2, 'destination port');
  return {
    source: { address: source, port: sourcePort },
    destination: { address: destination, port: destinationPort },
  };
}

function readPaths(octets: Uint8Array, tell: Tell): Ends {
  const pathAt = (at: number, field: string): Endpoint => {
    const address = showOctets(pathOf(octets.subarray(at, at + UNIX_PATH_OCTETS)));
    tell(at, UNIX_PATH_OCTETS, field, () => (address === '' ? 'a UNIX socket without a name' : address));
    return { address };
  };
  const source = pathAt(V2_HEAD_OCTETS, 'source path');
  return { source, destination: pathAt(V2_HEAD_OCTETS + UNIX_PATH_OCTETS, 'destination path') };
}

/** Up to the first NUL; a name that begins with one is abstract, and only NULs at the end are not of it. */
function pathOf(octets: Uint8Array): Uint8Array {
  const end = octets[0] === 0 ? octets.findLastIndex((octet) => octet !== 0) + 1 : octets.indexOf(0);
  return end < 0 ? octets : octets.subarray(0, end);
}

function tellHead(octets: Uint8Array, { command, family, transport, length }: Head, tell: Tell): void {
  tell(0, V2_SIGNATURE.length, 'signature', () => 'the signature of version 2');
  tell(12, 1, 'version and command', () => `version 2, ${command}`);
  tell(13, 1, 'family and transport', () => `${family ?? octets[13]! >> 4} ${transport ?? octets[13]! & 15}`);
  tell(14, 2, 'length', () => `${length} octets follow`);
}
