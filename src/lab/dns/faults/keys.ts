/** DNSKEY sets that lack a key, hold a useless one, or hold too many of one tag (RFC 4034 §2, RFC 4035 §5.2). */
import { createZoneKey, ZONE_KEY } from '../keys.ts';
import type { SigningStyle, ZoneKey } from '../types.ts';
import { withSigner, withSigning } from './design.ts';
import { changing, wrongOnes } from './signatures.ts';
import type { ZoneFault } from './types.ts';

/** Keys of one tag, and wrong signatures to try each with: the product is what KeyTrap is about. */
const FLOOD_KEYS = 24;
const FLOOD_SIGNATURES = 40;

export const keyFaults: readonly ZoneFault[] = [
  {
    name: 'missing-dnskey',
    about: 'the zone publishes no keys, though its data are signed',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4035 §5.2'],
    spoil: (design) => withSigning(design, () => ({ dnskeys: [] })),
  },
  {
    name: 'missing-zsk',
    about: 'the key that signed the data is not published',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4035 §2.2'],
    spoil: (design) => withSigning(design, withUnpublishedZsk),
  },
  {
    name: 'no-zone-key-bit',
    about: 'the key that signed the data is no zone key by its flags',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4034 §2.1.1'],
    spoil: (design) =>
      withSigning(design, ({ keys }) => ({ keys: { ...keys, data: createZoneKey(keys.data.algorithm, 0) } })),
  },
  {
    name: 'colliding-key',
    about: 'another key has the tag of the one that signs: a validator tries both',
    seenIn: 'answers',
    status: 'secure',
    refs: ['RFC 4034 App. B'],
    spoil: (design) =>
      withSigning(design, ({ keys }) => ({ dnskeys: [...colliding(keys.data, 1), ...rdatasOf(keys)] })),
  },
  {
    name: 'keytrap',
    about: `${FLOOD_KEYS} keys of one tag, and ${FLOOD_SIGNATURES} wrong signatures over everything to try them on`,
    seenIn: 'answers',
    status: 'bogus',
    refs: ['CVE-2023-50387'],
    spoil: (design) =>
      withSigner(
        withSigning(design, ({ keys }) => ({ dnskeys: [...colliding(keys.data, FLOOD_KEYS), ...rdatasOf(keys)] })),
        changing(
          () => true,
          ([right]) => wrongOnes(right!, FLOOD_SIGNATURES),
        ),
      ),
  },
];

/** The data are signed by a key of their own, which the set of keys leaves out. */
function withUnpublishedZsk({ keys }: SigningStyle): Partial<SigningStyle> {
  const data = createZoneKey(keys.data.algorithm, ZONE_KEY);
  return { keys: { ...keys, data }, dnskeys: [keys.entry.rdata] };
}

const rdatasOf = ({ entry, data }: SigningStyle['keys']): Uint8Array[] =>
  [...new Set([entry, data])].map(({ rdata }) => rdata);

/**
 * Keys of the same tag: the tag is a sum of 16-bit words (RFC 4034 App. B), so two words change places. They begin
 * behind the exponent of an RSA key, and the last word stays, which keeps its modulus odd.
 */
export function colliding({ rdata }: ZoneKey, count: number): Uint8Array[] {
  const made: Uint8Array[] = [];
  const words = Math.floor(rdata.length / 2) - 1;
  for (let first = 4; first < words; first += 1) {
    for (let second = first + 1; second < words && made.length < count; second += 1) {
      const swapped = swapWords(rdata, 2 * first, 2 * second);
      if (swapped !== undefined) made.push(swapped);
    }
  }
  return made;
}

/** Undefined where the words are equal and the key would be the same. */
function swapWords(rdata: Uint8Array, first: number, second: number): Uint8Array | undefined {
  const copy = Buffer.from(rdata);
  const [one, other] = [copy.readUInt16BE(first), copy.readUInt16BE(second)];
  if (one === other) return undefined;
  copy.writeUInt16BE(other, first);
  copy.writeUInt16BE(one, second);
  return copy;
}
