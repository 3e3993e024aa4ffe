/** IP addresses: masks, forms, reversal. */
import { equalBytes, formatIpv6, parseIpv4, parseIpv6 } from '../../../base/index.ts';
import { type Failure, failed } from '../outcome.ts';
import { textOperator } from './make.ts';

const octetsOf = (text: string): Uint8Array | undefined => parseIpv4(text) ?? parseIpv6(text.replace(/%.*$/s, ''));
const notAnAddress = (text: string): Failure => failed(`"${text}" is not an IP address`);

const MAPPED = Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]);
const asIpv6 = (octets: Uint8Array): Uint8Array =>
  octets.length === 4 ? Uint8Array.from([...MAPPED, ...octets]) : octets;

/** Eight groups of four digits. */
const groups = (octets: Uint8Array): readonly string[] => Buffer.from(octets).toString('hex').match(/.{4}/g) ?? [];

/** All octets in groups, the longest run of zeros left out, and never an IPv4 tail. */
const shortened = (octets: Uint8Array): string => formatIpv6(octets);

function masked(octets: Uint8Array, bits: number): Uint8Array {
  return octets.map((octet, index) => octet & (0xff00 >> Math.max(0, Math.min(8, bits - index * 8))) & 0xff);
}

function mask(text: string, form: string | undefined): string | Failure {
  const slash = text.lastIndexOf('/');
  const octets = octetsOf(slash < 0 ? text : text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (octets !== undefined && slash < 0) return failed(`missing mask value in "${text}"`);
  if (octets === undefined || !/^\+?\d*$/.test(digits)) return notAnAddress(text);
  const bits = Number(digits);
  if (bits > octets.length * 8) return failed(`mask value too big in "${text}"`);
  const network = masked(octets, bits);
  if (octets.length === 4) return `${network.join('.')}/${bits}`;
  return `${form === 'n' ? shortened(network) : groups(network).join('.')}/${bits}`;
}

function reversed(text: string): string | Failure {
  const octets = octetsOf(text.replace(/\/\d*$/, ''));
  if (octets === undefined) return failed(`reverse_ip() not given an IP address [${text}]`);
  if (octets.length === 4) return [...octets].reverse().join('.');
  if (equalBytes(octets.subarray(0, MAPPED.length), MAPPED))
    return [...octets.subarray(MAPPED.length)].reverse().join('.');
  return [...Buffer.from(octets).toString('hex')].reverse().join('.');
}

export const IP_OPERATORS = [
  textOperator('mask', 'The network of an address and a number of bits; IPv6 with dots, mask_n with colons.', mask),
  textOperator('reverse_ip', 'The address backwards, as DNS lists have it: octets, or the nibbles of IPv6.', reversed),
  textOperator('ipv6denorm', 'An address as eight groups of four digits; IPv4 is mapped.', (text) => {
    const octets = octetsOf(text);
    return octets === undefined ? notAnAddress(text) : groups(asIpv6(octets)).join(':');
  }),
  textOperator('ipv6norm', 'An IPv6 address in its short form; IPv4 is mapped.', (text) => {
    const octets = octetsOf(text);
    return octets === undefined ? notAnAddress(text) : shortened(asIpv6(octets));
  }),
];
