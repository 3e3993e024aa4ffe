/** Content-Type and its parameters (RFC 2045 §5.1), with the continuations and charsets of RFC 2231. */
import { decodeText } from './charset.ts';

export interface MediaType {
  /** Lower case, as `multipart/report`. */
  readonly name: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** What a type that is missing or cannot be read stands for (RFC 2045 §5.2). */
const TEXT_PLAIN = 'text/plain';
/** A header may be a megabyte; what is beyond these is nobody's. */
const MAX_PARAMETERS = 64;
const MAX_VALUE = 8 * 1024;

/** @param value  of the field, unfolded */
export function parseMediaType(value: string | undefined, otherwise: string = TEXT_PLAIN): MediaType {
  const [, name, rest = ''] = /^\s*([^\s;()"/]+\/[^\s;()"/]+)(.*)$/s.exec(value?.slice(0, MAX_VALUE) ?? '') ?? [];
  if (name === undefined) return { name: otherwise, parameters: new Map() };
  return { name: name.toLowerCase(), parameters: readParameters(rest) };
}

const PARAMETER = /;?\s*([^\s=;"()]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^\s;]*))/gs;

function readParameters(text: string): ReadonlyMap<string, string> {
  const plain = new Map<string, string>();
  const pieces = new Map<string, Piece[]>();
  for (const [, attribute, quoted, bare] of take(text.matchAll(PARAMETER), MAX_PARAMETERS)) {
    const name = attribute!.toLowerCase();
    const value = quoted === undefined ? bare! : quoted.replace(/\\(.)/gs, '$1');
    const [, base, number = '0', extended] = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(name) ?? [];
    if (base === undefined) {
      if (!plain.has(name)) plain.set(name, value);
    } else {
      const isExtended = extended !== undefined || !/\*\d/.test(name);
      pieces.set(base, [...(pieces.get(base) ?? []), { number: Number(number), isExtended, value }]);
    }
  }
  return new Map([...plain, ...[...pieces].map(([name, list]) => [name, joinPieces(list)] as const)]);
}

interface Piece {
  readonly number: number;
  readonly isExtended: boolean;
  readonly value: string;
}

/** The charset stands in the first piece: `utf-8'en'caf%C3%A9` (RFC 2231 §4.1). */
function joinPieces(pieces: readonly Piece[]): string {
  const sorted = [...pieces].sort((a, b) => a.number - b.number);
  const [, charset, first] = /^([^']*)'[^']*'(.*)$/s.exec(sorted[0]!.isExtended ? sorted[0]!.value : '') ?? [];
  const values = sorted.map(({ value, isExtended }, i) => {
    const own = i === 0 ? (first ?? value) : value;
    return isExtended ? unescapeOctets(own) : own;
  });
  return decodeText(Buffer.from(values.join(''), 'latin1'), charset ?? 'utf-8');
}

const unescapeOctets = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

function* take<T>(items: Iterable<T>, most: number): Generator<T> {
  let count = 0;
  for (const item of items) {
    if (count++ >= most) return;
    yield item;
  }
}
