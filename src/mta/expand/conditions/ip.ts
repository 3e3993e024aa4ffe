/** `isip`, `isip4`, `isip6`: an address as text, without a mask; IPv6 with a zone, too. */
import { parseIpv4, parseIpv6 } from '../../../base/index.ts';
import { oneString } from './make.ts';

const isIpv4 = (text: string): boolean => parseIpv4(text) !== undefined;
const isIpv6 = (text: string): boolean => parseIpv6(text.replace(/%.+$/s, '')) !== undefined;

export const IP_CONDITIONS = [
  oneString('isip', 'The string is an IPv4 or IPv6 address.', ({ text }) => isIpv4(text) || isIpv6(text)),
  oneString('isip4', 'The string is an IPv4 address.', ({ text }) => isIpv4(text)),
  oneString('isip6', 'The string is an IPv6 address.', ({ text }) => isIpv6(text)),
];
