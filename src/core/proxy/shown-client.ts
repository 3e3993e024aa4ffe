import { formatIpv6, parseIpv4, parseIpv6 } from '../../base/index.ts';

/** The client as a reply shows it, `Hello client.example.org [192.0.2.77]`: the first address in brackets, in canonical form. */
export function shownClientIn(text: string): string | undefined {
  const literals = text.matchAll(/[[(](?:IPv6:)?([0-9a-f.:]{2,45})[\])]/gi);
  for (const [, address = ''] of literals) {
    const octets = parseIpv6(address);
    if (octets !== undefined) return formatIpv6(octets);
    if (parseIpv4(address) !== undefined) return address;
  }
  return undefined;
}
