/** The zones a name server answers from, made when first asked for: a lab of thousands starts at once. */
import { type Name, RR } from '../core/dns/index.ts';
import { buildZone, type Zone, type ZoneDesign, type Zones } from './dns/index.ts';
import type { ZoneBook } from './world/zone-book.ts';

export interface ZoneStore extends Zones {
  /** These are made anew when next asked for. */
  forget(names: readonly Name[]): void;
}

/**
 * @param server  the second one has its own edition of some zones, and for the rest shares those of `others`
 */
export function createZoneStore(book: ZoneBook, server: 'first' | 'second', others?: ZoneStore): ZoneStore {
  const known = new Set(book.names);
  const made = new Map<Name, Zone>();
  const edition = (name: Name): ZoneDesign | undefined => (server === 'first' ? book.zone(name) : book.secondary(name));
  return {
    find(name, type) {
      const apex = apexFor(known, name, type);
      if (apex === undefined) return undefined;
      const zone = made.get(apex) ?? make(edition(apex));
      if (zone === undefined) return others?.find(name, type);
      made.set(apex, zone);
      return zone;
    },
    forget: (names) => {
      for (const name of names) made.delete(name);
    },
  };
}

const make = (design: ZoneDesign | undefined): Zone | undefined => design && buildZone(design);

/** The deepest zone at or above the name; for DS the one above a zone's apex (RFC 4035 §3.1.4.1). */
function apexFor(known: ReadonlySet<Name>, name: Name, type: number): Name | undefined {
  let at = name;
  if (type === RR.DS && known.has(name) && name !== '') at = parent(name);
  while (!known.has(at)) {
    if (at === '') return undefined;
    at = parent(at);
  }
  return at;
}

/** Names with escaped dots fall through to a zone above all the same. */
function parent(name: Name): Name {
  const dot = name.indexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1);
}
