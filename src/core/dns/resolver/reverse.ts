/** The name under which an address is looked up backwards (RFC 1035 §3.5, RFC 3596 §2.5). */
import { parseIpv4, parseIpv6, toHex } from '../../../base/index.ts';
import type { Name } from '../types.ts';

/** `192.0.2.1` → `1.2.0.192.in-addr.arpa`; undefined where the text is no address. */
export function reverseName(address: string): Name | undefined {
  const v4 = parseIpv4(address);
  if (v4 !== undefined) return `${[...v4].reverse().join('.')}.in-addr.arpa`;
  const v6 = parseIpv6(address);
  return v6 && `${[...toHex(v6)].reverse().join('.')}.ip6.arpa`;
}
