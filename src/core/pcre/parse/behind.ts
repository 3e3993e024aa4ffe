/** Lookbehinds: every alternative has a length of its own, known beforehand (pcre2pattern, "Lookbehind assertions"). */
import type { Group, Piece, Sequence } from '../syntax.ts';
import { refuse } from './state.ts';

export function lookBehind(group: Group, start: number): Group {
  const isFixed = group.alternatives.every((sequence) => fixedLength(sequence) !== undefined);
  if (!isFixed) refuse('lookbehind assertion is not fixed length', start);
  return group;
}

/** In octets; undefined: it varies. */
export function fixedLength(sequence: Sequence): number | undefined {
  let length = 0;
  for (const piece of sequence) {
    const own = pieceLength(piece);
    if (own === undefined) return undefined;
    length += own;
  }
  return length;
}

function pieceLength(piece: Piece): number | undefined {
  switch (piece.kind) {
    case 'octets':
      return 1;
    case 'anchor':
    case 'keep':
    case 'fail':
      return 0;
    case 'repeat': {
      const once = piece.min === piece.max ? pieceLength(piece.piece) : undefined;
      return once === undefined ? undefined : once * piece.min;
    }
    case 'group':
      return groupLength(piece);
    default:
      return undefined;
  }
}

function groupLength({ group, alternatives }: Group): number | undefined {
  if (group !== 'plain' && group !== 'atomic') return 0;
  const lengths = new Set(alternatives.map(fixedLength));
  return lengths.size === 1 ? [...lengths][0] : undefined;
}
