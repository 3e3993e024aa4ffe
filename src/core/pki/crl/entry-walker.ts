/** Looks at one entry after the other: its form and its extensions, and whose certificates come next. */
import { readElement, TAG } from '../der.ts';
import { readGeneralNames } from '../general-names.ts';
import { Cursor } from './cursor.ts';
import { CERTIFICATE_ISSUER, knownExtension } from './entry-extensions.ts';
import type { IssuerTurns } from './issuer-turns.ts';
import { directoryNames } from './points.ts';
import type { ListFault } from './types.ts';

/** What the list stands in. */
export interface ListFrame {
  readonly version: 1 | 2;
  /** The CRL's issuer, whose certificates are meant until an entry says otherwise. */
  readonly issuer: Uint8Array;
  readonly isIndirect: boolean;
}

export class EntryWalker {
  next = 0;
  private readonly entry: Cursor;
  private readonly part: Cursor;
  private readonly frame: ListFrame;
  private readonly turns: IssuerTurns;

  constructor(contents: Uint8Array, frame: ListFrame, turns: IssuerTurns) {
    this.entry = new Cursor(contents);
    this.part = new Cursor(contents);
    this.frame = frame;
    this.turns = turns;
  }

  /** userCertificate, revocationDate, crlEntryExtensions OPTIONAL; what is wrong with it, if anything. */
  step(at: number): ListFault | undefined {
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

  private extensions(at: number, start: number, end: number): ListFault | undefined {
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
        return malformed(at, 'names another issuer, which it may not, or not so often');
    }
    return undefined;
  }

  /** Only an indirect CRL may do it (§5.3.3). */
  private turn(at: number): boolean {
    const { part, frame, turns } = this;
    const issuer = frame.isIndirect ? readIssuer(part.bytes.subarray(part.start, part.end)) : undefined;
    return issuer !== undefined && turns.add(at, issuer);
  }
}

/** UTCTime or GeneralizedTime, digits and a Z (§5.1.2.6); calendars aside. */
function isTime(tag: number, { bytes, start, end }: Cursor): boolean {
  const length = tag === TAG.UTC_TIME ? 13 : tag === TAG.GENERALIZED_TIME ? 15 : 0;
  if (end - start !== length || bytes[end - 1] !== 0x5a) return false;
  for (let i = start; i < end - 1; i += 1) if (bytes[i]! < 0x30 || bytes[i]! > 0x39) return false;
  return true;
}

function malformed(at: number, what: string): ListFault {
  return { code: 'malformed', detail: `the entry at octet ${at} of its list ${what}` };
}

function unknownCritical(at: number): ListFault {
  return { code: 'unknown-critical', detail: `the entry at octet ${at} of its list has an unknown critical extension` };
}

/** GeneralNames of which the directory name counts. */
function readIssuer(value: Uint8Array): Uint8Array | undefined {
  const list = readElement(value);
  const names = list?.tag === TAG.SEQUENCE ? readGeneralNames(list.contents) : undefined;
  return names && directoryNames(names)[0];
}
