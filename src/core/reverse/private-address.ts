/** Addresses that mean nothing outside their own network (RFC 6890 §2.2). */
import { parseIpv4, parseIpv6 } from '../../base/index.ts';

interface Block {
  readonly octets: readonly number[];
  /** Bits that count. */
  readonly prefix: number;
}

/** This network, private ones, shared, loopback, link-local; not those for documentation, which stand for others in texts. */
const V4: readonly Block[] = [
  { octets: [0], prefix: 8 },
  { octets: [10], prefix: 8 },
  { octets: [100, 64], prefix: 10 },
  { octets: [127], prefix: 8 },
  { octets: [169, 254], prefix: 16 },
  { octets: [172, 16], prefix: 12 },
  { octets: [192, 168], prefix: 16 },
];

/** Unspecified and loopback, unique local, link-local. */
const V6: readonly Block[] = [
  { octets: new Array(15).fill(0), prefix: 127 },
  { octets: [0xfc], prefix: 7 },
  { octets: [0xfe, 0x80], prefix: 10 },
];

/** @param ip  an address as text; anything else is none */
export function isPrivate(ip: string): boolean {
  const v4 = parseIpv4(ip);
  if (v4 !== undefined) return V4.some((block) => isIn(v4, block));
  const v6 = parseIpv6(ip);
  return v6 !== undefined && V6.some((block) => isIn(v6, block));
}

function isIn(address: Uint8Array, { octets, prefix }: Block): boolean {
  const bits = (i: number): number => Math.max(0, Math.min(8, prefix - 8 * i));
  return address.every((octet, i) => {
    const mask = (0xff << (8 - bits(i))) & 0xff;
    return (octet & mask) === ((octets[i] ?? 0) & mask);
  });
}
