/** Networks in the order of a file: which one that holds an address comes first? */
import { parseIpv4, parseIpv6 } from '../../../base/index.ts';

/** What an address is compared by: as many leading bits of it as the network has. */
interface OfOneLength {
  readonly bits: number;
  /** The place of the first network with these leading bits. */
  readonly places: Map<number | string, number>;
}

export interface Networks {
  /** @returns whether the text is an address, with `/bits` or without */
  readonly add: (text: string, place: number) => boolean;
  /** The smallest place whose network holds the address; undefined: none. */
  readonly find: (address: Uint8Array) => number | undefined;
}

/** IPv4-mapped addresses are IPv4 (Exim takes them apart before it compares); a zone behind `%` is not looked at. */
export function parseAddress(text: string): Uint8Array | undefined {
  const octets = parseIpv4(text) ?? parseIpv6(text.replace(/%.*$/s, ''));
  if (octets?.length !== 16) return octets;
  const isMapped = octets[10] === 0xff && octets[11] === 0xff && octets.subarray(0, 10).every((octet) => octet === 0);
  return isMapped ? octets.subarray(12) : octets;
}

export function createNetworks(): Networks {
  const families = { 4: [] as OfOneLength[], 16: [] as OfOneLength[] };
  const lengthsOf = (octets: Uint8Array): OfOneLength[] => (octets.length === 4 ? families[4] : families[16]);
  return {
    add(text, place) {
      const [, address = '', mask] = /^([^/]*)(?:\/(\d{0,3}))?$/.exec(text) ?? [];
      const octets = parseAddress(address);
      if (octets === undefined) return false;
      const bits = Math.min(mask === undefined ? octets.length * 8 : Number(mask), octets.length * 8);
      const ofLength = withLength(lengthsOf(octets), bits);
      const leading = leadingBits(octets, bits);
      if (!ofLength.places.has(leading)) ofLength.places.set(leading, place);
      return true;
    },
    find(address) {
      let first: number | undefined;
      for (const { bits, places } of lengthsOf(address)) {
        const place = places.get(leadingBits(address, bits));
        if (place !== undefined && (first === undefined || place < first)) first = place;
      }
      return first;
    },
  };
}

function withLength(lengths: OfOneLength[], bits: number): OfOneLength {
  const known = lengths.find((one) => one.bits === bits);
  if (known !== undefined) return known;
  const made = { bits, places: new Map<number | string, number>() };
  lengths.push(made);
  return made;
}

function leadingBits(octets: Uint8Array, bits: number): number | string {
  if (octets.length === 4) {
    const whole = ((octets[0]! << 24) | (octets[1]! << 16) | (octets[2]! << 8) | octets[3]!) >>> 0;
    return bits === 0 ? 0 : (whole >>> (32 - bits)) >>> 0;
  }
  let leading = '';
  for (let index = 0; index * 8 < bits; index += 1) {
    const left = Math.min(8, bits - index * 8);
    leading += String.fromCharCode(octets[index]! >> (8 - left));
  }
  return leading;
}
