/**
 * All zones of the lab as a tree: the planned ones, and above them a root and top-level domains made here, each parent
 * with the NS and DS records of its children.
 */
import { formatRdata, type Name, parseZoneText, type ResourceRecord, RR } from '../../core/dns/index.ts';
import { WEB_HOST } from '../ca/index.ts';
import {
  createZoneKey,
  designZone,
  dsFor,
  ENTRY_KEY,
  type SigningStyle,
  ZONE_KEY,
  type ZoneDesign,
  type ZoneKeys,
  zoneFaultNamed,
} from '../dns/index.ts';
import { type AddressPair, WEB_ADDRESS } from './addresses.ts';
import type { ZoneStyle } from './types.ts';
import { NAME_SERVERS, nameServerRecords, type PlannedRecord, type ZonePlan } from './zone-plan.ts';

export interface ZoneBook {
  /** Every zone, parents first. */
  readonly names: readonly Name[];
  zone(name: Name): ZoneDesign;
  /** The same zone as the second name server has it, where it has another. */
  secondary(name: Name): ZoneDesign | undefined;
  /** Takes the new plan; the names of all zones that are not as before. */
  replace(plan: ZonePlan): readonly Name[];
  /** DS of the root, as a zone-file line. */
  readonly trustAnchor: string;
}

interface Entry {
  readonly plan: ZonePlan;
  readonly keys: ZoneKeys;
}

export const RESOLVER_NAME = 'resolver.lab.test';

const TTL_SECONDS = 300;
const DAY_MS = 86_400_000;

/** The resolver, and the authoritative servers in the order of `NAME_SERVERS`. */
export const RESOLVER_ADDRESS: AddressPair = { v4: '192.0.2.53', v6: '2001:db8::53' };
export const NAME_SERVER_ADDRESSES: readonly [AddressPair, AddressPair] = [
  { v4: '192.0.2.54', v6: '2001:db8::54' },
  { v4: '192.0.2.55', v6: '2001:db8::55' },
];

/** @param now  signatures run from a day before to a month after it */
export function createZoneBook(plans: readonly ZonePlan[], now: Date): ZoneBook {
  const entries = new Map<Name, Entry>();
  const reverse = plans.flatMap((plan) => plan.reverse);
  for (const plan of [...infrastructure(reverse), ...plans])
    entries.set(plan.name, { plan, keys: keysFor(plan.style) });
  const children = childrenByParent([...entries.keys()]);
  const build = (entry: Entry, records: readonly PlannedRecord[]): ZoneDesign =>
    designOf(entry, now, [
      ...parseRecords(entry.plan.name, records),
      ...(children.get(entry.plan.name) ?? []).flatMap((child) => delegation(entries.get(child)!, now)),
    ]);
  return {
    names: [...entries.keys()],
    trustAnchor: trustAnchorOf(entries.get('')!),
    zone: (name) => build(entries.get(name)!, entries.get(name)!.plan.records),
    secondary: (name) => {
      const entry = entries.get(name)!;
      const { secondServer } = entry.plan;
      return secondServer && build(entry, outdated(entry.plan.records, secondServer));
    },
    replace: (plan) => {
      const present = entries.get(plan.name);
      const sameKeys = present !== undefined && algorithmOf(present.plan.style) === algorithmOf(plan.style);
      entries.set(plan.name, { plan, keys: sameKeys ? present.keys : keysFor(plan.style) });
      return [plan.name, parentOf(plan.name, entries)];
    },
  };
}

/** What must be there before any domain: root, `test` with NSEC, `example` with NSEC3 opt-out, and the servers' names. */
function infrastructure(reverse: readonly PlannedRecord[]): ZonePlan[] {
  const zone = (name: Name, style: ZoneStyle, more: readonly PlannedRecord[] = []): ZonePlan => ({
    name,
    style,
    records: [...nameServerRecords(name), ...more],
    reverse: [],
  });
  const servers = [RESOLVER_NAME, WEB_HOST, ...NAME_SERVERS];
  const addresses = [RESOLVER_ADDRESS, WEB_ADDRESS, ...NAME_SERVER_ADDRESSES].flatMap(({ v4, v6 }, index) => [
    { name: servers[index]!, type: 'A', text: v4 },
    { name: servers[index]!, type: 'AAAA', text: v6 },
  ]);
  return [
    zone('', { algorithm: 8 }),
    zone('test', {}),
    zone('example', { algorithm: 8, denial: 'nsec3-opt-out' }),
    zone('lab.test', {}, addresses),
    zone('bulk.test', {}),
    zone('arpa', {}, onceEach(reverse)),
  ];
}

/** Hosts of several domains may share an address, and one name is enough. */
function onceEach(records: readonly PlannedRecord[]): readonly PlannedRecord[] {
  return [...new Map([...records].reverse().map((record) => [record.name, record])).values()];
}

const algorithmOf = (style: ZoneStyle): number => style.algorithm ?? 13;

/** A key to enter by and a key for the data, as most signed zones have. */
function keysFor(style: ZoneStyle): ZoneKeys {
  const algorithm = algorithmOf(style);
  return { entry: createZoneKey(algorithm, ENTRY_KEY), data: createZoneKey(algorithm, ZONE_KEY) };
}

/** The zone with the plan's fault, if it is one of a zone by itself. */
function designOf(entry: Entry, now: Date, records: readonly ResourceRecord[]): ZoneDesign {
  const { name, style } = entry.plan;
  const signing = style.unsigned === true ? {} : { signing: signingStyle(entry, now) };
  const design = designZone({ name, records, ...signing });
  return style.fault === undefined ? design : (zoneFaultNamed(style.fault)?.spoil(design) ?? design);
}

function signingStyle({ plan, keys }: Entry, now: Date): SigningStyle {
  const { denial = 'nsec', iterations = 0 } = plan.style;
  const days = (count: number): Date => new Date(now.getTime() + count * DAY_MS);
  return { keys, denial, iterations, salt: new Uint8Array(0), inception: days(-1), expiration: days(30) };
}

/** NS, and DS where the child is signed (RFC 4035 §2.4). */
function delegation(entry: Entry, now: Date): ResourceRecord[] {
  const { name } = entry.plan;
  const servers = NAME_SERVERS.map((server) => ({ name, type: 'NS', text: `${server}.` }));
  const { ds } = designOf(entry, now, []);
  return [
    ...parseRecords(name, servers),
    ...ds.map((rdata) => ({ name, type: RR.DS, class: 1, ttlSeconds: TTL_SECONDS, rdata })),
  ];
}

/** @throws when the catalogue holds a record that does not parse: a bug of ours */
function parseRecords(zone: Name, records: readonly PlannedRecord[]): ResourceRecord[] {
  const text = records.map(({ name, type, text }) => `${name}. ${TTL_SECONDS} IN ${type} ${text}`).join('\n');
  const parsed = parseZoneText(text, { origin: zone });
  if (!parsed.ok) throw new Error(`zone ${zone || '.'} of the lab: ${parsed.error.message}`);
  return parsed.value;
}

/** The plan's records, those of the second server instead of the ones of the same name and type. */
function outdated(records: readonly PlannedRecord[], second: readonly PlannedRecord[]): PlannedRecord[] {
  const replaced = new Set(second.map(({ name, type }) => `${name} ${type}`));
  return [...records.filter(({ name, type }) => !replaced.has(`${name} ${type}`)), ...second];
}

function childrenByParent(names: readonly Name[]): ReadonlyMap<Name, readonly Name[]> {
  const all = new Map(names.map((name) => [name, true]));
  const children = new Map<Name, Name[]>();
  for (const name of names) {
    if (name === '') continue;
    const parent = parentOf(name, all);
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [name]);
    else known.push(name);
  }
  return children;
}

/** The nearest zone above; names of the lab have no escaped dots. */
function parentOf(name: Name, zones: { has(name: Name): boolean }): Name {
  const dot = name.indexOf('.');
  const above = dot < 0 ? '' : name.slice(dot + 1);
  return zones.has(above) ? above : parentOf(above, zones);
}

function trustAnchorOf({ plan, keys }: Entry): string {
  return `. 3600 IN DS ${formatRdata(RR.DS, dsFor(plan.name, keys.entry))}\n`;
}
