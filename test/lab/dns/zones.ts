/** Zones from text, worlds from zones, and a validating resolver over them: what the tests of this folder stand on. */
import type { Clock } from '../../../src/base/index.ts';
import {
  anchorsFrom,
  createResolver,
  type ExaminingResolver,
  isSubdomain,
  type Name,
  parseZoneText,
  type ResourceRecord,
  RR,
} from '../../../src/core/dns/index.ts';
import {
  buildZone,
  createZoneKey,
  designZone,
  ENTRY_KEY,
  exchangeOver,
  type SigningStyle,
  ZONE_KEY,
  type Zone,
  type ZoneDesign,
  type ZoneKeys,
  type ZoneSource,
  type Zones,
} from '../../../src/lab/dns/index.ts';

export const NOW = new Date('2026-01-15T00:00:00Z');
const DAY_MS = 86_400_000;

export const clock: Clock = { now: () => NOW, monotonicMs: () => 0 };

/** Made once for each algorithm: the tests are about zones. */
const made = new Map<number, ZoneKeys>();
export function keysOf(algorithm: number): ZoneKeys {
  const keys = made.get(algorithm) ?? {
    entry: createZoneKey(algorithm, ENTRY_KEY),
    data: createZoneKey(algorithm, ZONE_KEY),
  };
  made.set(algorithm, keys);
  return keys;
}

/** P-256 with NSEC, in the middle of its validity, unless told otherwise. */
export function style(change: Partial<SigningStyle> & { readonly algorithm?: number } = {}): SigningStyle {
  const { algorithm = 13, ...rest } = change;
  return {
    keys: keysOf(algorithm),
    denial: 'nsec',
    iterations: 0,
    salt: new Uint8Array(0),
    inception: new Date(NOW.getTime() - 7 * DAY_MS),
    expiration: new Date(NOW.getTime() + 7 * DAY_MS),
    ...rest,
  };
}

export const APEX = '@ 3600 SOA ns.lab.test. hostmaster.lab.test. 1 7200 3600 1209600 900\n@ NS ns.lab.test.\n';

export function recordsOf(name: Name, text: string): ResourceRecord[] {
  const parsed = parseZoneText(text, { origin: name });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** SOA and NS come of themselves. */
export function source(name: Name, text: string, signing?: SigningStyle): ZoneSource {
  return { name, records: recordsOf(name, APEX + text), ...(signing !== undefined && { signing }) };
}

/** The zone, delegated in a parent with its NS and DS. */
export function delegated(parent: ZoneSource, ...children: readonly ZoneDesign[]): ZoneSource {
  const records = children.flatMap(({ source: { name }, ds }) => [
    ...recordsOf(name, '@ NS ns.lab.test.'),
    ...ds.map((rdata) => ({ name, type: RR.DS, class: 1, ttlSeconds: 3600, rdata })),
  ]);
  return { ...parent, records: [...parent.records, ...records] };
}

export function zonesOf(zones: readonly Zone[]): Zones {
  const deepest = [...zones].sort((a, b) => b.name.length - a.name.length);
  return {
    find: (name, type) =>
      deepest.find((zone) => isSubdomain(name, zone.name) && !(type === RR.DS && name === zone.name && name !== '')),
  };
}

export interface World {
  readonly zones: Zones;
  /** Fresh at each call: it remembers nothing of other questions. */
  resolver(): ExaminingResolver;
}

/** A root with one child, the zone in question. */
export function worldAround(design: ZoneDesign): World {
  const root = designZone(delegated(source('', '', style()), design));
  const zones = zonesOf([buildZone(design), buildZone(root)]);
  const anchors = anchorsFrom(root.ds.map((rdata) => ({ name: '', type: RR.DS, class: 1, ttlSeconds: 3600, rdata })));
  return { zones, resolver: () => createResolver({ exchange: exchangeOver(zones), clock, anchors }) };
}
