/** Onto the wire: every line ends with CRLF, and gets a dot before one that begins it (RFC 5321 §4.5.2). */
import { BLANK_ALONE, CR, CR_ALONE, CRLF, DOT, DOT_ALONE, LF, LF_ALONE, LF_BLANK, LineEnds } from './octets.ts';
import type { DotState } from './state.ts';

export interface Dotted {
  readonly state: DotState;
  /** To be sent; parts of the input and what is put between them. */
  readonly chunks: readonly Uint8Array[];
}

/** A message to octets for the wire. A CR or LF alone leaves as CRLF, and a dot behind it is doubled. */
export const encodeDots = (before: DotState, bytes: Uint8Array): Dotted => normalise(before, bytes, true);

/** Lines that know no dots, as those of BDAT (RFC 3030 §2): a CR or LF alone is counted and leaves as CRLF. */
export const normaliseLineEnds = (before: DotState, bytes: Uint8Array): Dotted => normalise(before, bytes, false);

/** The same, with what `mend` makes of a header. */
export const mendLineEnds = (before: DotState, bytes: Uint8Array): Dotted => normalise(before, bytes, false, true);

/** A CR at the very end has no LF any more. */
export function endOfLines(before: DotState): Dotted {
  if (before.place !== 'cr') return { state: before, chunks: [] };
  return { state: { ...before, place: 'line-start', bareCr: before.bareCr + 1 }, chunks: [LF_ALONE] };
}

function normalise(before: DotState, bytes: Uint8Array, doublesDots: boolean, mends = false): Dotted {
  const chunks: Uint8Array[] = [];
  let { place, bareCr, bareLf, lfs, inHeader, firstEnd } = before;
  let from = 0;
  let lineStart = -before.lineOctets;
  const insert = (to: number, octets: Uint8Array): void => {
    if (to > from) chunks.push(bytes.subarray(from, to));
    chunks.push(octets);
    from = to;
  };
  const ends = new LineEnds(bytes);
  for (let at = 0; at < bytes.length; at += 1) {
    if (place === 'text') at = ends.next(at);
    if (at === bytes.length) break;
    const octet = bytes[at]!;
    const folds = mends && inHeader;
    if (place === 'cr' && octet !== LF) {
      bareCr += 1;
      insert(at, folds ? LF_BLANK : LF_ALONE);
      place = folds ? 'text' : 'line-start';
    }
    const isBareLf = octet === LF && place !== 'cr';
    if (octet === LF) {
      lfs += 1;
      firstEnd ??= isBareLf ? 'lf' : 'crlf';
      if (at - lineStart === (isBareLf ? 0 : 1)) inHeader = false;
      lineStart = at + 1;
    }
    if (isBareLf) {
      bareLf += 1;
      insert(at, CR_ALONE);
      if (folds && firstEnd === 'crlf') insert(at + 1, BLANK_ALONE);
    }
    if (doublesDots && octet === DOT && place === 'line-start') insert(at, DOT_ALONE);
    place = octet === CR ? 'cr' : octet === LF ? 'line-start' : 'text';
  }
  if (from < bytes.length) chunks.push(bytes.subarray(from));
  return {
    state: { ...before, place, bareCr, bareLf, lfs, inHeader, firstEnd, lineOctets: bytes.length - lineStart },
    chunks,
  };
}

/** The last line of a body gets an end. */
export function mendLastLine(before: DotState): Dotted {
  if (before.place !== 'text') return endOfLines(before);
  return { state: { ...before, place: 'line-start' }, chunks: [CRLF] };
}

/** What ends the data: the last line's end where it lacks one, and the dot. */
export function endOfDots({ place }: DotState): Uint8Array {
  return Buffer.from(place === 'line-start' ? '.\r\n' : place === 'cr' ? '\n.\r\n' : '\r\n.\r\n', 'latin1');
}
