/**
 * revokedCertificates (RFC 5280 §5.1.2.6, §5.3), read when asked for.
 *
 * One scan looks at every entry's form and extensions, since an unknown critical one anywhere forbids the whole CRL (§5.3),
 * and puts offsets into an index by serial; entries become objects one at a time. In an indirect CRL an entry without
 * certificateIssuer has that of the entry before it (§5.3.3): `turns` holds where the issuer changes.
 */
import { type Random, systemRandom } from '../../../base/index.ts';
import { type DerElement, readElement, readTime, TAG } from '../der.ts';
import { readGeneralNames } from '../general-names.ts';
import { nameKey } from '../name-compare.ts';
import { Cursor } from './cursor.ts';
import { directoryNames } from './points.ts';
import { SerialIndex } from './serial-index.ts';
import { REASONS, type Reason, type RevokedEntry, type RevokedList } from './types.ts';

/** What the list stands in. */
export interface ListFrame {
  readonly version: 1 | 2;
  /** The CRL's issuer, whose certificates are meant until an entry says otherwise. */
  readonly issuer: Uint8Array;
  readonly isIndirect: boolean;
}

/** More entries than any authority has; it bounds the index to 64 MiB. */
export const MAX_ENTRIES = 4_000_000;
/** Of the octets: two for each of SEQUENCE, INTEGER and time, one of serial and thirteen of UTCTime. */
const MIN_ENTRY_OCTETS = 20;

export function createRevokedList(contents: Uint8Array, frame: ListFrame, random: Random = systemRandom): RevokedList {
  let scanned: Scan | undefined;
  const scan = (): Scan => {
    scanned ??= scanEntries(contents, frame, random);
    return scanned;
  };
  return {
    get count() {
      return scan().count;
    },
    get fault() {
      return scan().fault;
    },
    find(serial, issuer) {
      const { fault, find } = scan();
      const offset = fault === undefined ? find(serial, issuer) : undefined;
      return offset === undefined ? undefined : readEntry(contents, offset, scan().issuerAt(offset));
    },
    *[Symbol.iterator]() {
      const { end, issuerAt } = scan();
      const cursor = new Cursor(contents);
      for (let at = 0; at < end && cursor.set(at, contents.length) >= 0; ) {
        const { end: next } = cursor;
        yield readEntry(contents, at, issuerAt(at));
        at = next;
      }
    },
  };
}

type Fault = NonNullable<RevokedList['fault']>;

interface Scan {
  readonly count: number;
  readonly fault?: Fault | undefined;
  /** Where the sound part of the list ends. */
  readonly end: number;
  issuerAt(offset: number): Uint8Array;
  find(serial: Uint8Array, issuer: Uint8Array): number | undefined;
}

function scanEntries(contents: Uint8Array, frame: ListFrame, random: Random): Scan {
  const turns = createTurns(frame.issuer);
  const keys = createKeys(contents, Buffer.from(random.bytes(4)).readUInt32BE(), turns);
  const walker = new Walker(contents, frame, turns);
  let at = 0;
  let count = 0;
  let fault: Fault | undefined;
  for (; at < contents.length; at = walker.next, count += 1) {
    fault = count === MAX_ENTRIES ? tooMany() : (walker.step(at) ?? keys.add(at, count));
    if (fault !== undefined) break;
  }
  return { count, ...(fault !== undefined && { fault }), end: at, issuerAt: turns.issuerAt, find: keys.find };
}

const tooMany = () => ({ code: 'malformed' as const, detail: `it has more than ${MAX_ENTRIES} entries` });

/** Looks at one entry after the other. */
class Walker {
  next = 0;
  private readonly entry: Cursor;
  private readonly part: Cursor;
  private readonly frame: ListFrame;
  private readonly turns: Turns;

  constructor(contents: Uint8Array, frame: ListFrame, turns: Turns) {
    this.entry = new Cursor(contents);
    this.part = new Cursor(contents);
    this.frame = frame;
    this.turns = turns;
  }

  /** userCertificate, revocationDate, crlEntryExtensions OPTIONAL; what is wrong with it, if anything. */
  step(at: number): Fault | undefined {
    const { entry, part } = this;
    if (entry.set(at, entry.bytes.length) !== TAG.SEQUENCE) return malformed(at, 'is no SEQUENCE');
    this.next = entry.end;
    if (part.set(entry.start, entry.end) !== TAG.INTEGER || part.start === part.end)
      return malformed(at, 'has no serial number');
    if (!isTime(part.set(part.end, entry.end), part)) return malformed(at, 'has no date');
    if (part.end === entry.end) return undefined;
    if (this.frame.version === 1) return malformed(at, 'has extensions in a version 1 list'); // §5.1.2.1
    if (part.set(part.end, entry.end) !== TAG.SEQUENCE || part.end !== entry.end)
      return malformed(at, 'has extensions that cannot be read');
    return this.extensions(at, part.start, part.end);
  }

  private extensions(at: number, start: number, end: number): Fault | undefined {
    const { part } = this;
    for (let from = start; from < end; from = part.end) {
      const isSequence = part.set(from, end) === TAG.SEQUENCE;
      const outer = part.end;
      if (!isSequence || part.set(part.start, outer) !== TAG.OID)
        return malformed(at, 'has extensions that cannot be read');
      const known = knownExtension(part);
      const flag = part.set(part.end, outer);
      const isCritical = flag === TAG.BOOLEAN && part.bytes[part.start] !== 0;
      const value = flag === TAG.BOOLEAN ? part.set(part.end, outer) : flag;
      if (value !== TAG.OCTET_STRING || part.end !== outer) return malformed(at, 'has an extension without a value');
      if (known === 0 && isCritical) return unknownCritical(at);
      if (known === CERTIFICATE_ISSUER && !this.turn(at))
        return malformed(at, 'names another issuer, which it may not');
    }
    return undefined;
  }

  /** Only an indirect CRL may do it (§5.3.3). */
  private turn(at: number): boolean {
    const { part, frame, turns } = this;
    const issuer = frame.isIndirect ? readIssuer(part.bytes.subarray(part.start, part.end)) : undefined;
    if (issuer !== undefined) turns.add(at, issuer);
    return issuer !== undefined;
  }
}

/** UTCTime or GeneralizedTime, digits and a Z (§5.1.2.6); calendars aside. */
function isTime(tag: number, { bytes, start, end }: Cursor): boolean {
  const length = tag === TAG.UTC_TIME ? 13 : tag === TAG.GENERALIZED_TIME ? 15 : 0;
  if (end - start !== length || bytes[end - 1] !== 0x5a) return false;
  for (let i = start; i < end - 1; i += 1) if (bytes[i]! < 0x30 || bytes[i]! > 0x39) return false;
  return true;
}

const REASON_CODE = 0x15;
const INVALIDITY_DATE = 0x18;
const CERTIFICATE_ISSUER = 0x1d;

/** The last arc of 2.5.29.x where it is one of those known here, else 0. */
function knownExtension({ bytes, start, end }: Cursor): number {
  if (end - start !== 3 || bytes[start] !== 0x55 || bytes[start + 1] !== 0x1d) return 0;
  const arc = bytes[start + 2]!;
  return arc === REASON_CODE || arc === INVALIDITY_DATE || arc === CERTIFICATE_ISSUER ? arc : 0;
}

function malformed(at: number, what: string): Fault {
  return { code: 'malformed', detail: `the entry at octet ${at} of its list ${what}` };
}

function unknownCritical(at: number): Fault {
  return { code: 'unknown-critical', detail: `the entry at octet ${at} of its list has an unknown critical extension` };
}

interface Turns {
  add(at: number, issuer: Uint8Array): void;
  issuerAt(offset: number): Uint8Array;
  /** Which of the issuers, as a number: equal names have equal ones. */
  groupAt(offset: number): number;
  groupOf(issuer: Uint8Array): number | undefined;
}

function createTurns(first: Uint8Array): Turns {
  const starts = [0];
  const groups = [0];
  const issuers = [first];
  const known = new Map([[nameKey(first), 0]]);
  const turnBefore = (offset: number): number => {
    let low = 0;
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
  const groupAt = (offset: number): number => groups[turnBefore(offset)]!;
  return {
    add(at, issuer) {
      const key = nameKey(issuer);
      const group = known.get(key) ?? issuers.push(issuer) - 1;
      known.set(key, group);
      starts.push(at);
      groups.push(group);
    },
    groupAt,
    issuerAt: (offset) => issuers[groupAt(offset)]!,
    groupOf: (issuer) => known.get(nameKey(issuer)),
  };
}

interface Keys {
  add(at: number, count: number): Fault | undefined;
  find(serial: Uint8Array, issuer: Uint8Array): number | undefined;
}

/** An entry's key: its issuer and the octets of its serial. */
function createKeys(contents: Uint8Array, seed: number, turns: Turns): Keys {
  const cursor = new Cursor(contents);
  const onSerial = (offset: number): void => {
    cursor.set(offset, contents.length);
    cursor.set(cursor.start, cursor.end);
    cursor.start = firstOfNumber(contents, cursor.start, cursor.end);
  };
  const hashAt = (offset: number): number => {
    onSerial(offset);
    return hashOf(contents, cursor.start, cursor.end, seed);
  };
  const hasSerial = (offset: number, serial: Uint8Array): boolean => {
    onSerial(offset);
    return (
      serial.length === cursor.end - cursor.start && serial.every((octet, i) => octet === contents[cursor.start + i])
    );
  };
  const isSame = (a: number, b: number): boolean => {
    onSerial(b);
    return hasSerial(a, contents.subarray(cursor.start, cursor.end)) && turns.groupAt(a) === turns.groupAt(b);
  };
  const index = new SerialIndex(contents.length / (2 * MIN_ENTRY_OCTETS), hashAt, isSame);
  return {
    add: (at) =>
      index.add(at)
        ? undefined
        : { code: 'duplicate-serial', detail: `the entry at octet ${at} repeats a serial number` },
    find(written, issuer) {
      const group = turns.groupOf(issuer);
      const serial = written.subarray(firstOfNumber(written, 0, written.length));
      const fits = (offset: number): boolean => turns.groupAt(offset) === group && hasSerial(offset, serial);
      return group === undefined ? undefined : index.find(hashOf(serial, 0, serial.length, seed), fits);
    },
  };
}

/** Zeros that DER has no use for are no part of a number, whoever writes them. */
function firstOfNumber(bytes: Uint8Array, start: number, end: number): number {
  let first = start;
  while (end - first > 1 && bytes[first] === 0 && bytes[first + 1]! < 0x80) first += 1;
  return first;
}

function hashOf(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let i = start; i < end; i += 1) {
    hash = Math.imul(hash ^ bytes[i]!, 0x5bd1_e995);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** An entry that the scan has found to be in form. */
function readEntry(contents: Uint8Array, offset: number, issuer: Uint8Array): RevokedEntry {
  const entry = readElement(contents, offset)!;
  const serial = readElement(entry.contents)!;
  const time = readElement(entry.contents, serial.whole.length)!;
  const list = readElement(entry.contents, serial.whole.length + time.whole.length);
  const extensions = list === undefined ? {} : readEntryExtensions(list.contents);
  return { serial: serial.contents, date: dateOf(time), ...extensions, issuer };
}

/** A day that no calendar has, such as 31 February, is the day it would be: the entry counts all the same. */
function dateOf({ tag, contents }: DerElement): Date {
  const text = Buffer.from(contents).toString('latin1');
  const digits = tag === TAG.UTC_TIME ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const at = (from: number): number => Number(digits.slice(from, from + 2));
  const date = new Date(Date.UTC(2000, at(4) - 1, at(6), at(8), at(10), at(12)));
  const years = Number(digits.slice(0, 4)) - 2000;
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date;
}

function readEntryExtensions(contents: Uint8Array): Pick<RevokedEntry, 'reason' | 'invalidityDate'> {
  const reasonOctets = extensionValue(contents, REASON_CODE);
  const dateOctets = extensionValue(contents, INVALIDITY_DATE);
  const reason = reasonOctets && readReason(reasonOctets);
  const time = dateOctets && readElement(dateOctets);
  const invalidityDate = time?.tag === TAG.GENERALIZED_TIME ? readTime(time) : undefined;
  return { ...(reason !== undefined && { reason }), ...(invalidityDate !== undefined && { invalidityDate }) };
}

function extensionValue(contents: Uint8Array, arc: number): Uint8Array | undefined {
  const cursor = new Cursor(contents);
  for (let at = 0; cursor.set(at, contents.length) >= 0; ) {
    const { start, end } = cursor;
    cursor.set(start, end);
    const isWanted = knownExtension(cursor) === arc;
    while (cursor.end < end) cursor.set(cursor.end, end);
    if (isWanted) return contents.subarray(cursor.start, cursor.end);
    at = end;
  }
  return undefined;
}

/** ENUMERATED of one octet; an unassigned number says no more than `unspecified` (§5.3.1). */
function readReason(value: Uint8Array): Reason {
  const element = readElement(value);
  const number = element?.tag === 0x0a && element.contents.length === 1 ? element.contents[0]! : 0;
  return (REASONS as Readonly<Record<number, Reason>>)[number] ?? 'unspecified';
}

/** GeneralNames of which the directory name counts. */
function readIssuer(value: Uint8Array): Uint8Array | undefined {
  const list = readElement(value);
  const names = list?.tag === TAG.SEQUENCE ? readGeneralNames(list.contents) : undefined;
  return names && directoryNames(names)[0];
}
