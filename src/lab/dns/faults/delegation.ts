/** Parents that say something else of a zone than the zone does (RFC 4035 §2.4 and §5.2). */
import { dsRdata } from '../../../core/dns/index.ts';
import { createZoneKey, dsFor, ENTRY_KEY } from '../keys.ts';
import { flipBit } from './design.ts';
import type { ZoneDesign, ZoneFault } from './types.ts';

/** Private use (RFC 4034 App. A.1.1): no validator knows what it stands for. */
const PRIVATE_ALGORITHM = 253;
/** Unassigned in IANA's "DS RR Type Digest Algorithms". */
const UNKNOWN_DIGEST = 200;

export const delegationFaults: readonly ZoneFault[] = [
  {
    name: 'wrong-ds',
    about: 'the DS at the parent fits no key',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4035 §5.2'],
    spoil: (design) => withDs(design, ({ name }, algorithm) => [dsFor(name, createZoneKey(algorithm, ENTRY_KEY))]),
  },
  {
    name: 'bad-ds-digest',
    about: 'the DS at the parent has the tag of a key, and not its digest',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4035 §5.2'],
    spoil: (design) => ({ ...design, ds: design.ds.map((ds) => flipBit(ds)) }),
  },
  {
    name: 'ds-unknown-algorithm',
    about: 'the only DS is of an algorithm that nobody knows: the zone counts as unsigned',
    seenIn: 'answers',
    status: 'insecure',
    refs: ['RFC 4035 §5.2', 'RFC 6840 §5.2'],
    spoil: (design) => ({ ...design, ds: design.ds.map((ds) => changed(ds, { algorithm: PRIVATE_ALGORITHM })) }),
  },
  {
    name: 'ds-unknown-digest',
    about: 'the only DS has a digest type that nobody knows: the zone counts as unsigned',
    seenIn: 'answers',
    status: 'insecure',
    refs: ['RFC 6840 §5.2'],
    spoil: (design) => ({ ...design, ds: design.ds.map((ds) => changed(ds, { digestType: UNKNOWN_DIGEST })) }),
  },
  {
    name: 'sha1-ds',
    about: 'the only DS has a digest of SHA-1: the zone counts as unsigned',
    seenIn: 'answers',
    status: 'insecure',
    refs: ['RFC 9905 §2'],
    spoil: (design) => withDs(design, ({ name, signing }) => [dsFor(name, signing.keys.entry, 1)]),
  },
  {
    name: 'no-ds',
    about: 'the zone is signed, and its parent does not know: nobody can tell',
    seenIn: 'answers',
    status: 'insecure',
    refs: ['RFC 4035 §5.2'],
    spoil: (design) => ({ ...design, ds: [] }),
  },
  {
    name: 'unsigned-with-ds',
    about: 'the zone is not signed any more, and its DS was left at the parent',
    seenIn: 'answers',
    status: 'bogus',
    refs: ['RFC 4035 §5.2', 'RFC 6781 §4.3.3'],
    spoil: (design) => ({ ...design, source: unsigned(design) }),
  },
  {
    name: 'unsigned',
    about: 'the zone is not signed any more, nor its DS published',
    seenIn: 'answers',
    status: 'insecure',
    refs: ['RFC 4035 §5.2'],
    spoil: (design) => ({ ...design, source: unsigned(design), ds: [] }),
  },
];

type SignedSource = Required<ZoneDesign['source']>;

/** Unsigned zones have no DS to replace. */
function withDs(
  design: ZoneDesign,
  make: (source: SignedSource, algorithm: number) => readonly Uint8Array[],
): ZoneDesign {
  const { signing, ...source } = design.source;
  if (signing === undefined) return design;
  return { ...design, ds: make({ ...source, signing }, signing.keys.entry.algorithm) };
}

function unsigned({ source: { signing: _, ...source } }: ZoneDesign): ZoneDesign['source'] {
  return source;
}

function changed(ds: Uint8Array, change: { readonly algorithm?: number; readonly digestType?: number }): Uint8Array {
  const decoded = dsRdata.decode(ds);
  return decoded.ok ? dsRdata.encode({ ...decoded.value, ...change }) : ds;
}
