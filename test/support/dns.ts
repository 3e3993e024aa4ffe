/**
 * DNS in memory: a world of zones as literals, signed on the way out, behind an `Exchange`.
 *
 * ```ts
 * const world = createWorld([
 *   zone('', { org: { NS: ['ns.example'] } }),
 *   zone('org', …),
 * ]);
 * const resolver = createResolver({ exchange: world.exchange, … });
 * ```
 * The world answers as a recursive server does that was asked with CD: aliases are followed across zones, denials carry
 * their proofs. A `tamper` hook changes replies on the way, for servers that lie, strip or break.
 */
import { type Clock, err, ok, type Result } from '../../src/base/index.ts';
import type {
  AskOptions,
  DnsError,
  Exchange,
  Message,
  Name,
  Question,
  Reply,
  ResourceRecord,
} from '../../src/core/dns/types.ts';
import {
  base32hex,
  dsRdata,
  hashName,
  makeKey,
  NOW,
  type Nsec3Options,
  nsec3Rdata,
  nsecRdata,
  type SigningKey,
  type SignOptions,
  signRrset,
  T,
  wire,
} from './zone-signer.ts';

type TypeWord = keyof typeof T;
/** Owner → type → RDATA, as text for the types made of names and addresses, as octets for the rest. */
export type ZoneContent = Readonly<Record<Name, Partial<Record<TypeWord, readonly (string | Uint8Array)[]>>>>;

export interface ZoneOptions {
  /** Default: one algorithm 13 key; an empty list leaves the zone unsigned. */
  readonly keys?: readonly SigningKey[];
  /** Keys that sign data, where they differ from those published. */
  readonly signWith?: readonly SigningKey[];
  /** DS records in the parent; default: SHA-256 of the first key. `[]` makes the delegation insecure. */
  readonly ds?: readonly Uint8Array[];
  readonly denial?: 'nsec' | ({ readonly kind: 'nsec3' } & Nsec3Options);
  /** How RRsets are signed; by RRset, so that single ones can be broken. */
  readonly signing?: (name: Name, type: number) => SignOptions | 'none';
}

export interface TestZone {
  readonly apex: Name;
  readonly options: ZoneOptions;
  readonly keys: readonly SigningKey[];
  /** Every owner, empty non-terminals included. */
  readonly owners: ReadonlyMap<Name, ReadonlyMap<number, readonly Uint8Array[]>>;
}

export interface World {
  readonly exchange: Exchange;
  /** What was asked, as `name TYPE-number`. */
  readonly asked: string[];
  readonly zones: ReadonlyMap<Name, TestZone>;
  /** The root's first key as DS, for anchors. */
  anchorRecords(): ResourceRecord[];
}

export type Tamper = (reply: Message, question: Question, options: AskOptions) => Message | DnsError;

export interface WorldOptions {
  readonly tamper?: Tamper;
  readonly server?: string;
}

const TTL = 3600;
const ANY = 255;
export const SERVER = '192.0.2.53:53';

export function zone(apex: Name, content: ZoneContent, options: ZoneOptions = {}): TestZone {
  const keys = options.keys ?? [makeKey()];
  const owners = new Map<Name, Map<number, Uint8Array[]>>();
  const put = (name: Name, type: number, rdatas: readonly Uint8Array[]): void => {
    const types = owners.get(name) ?? new Map<number, Uint8Array[]>();
    types.set(type, [...rdatas]);
    owners.set(name, types);
  };
  put(apex, T.SOA, [soaRdata()]);
  put(apex, T.NS, [wire('ns.example')]);
  if (keys.length > 0)
    put(
      apex,
      T.DNSKEY,
      keys.map((key) => key.rdata),
    );
  for (const [name, types] of Object.entries(content)) {
    for (const [word, values] of Object.entries(types)) {
      const type = T[word as TypeWord];
      put(
        name,
        type,
        (values ?? []).map((value) => (typeof value === 'string' ? rdataOf(type, value) : value)),
      );
    }
  }
  return { apex, options, keys, owners };
}

/** Names between the apex and what exists below it exist too (RFC 4592 §2.2.2). */
function withEmptyNonTerminals(zones: ReadonlyMap<Name, TestZone>): ReadonlyMap<Name, TestZone> {
  for (const { apex, owners } of zones.values()) {
    for (const name of [...owners.keys()]) {
      for (let at = parent(name); at !== apex && below(at, apex); at = parent(at)) {
        if (!owners.has(at)) (owners as Map<Name, ReadonlyMap<number, Uint8Array[]>>).set(at, new Map());
      }
    }
  }
  return zones;
}

export function createWorld(list: readonly TestZone[], options: WorldOptions = {}): World {
  // Copied, since delegations are written into the parents and zones are shared between worlds.
  const zones = new Map(list.map((each) => [each.apex, { ...each, owners: new Map(each.owners) }]));
  for (const child of list) delegate(zones, child);
  withEmptyNonTerminals(zones);
  const asked: string[] = [];
  const { tamper = (reply) => reply, server = SERVER } = options;
  const exchange: Exchange = {
    ask(question, askOptions): Promise<Result<Reply, DnsError>> {
      asked.push(`${question.name} ${question.type}`);
      const answered = tamper(respond(zones, question), question, askOptions);
      return Promise.resolve('rcode' in answered ? ok({ message: answered, server }) : err(answered));
    },
    close: () => Promise.resolve(),
  };
  const root = zones.get('');
  const anchorRecords = (): ResourceRecord[] =>
    root?.keys
      .slice(0, 1)
      .map((key) => ({ name: '', type: T.DS, class: 1, ttlSeconds: TTL, rdata: dsRdata('', key) })) ?? [];
  return { exchange, asked, zones, anchorRecords };
}

/** NS and DS of a child in the zone above it. */
function delegate(zones: ReadonlyMap<Name, TestZone>, child: TestZone): void {
  if (child.apex === '') return;
  const above = zoneHolding(zones, parent(child.apex));
  if (above === undefined) return;
  const ds = child.options.ds ?? child.keys.slice(0, 1).map((key) => dsRdata(child.apex, key));
  const types = new Map<number, readonly Uint8Array[]>([[T.NS, [wire('ns.example')]]]);
  if (ds.length > 0) types.set(T.DS, ds);
  (above.owners as Map<Name, ReadonlyMap<number, readonly Uint8Array[]>>).set(child.apex, types);
}

export function fixedClock(seconds = NOW): Clock & { advance(ms: number): void } {
  let ms = 0;
  return {
    now: () => new Date(seconds * 1000 + ms),
    monotonicMs: () => ms,
    advance: (by) => {
      ms += by;
    },
  };
}

interface Sections {
  readonly answers: ResourceRecord[];
  readonly authorities: ResourceRecord[];
  rcode: number;
}

function respond(zones: ReadonlyMap<Name, TestZone>, question: Question): Message {
  const sections: Sections = { answers: [], authorities: [], rcode: 0 };
  answerInto(zones, question.name, question.type, sections, 0);
  return message(question, sections);
}

export function message(
  question: Question,
  parts: Partial<Pick<Message, 'answers' | 'authorities' | 'rcode'>>,
): Message {
  return {
    id: 1,
    opcode: 0,
    rcode: parts.rcode ?? 0,
    flags: { qr: true, aa: false, tc: false, rd: true, ra: true, ad: false, cd: true },
    questions: [{ ...question, class: 1 }],
    answers: parts.answers ?? [],
    authorities: parts.authorities ?? [],
    additionals: [],
    edns: { version: 0, udpSize: 1232, dnssecOk: true, options: [] },
  };
}

function answerInto(zones: ReadonlyMap<Name, TestZone>, name: Name, type: number, out: Sections, depth: number): void {
  const holder = zoneHolding(zones, type === T.DS && name !== '' ? parent(name) : name);
  if (depth > 16) return; // a chain is given as far as it went
  if (holder === undefined) {
    out.rcode = 2;
    return;
  }
  const dname = dnameAbove(holder, name);
  if (dname !== undefined) {
    throughDname(zones, holder, dname, name, type, out, depth);
    return;
  }
  const source = sourceOf(holder, name);
  const types = source === undefined ? undefined : holder.owners.get(source);
  if (type === ANY && types !== undefined && types.size > 0) {
    for (const [each, rdatas] of types) out.answers.push(...signedSet(holder, name, each, rdatas, source!));
    return;
  }
  const alias = type === T.CNAME ? undefined : types?.get(T.CNAME);
  const found = types?.get(type) ?? alias;
  if (found === undefined || source === undefined) {
    deny(holder, name, source, type, out);
    return;
  }
  const foundType = types?.has(type) === true ? type : T.CNAME;
  out.answers.push(...signedSet(holder, name, foundType, found, source));
  if (source !== name) out.authorities.push(...denyCloser(holder, name));
  if (foundType === T.CNAME && alias !== undefined && type !== T.CNAME)
    answerInto(zones, nameFrom(alias[0]!), type, out, depth + 1);
}

function throughDname(
  zones: ReadonlyMap<Name, TestZone>,
  holder: TestZone,
  owner: Name,
  name: Name,
  type: number,
  out: Sections,
  depth: number,
): void {
  const rdatas = holder.owners.get(owner)!.get(T.DNAME)!;
  const made = name.slice(0, name.length - owner.length) + nameFrom(rdatas[0]!);
  out.answers.push(...signedSet(holder, owner, T.DNAME, rdatas, owner));
  out.answers.push({ name, type: T.CNAME, class: 1, ttlSeconds: TTL, rdata: wire(made) });
  if (type !== T.CNAME) answerInto(zones, made, type, out, depth + 1);
}

function dnameAbove({ owners }: TestZone, name: Name): Name | undefined {
  return [...owners].find(([owner, types]) => types.has(T.DNAME) && below(name, owner))?.[0];
}

/** The name itself, or the wildcard that makes it (RFC 4592 §3.3). */
function sourceOf({ apex, owners }: TestZone, name: Name): Name | undefined {
  if (owners.has(name)) return name;
  const wildcard = join('*', closestEncloser(owners, name, apex));
  return owners.has(wildcard) ? wildcard : undefined;
}

function closestEncloser(owners: TestZone['owners'], name: Name, apex: Name): Name {
  let at = name === apex ? apex : parent(name);
  while (at !== apex && at !== '' && !owners.has(at)) at = parent(at);
  return at;
}

function signedSet(
  holder: TestZone,
  name: Name,
  type: number,
  rdatas: readonly Uint8Array[],
  source: Name,
): ResourceRecord[] {
  const records = rdatas.map((rdata) => ({ name, type, class: 1, ttlSeconds: TTL, rdata }));
  const options = holder.options.signing?.(name, type) ?? {};
  const isGlueOrCut = name !== holder.apex && type === T.NS;
  if (options === 'none' || isGlueOrCut || holder.keys.length === 0) return records;
  const keys = holder.options.signWith ?? holder.keys;
  return [...records, ...keys.map((key) => signRrset(holder.apex, records, key, { owner: source, ...options }))];
}

function deny(holder: TestZone, name: Name, source: Name | undefined, type: number, out: Sections): void {
  const soa = holder.owners.get(holder.apex)!.get(T.SOA)!;
  out.authorities.push(...signedSet(holder, holder.apex, T.SOA, soa, holder.apex));
  if (source === undefined) out.rcode = 3;
  if (holder.keys.length === 0) return;
  out.authorities.push(
    ...(holder.options.denial === undefined || holder.options.denial === 'nsec' ? nsecProof : nsec3Proof)(
      holder,
      name,
      source,
      type,
    ),
  );
}

function denyCloser(holder: TestZone, name: Name): ResourceRecord[] {
  if (holder.keys.length === 0) return [];
  const { denial } = holder.options;
  if (denial === undefined || denial === 'nsec') return nsecFor(holder, name);
  return nsec3For(holder, nextCloser(holder, name));
}

function nsecProof(holder: TestZone, name: Name, source: Name | undefined): ResourceRecord[] {
  const encloser = closestEncloser(holder.owners, name, holder.apex);
  const wanted = source === name ? [name] : [name, source ?? join('*', encloser)];
  return unique(wanted.flatMap((each) => nsecFor(holder, each)));
}

/** The NSEC record at the name, or the one that covers it. */
function nsecFor(holder: TestZone, name: Name): ResourceRecord[] {
  const withTypes = [...holder.owners].filter(([, types]) => types.size > 0).map(([owner]) => owner);
  const chain = withTypes.sort(canonicalOrder);
  const at = chain.findLastIndex((owner) => canonicalOrder(owner, name) <= 0);
  const owner = chain[at < 0 ? chain.length - 1 : at]!;
  const next = chain[(chain.indexOf(owner) + 1) % chain.length]!;
  return signedSet(holder, owner, T.NSEC, [nsecRdata(next, [...typesAt(holder, owner), T.NSEC])], owner);
}

function typesAt({ apex, owners }: TestZone, owner: Name): number[] {
  const types = [...(owners.get(owner)?.keys() ?? [])];
  const signed = owner === apex || types.some((type) => type !== T.NS);
  return signed ? [...types, T.RRSIG] : types;
}

function nextCloser({ owners, apex }: TestZone, name: Name): Name {
  const labels = closestEncloser(owners, name, apex);
  const surplus = name.split('.').length - (labels === '' ? 0 : labels.split('.').length) - 1;
  return name.split('.').slice(surplus).join('.');
}

function nsec3Proof(holder: TestZone, name: Name, source: Name | undefined, type: number): ResourceRecord[] {
  if (source === name && hasNsec3(holder, name)) return nsec3For(holder, name);
  const encloser = visibleEncloser(holder, name);
  const closer = name
    .split('.')
    .slice(-((encloser === '' ? 0 : encloser.split('.').length) + 1))
    .join('.');
  const wildcard = join('*', encloser);
  const records = [...nsec3For(holder, encloser), ...nsec3For(holder, closer)];
  return unique(type === T.DS ? records : [...records, ...nsec3For(holder, wildcard)]);
}

function visibleEncloser(holder: TestZone, name: Name): Name {
  let at = name === holder.apex ? name : parent(name);
  while (at !== holder.apex && at !== '' && !(holder.owners.has(at) && hasNsec3(holder, at))) at = parent(at);
  return at;
}

/** Opt-out leaves unsigned delegations out of the chain (RFC 5155 §7.1). */
function hasNsec3({ owners, options }: TestZone, name: Name): boolean {
  const types = owners.get(name);
  const optOut = typeof options.denial === 'object' && options.denial.optOut === true;
  return types !== undefined && !(optOut && types.has(T.NS) && !types.has(T.DS) && !types.has(T.SOA));
}

function nsec3For(holder: TestZone, name: Name): ResourceRecord[] {
  const parameters = holder.options.denial as Nsec3Options;
  const hashes = [...holder.owners.keys()]
    .filter((owner) => hasNsec3(holder, owner))
    .map((owner) => ({ owner, hash: hashName(owner, parameters) }))
    .sort((a, b) => Buffer.compare(a.hash, b.hash));
  const wanted = hashName(name, parameters);
  const at = hashes.findLastIndex(({ hash }) => Buffer.compare(hash, wanted) <= 0);
  const index = at < 0 ? hashes.length - 1 : at;
  const { owner, hash } = hashes[index]!;
  const next = hashes[(index + 1) % hashes.length]!;
  const rdata = nsec3Rdata(next.hash, typesAt(holder, owner), parameters);
  const record = join(base32hex(hash), holder.apex);
  return signedSet(holder, record, T.NSEC3, [rdata], record);
}

function unique(records: readonly ResourceRecord[]): ResourceRecord[] {
  const seen = new Set<string>();
  return records.filter((r) => {
    const key =
      r.type === T.RRSIG
        ? `${r.name} sig ${(r.rdata[0]! << 8) | r.rdata[1]!} ${r.rdata[16]} ${r.rdata[17]}`
        : `${r.name} ${r.type} ${Buffer.from(r.rdata).toString('hex')}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function zoneHolding(zones: ReadonlyMap<Name, TestZone>, name: Name): TestZone | undefined {
  for (let at = name; ; at = parent(at)) {
    const found = zones.get(at);
    if (found !== undefined || at === '') return found;
  }
}

export const parent = (name: Name): Name => name.split('.').slice(1).join('.');
const join = (label: string, name: Name): Name => (name === '' ? label : `${label}.${name}`);
const below = (name: Name, above: Name): boolean => name !== above && (above === '' || name.endsWith(`.${above}`));

function canonicalOrder(a: Name, b: Name): number {
  const left = a === '' ? [] : a.split('.').reverse();
  const right = b === '' ? [] : b.split('.').reverse();
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = Buffer.compare(Buffer.from(left[i]!), Buffer.from(right[i]!));
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function nameFrom(rdata: Uint8Array): Name {
  const labels: string[] = [];
  for (let at = 0; rdata[at]! > 0; at += rdata[at]! + 1)
    labels.push(Buffer.from(rdata.subarray(at + 1, at + 1 + rdata[at]!)).toString('latin1'));
  return labels.join('.').toLowerCase();
}

function rdataOf(type: number, text: string): Uint8Array {
  if (type === T.A) return Buffer.from(text.split('.').map(Number));
  if (type === T.MX) {
    const [preference, host] = text.split(' ');
    return Buffer.concat([Buffer.from([0, Number(preference)]), wire(host!)]);
  }
  if (type === T.TXT) return Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
  if (type === T.TLSA) return Buffer.from(text.replace(/ /g, ''), 'hex');
  return wire(text);
}

function soaRdata(): Buffer {
  const numbers = Buffer.alloc(20);
  [2026010101, 7200, 3600, 1209600, 900].forEach((value, i) => {
    numbers.writeUInt32BE(value, i * 4);
  });
  return Buffer.concat([wire('ns.example'), wire('hostmaster.example'), numbers]);
}
