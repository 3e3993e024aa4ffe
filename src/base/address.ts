/** IP addresses as text and octets: dotted quads, and IPv6 in the one spelling of RFC 5952. */

/** Four octets as `192.0.2.1`. */
export function formatIpv4(octets: Uint8Array): string {
  return `${octets[0]}.${octets[1]}.${octets[2]}.${octets[3]}`;
}

/** 127.0.0.0/8, ::1: this host itself. */
export const isLoopback = (octets: Uint8Array): boolean =>
  octets.length === 4 ? octets[0] === 127 : octets[15] === 1 && octets.subarray(0, 15).every((octet) => octet === 0);

/** Exactly four decimal numbers, without leading zeros; undefined otherwise. */
export function parseIpv4(text: string): Uint8Array | undefined {
  const octets = new Uint8Array(4);
  let at = 0;
  for (let index = 0; index < 4; index += 1) {
    const end = index === 3 ? text.length : text.indexOf('.', at);
    const octet = octetBetween(text, at, end);
    if (octet === undefined) return undefined;
    octets[index] = octet;
    at = end + 1;
  }
  return octets;
}

function octetBetween(text: string, start: number, end: number): number | undefined {
  const length = end - start;
  if (length < 1 || length > 3 || (length > 1 && text.charCodeAt(start) === ZERO)) return undefined;
  let octet = 0;
  for (let at = start; at < end; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    octet = octet * 10 + digit;
  }
  return octet <= 255 ? octet : undefined;
}

const ZERO = 48;

/** Sixteen octets in lower case, the longest run of zero groups shortened (RFC 5952 §4). */
export function formatIpv6(octets: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => (octets[2 * i]! << 8) | octets[2 * i + 1]!);
  const run = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (run.length < 2) return hex.join(':');
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`;
}

/** RFC 4291 §2.2, with `::` and an IPv4 tail; no zone. Undefined when it is no IPv6 address. */
export function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2 || text.length > 45) return undefined;
  const head = groupOctets(halves[0]!, halves.length === 1);
  const tail = groupOctets(halves[1] ?? '', true);
  if (head === undefined || tail === undefined) return undefined;
  const gap = 16 - head.length - tail.length;
  if (halves.length === 1 ? gap !== 0 : gap < 2) return undefined;
  return Uint8Array.from([...head, ...new Array<number>(gap).fill(0), ...tail]);
}

/** `4`, `6`, or 0 where the text is no address. */
export function addressFamily(text: string): 4 | 6 | 0 {
  if (parseIpv4(text) !== undefined) return 4;
  return parseIpv6(text) !== undefined ? 6 : 0;
}

/** Of equal runs the first (RFC 5952 §4.2.3). */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let i = 0; i <= groups.length; i += 1) {
    if (groups[i] === 0) continue;
    if (i - start > best.length) best = { start, length: i - start };
    start = i + 1;
  }
  return best;
}

function groupOctets(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const octets: number[] = [];
  const groups = text.split(':');
  for (const [i, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      octets.push(value >> 8, value & 0xff);
      continue;
    }
    const quad = mayEndInIpv4 && i === groups.length - 1 ? parseIpv4(group) : undefined;
    if (quad === undefined) return undefined;
    octets.push(...quad);
  }
  return octets;
}
