/** Address literals: an address in brackets in place of a domain (RFC 5321 §4.1.3). */
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../../base/index.ts';

export type AddressLiteral =
  | { readonly kind: 'ipv4' | 'ipv6' /** In its one spelling, without tag. */; readonly address: string }
  /** General-address-literal: a tag and what it means; none but IPv6 is registered. */
  | { readonly kind: 'general'; readonly tag: string; readonly content: string };

/** @param text  with its brackets; undefined where it is none */
export function parseLiteral(text: string): AddressLiteral | undefined {
  const content = /^\[(.*)\]$/s.exec(text)?.[1];
  if (content === undefined) return undefined;
  const ipv4 = parseIpv4(content);
  if (ipv4 !== undefined) return { kind: 'ipv4', address: formatIpv4(ipv4) };
  const tagged = /^([A-Za-z0-9-]*[A-Za-z0-9]):([!-Z^-~]+)$/.exec(content);
  if (tagged === null) return undefined;
  const [, tag = '', rest = ''] = tagged;
  if (tag.toLowerCase() !== 'ipv6') return { kind: 'general', tag, content: rest };
  const ipv6 = parseIpv6(rest);
  return ipv6 === undefined ? undefined : { kind: 'ipv6', address: formatIpv6(ipv6) };
}

export function formatLiteral(literal: AddressLiteral): string {
  if (literal.kind === 'general') return `[${literal.tag}:${literal.content}]`;
  return literal.kind === 'ipv6' ? `[IPv6:${literal.address}]` : `[${literal.address}]`;
}
