/** Addresses and networks of host lists: `192.0.2.0/24`, IPv6, and IPv4 written as IPv6. */
import { parseIpv4, parseIpv6 } from '../../base/index.ts';

/** Four octets or sixteen; an IPv4 address mapped into IPv6 is an IPv4 address (Exim spec §10.12). */
export function addressOctets(text: string): Uint8Array | undefined {
  const four = parseIpv4(text);
  if (four !== undefined) return four;
  const sixteen = parseIpv6(text.replace(/%.*$/s, ''));
  return sixteen !== undefined && isMapped(sixteen) ? sixteen.subarray(12) : sixteen;
}

const isMapped = (octets: Uint8Array): boolean =>
  octets.subarray(0, 10).every((octet) => octet === 0) && octets[10] === 255 && octets[11] === 255;

/** Is `item`, an address or a network, the address's? undefined: it is neither. */
export function coversAddress(item: string, address: Uint8Array): boolean | undefined {
  const [base = '', bits] = item.split('/');
  const network = addressOctets(base);
  if (network === undefined || (bits !== undefined && !/^\d+$/.test(bits))) return undefined;
  const length = bits === undefined ? network.length * 8 : Number(bits);
  if (length > network.length * 8) return undefined;
  return network.length === address.length && samePrefix(network, address, length);
}

function samePrefix(network: Uint8Array, address: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let index = 0; index < whole; index += 1) if (network[index] !== address[index]) return false;
  const mask = (0xff00 >> (bits & 7)) & 0xff;
  return ((network[whole] ?? 0) & mask) === ((address[whole] ?? 0) & mask);
}

/** The address as a key in a file: IPv6 in full groups, joined by dots, or by colons for iplsearch. */
export function keyOf(address: Uint8Array, bits: number | undefined, joint: '.' | ':'): string {
  const masked = bits === undefined ? address : maskTo(address, bits);
  const text =
    address.length === 4 ? masked.join('.') : (Buffer.from(masked).toString('hex').match(/.{4}/g) ?? []).join(joint);
  return bits === undefined ? text : `${text}/${bits}`;
}

const maskTo = (address: Uint8Array, bits: number): Uint8Array =>
  address.map((octet, index) => octet & (0xff00 >> Math.max(0, Math.min(8, bits - index * 8))) & 0xff);
