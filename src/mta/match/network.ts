/** Addresses and networks of host lists: `192.0.2.0/24`, IPv6, and IPv4 written as IPv6. */
import { parseIpv4, parseIpv6 } from '../../base/index.ts';

/** Four octets or sixteen; an IPv4 address mapped into IPv6 is an IPv4 address (Exim spec §10.12). */
export function addressOctets(text: string): Uint8Array | undefined {
  const four = parseIpv4(text);
  if (four !== undefined) return four;
  const sixteen = sixteenOf(text);
  return sixteen !== undefined && isMapped(sixteen) ? sixteen.subarray(12) : sixteen;
}

const sixteenOf = (text: string): Uint8Array | undefined => parseIpv6(text.replace(/%.*$/s, ''));

const isMapped = (octets: Uint8Array): boolean =>
  octets.subarray(0, 10).every((octet) => octet === 0) && octets[10] === 255 && octets[11] === 255;

export interface Network {
  readonly octets: Uint8Array;
  readonly bits: number;
}

/** An address, or a network; undefined: the text is neither. More bits than there are mean all of them, a slash alone none. */
export function networkOf(item: string): Network | undefined {
  const [, base = '', bits] = /^([\da-f:.]+(?:%[^/]+)?)(?:\/(\d*))?$/i.exec(item) ?? [];
  const octets = parseIpv4(base) ?? sixteenOf(base);
  if (octets === undefined) return undefined;
  const all = octets.length * 8;
  return { octets, bits: bits === undefined ? all : Math.min(Number(bits), all) };
}

export const isInNetwork = (address: Uint8Array, { octets, bits }: Network): boolean =>
  octets.length === address.length && samePrefix(octets, address, bits);

export function isSameAddress(one: string, other: string): boolean {
  const octets = addressOctets(one);
  const others = addressOctets(other);
  return (
    octets !== undefined && others !== undefined && isInNetwork(octets, { octets: others, bits: others.length * 8 })
  );
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
