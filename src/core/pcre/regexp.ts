/**
 * A tree as one of the platform's regular expressions, where that says exactly the same and ends within a bound.
 *
 * Left out: what it has no words for, captures under repetition (it forgets them at each turn, PCRE does not), and
 * whatever V8's linear engine cannot take over when backtracking gets too much.
 */
import type { Found, Matcher } from './match/search.ts';
import type { Alternatives, Group, OctetSet, Piece, Repeat, Sequence, Tree } from './syntax.ts';

/** V8's linear engine unrolls counted repeats, this many times in all. */
const MAX_UNROLLED = 16;

export function createRegExpMatcher(tree: Tree): Matcher | undefined {
  const source = alternativesSource(tree.alternatives, { repeated: false, unrolled: 1, numbers: { last: 0 } });
  if (source === undefined) return undefined;
  const ending = new RegExp(source.replaceAll(END, '$'), 'g');
  const atNewline = source.includes(END) ? new RegExp(source.replaceAll(END, '(?=\\n?$)'), 'g') : ending;
  return (subject, from) => {
    const expression = subject.charCodeAt(subject.length - 1) === 10 ? atNewline : ending;
    expression.lastIndex = from;
    return foundBy(expression.exec(subject));
  };
}

function foundBy(match: RegExpExecArray | null): Found | undefined {
  if (match === null) return undefined;
  return { start: match.index, end: match.index + match[0].length, captures: match };
}

/** Stands for `$` until it is known whether the subject ends in a newline: only then does `$` have two places. */
const END = '\u{100}';

interface Place {
  readonly repeated: boolean;
  readonly unrolled: number;
  /** The platform numbers captures as they open; a branch reset does not. */
  readonly numbers: { last: number };
}

function alternativesSource(alternatives: Alternatives, place: Place): string | undefined {
  const sources = alternatives.map((sequence) => sequenceSource(sequence, place));
  return sources.includes(undefined) ? undefined : sources.join('|');
}

function sequenceSource(sequence: Sequence, place: Place): string | undefined {
  const sources = sequence.map((piece) => pieceSource(piece, place));
  return sources.includes(undefined) ? undefined : sources.join('');
}

function pieceSource(piece: Piece, place: Place): string | undefined {
  switch (piece.kind) {
    case 'octets':
      return setSource(piece.octets);
    case 'anchor':
      return ANCHORS[piece.anchor];
    case 'repeat':
      return repeatSource(piece, place);
    case 'group':
      return groupSource(piece, place);
    default:
      return undefined;
  }
}

function groupSource({ group, capture, alternatives }: Group, place: Place): string | undefined {
  if (group !== 'plain') return undefined;
  if (capture !== undefined) {
    place.numbers.last += 1;
    if (place.repeated || capture !== place.numbers.last) return undefined;
  }
  const inner = alternativesSource(alternatives, place);
  return inner === undefined ? undefined : `(${capture === undefined ? '?:' : ''}${inner})`;
}

const ANCHORS: Readonly<Record<string, string>> = {
  start: '^',
  end: END,
  'very-end': '$',
  boundary: '\\b',
  'no-boundary': '\\B',
};

function repeatSource({ piece, min, max, manner }: Repeat, { unrolled, numbers }: Place): string | undefined {
  // A turn that takes nothing ends the repetition in PCRE, and is undone by the platform.
  if (manner === 'possessive' || canBeEmpty(piece)) return undefined;
  const count = Number.isFinite(max) ? Math.max(max, 1) : Math.max(min, 1);
  if (unrolled * count > MAX_UNROLLED) return undefined;
  const inner = pieceSource(piece, { repeated: true, unrolled: unrolled * count, numbers });
  if (inner === undefined) return undefined;
  return `${inner}${quantifier(min, max)}${manner === 'lazy' ? '?' : ''}`;
}

function quantifier(min: number, max: number): string {
  if (max === 1 && min === 0) return '?';
  if (!Number.isFinite(max)) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return `{${min},${max}}`;
}

const hex = (octet: number): string => `\\x${octet.toString(16).padStart(2, '0')}`;

function setSource(octets: OctetSet): string {
  const ranges: string[] = [];
  for (let first = 0; first < 256; first += 1) {
    if (octets[first] !== 1) continue;
    let end = first;
    while (octets[end + 1] === 1) end += 1;
    ranges.push(end === first ? hex(first) : `${hex(first)}-${hex(end)}`);
    first = end;
  }
  const [only] = ranges;
  return ranges.length === 1 && only!.length === 4 ? only! : `[${ranges.join('')}]`;
}

function canBeEmpty(piece: Piece): boolean {
  if (piece.kind === 'octets') return false;
  if (piece.kind === 'repeat') return piece.min === 0 || canBeEmpty(piece.piece);
  if (piece.kind !== 'group') return true;
  return piece.alternatives.some((sequence) => sequence.every(canBeEmpty));
}
