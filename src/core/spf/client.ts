/** Who asks to be let in, as the macros and mechanisms need to know (RFC 7208 §2.3, §2.4, §4.1–4.3). */
import { formatIpv4, formatIpv6, parseIpv4 } from '../../base/index.ts';
import type { Name } from '../dns/index.ts';
import { toName } from './target-name.ts';
import type { SpfQuestion } from './types.ts';

export interface Client {
  /** Four octets or sixteen, never IPv4-mapped ones. */
  readonly ip: Uint8Array;
  readonly family: 4 | 6;
  readonly ipText: string;
  readonly identity: 'mailfrom' | 'helo';
  readonly localPart: string;
  /** As given; what stands behind the last `@`. */
  readonly senderDomain: string;
  readonly helo: string;
  /** Whose policy, as given. */
  readonly domain: string;
  /** The same as a name to ask for; undefined where it is malformed. */
  readonly name: Name | undefined;
}

/** Macros repeat what a client says; no mailbox or host name is as long as this (RFC 5321 §4.5.3.1). */
const MAX_IDENTITY = 1024;

export function readClient({ ip: given, sender, helo, domain }: SpfQuestion): Client {
  const ip = unmapped(given);
  const isNull = sender === '';
  const at = sender.lastIndexOf('@');
  const senderDomain = aLabels(isNull ? (helo === '' ? (domain ?? '') : helo) : sender.slice(at + 1));
  const checked = domain === undefined ? senderDomain : aLabels(domain);
  return {
    ip,
    family: ip.length === 4 ? 4 : 6,
    ipText: ip.length === 4 ? formatIpv4(ip) : formatIpv6(ip),
    identity: isNull && domain === undefined ? 'helo' : 'mailfrom',
    localPart: (at > 0 && sender.slice(0, at).slice(0, MAX_IDENTITY)) || 'postmaster', // RFC 7208 §4.3
    senderDomain,
    helo: helo.slice(0, MAX_IDENTITY),
    domain: checked,
    name: policyName(checked),
  };
}

/** RFC 7208 §5: an IPv4-mapped IPv6 address is treated as the IPv4 address. */
export function unmapped(ip: Uint8Array): Uint8Array {
  const isMapped =
    ip.length === 16 && ip.subarray(0, 10).every((octet) => octet === 0) && ip[10] === 0xff && ip[11] === 0xff;
  return isMapped ? ip.subarray(12) : ip;
}

/** RFC 7208 §4.3: a name with several labels, none of them empty or too long, and no address. */
function policyName(text: string): Name | undefined {
  if (text.endsWith('.') || /[\s[\]@]/.test(text)) return undefined;
  const name = toName(text);
  if (name === undefined || !name.includes('.')) return undefined;
  return parseIpv4(name) === undefined ? name : undefined;
}

/** RFC 7208 §4.3, §2.4: U-labels are put into A-labels; what cannot be stays, and is malformed. A final dot says nothing. */
function aLabels(text: string): string {
  const bare = text.replace(/\.$/, '');
  return /[^\x00-\x7f]/.test(bare) ? (toName(bare) ?? bare) : bare;
}
