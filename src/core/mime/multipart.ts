/** The body of a multipart cut at its boundary (RFC 2046 §5.1.1). */

/** What is wrong with an entity that was read all the same. */
export type MimeFault = 'no-boundary' | 'boundary-not-found' | 'not-closed' | 'too-deep' | 'too-many-parts';

export interface Split {
  readonly parts: readonly Buffer[];
  readonly faults: readonly MimeFault[];
}

/** More are not cut; an entity has its own bound. */
const MAX_PARTS = 2_000;

/** A boundary that is missing or nowhere in the body is guessed from the first line that could be one. */
export function splitMultipart(body: Uint8Array, boundary: string | undefined): Split {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.length);
  const named = boundary === undefined || boundary === '' ? undefined : cut(buffer, boundary.trimEnd());
  if (named !== undefined) return named;
  const fault: MimeFault = boundary === undefined || boundary === '' ? 'no-boundary' : 'boundary-not-found';
  const guess = guessBoundary(buffer);
  const guessed = guess === undefined ? undefined : cut(buffer, guess);
  return guessed === undefined ? { parts: [], faults: [fault] } : { ...guessed, faults: [fault, ...guessed.faults] };
}

interface Delimiter {
  readonly start: number;
  /** Where the part behind it begins. */
  readonly end: number;
  readonly isLast: boolean;
}

function cut(body: Buffer, boundary: string): Split | undefined {
  const parts: Buffer[] = [];
  let open: number | undefined;
  for (const { start, end, isLast } of delimiters(body, boundary)) {
    // The CRLF before a delimiter belongs to it.
    if (open !== undefined) parts.push(body.subarray(open, Math.max(open, start - 2)));
    open = isLast ? undefined : end;
    if (isLast || parts.length >= MAX_PARTS) return { parts, faults: isLast ? [] : ['too-many-parts'] };
  }
  if (open === undefined) return undefined;
  return { parts: [...parts, body.subarray(open)], faults: ['not-closed'] };
}

/** A delimiter is a whole line: `--` and the boundary, `--` once more at the end, white space (RFC 2046 §5.1.1). */
function* delimiters(body: Buffer, boundary: string): Generator<Delimiter> {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + 1)) {
    if (at > 0 && body[at - 1] !== 10) continue;
    const lineEnd = body.indexOf('\r\n', at + mark.length);
    const from = at + mark.length;
    const rest = body
      .subarray(from, Math.min(lineEnd < 0 ? body.length : lineEnd, from + MAX_PADDING))
      .toString('latin1');
    if (/^(?:--)?[ \t]*$/.test(rest))
      yield { start: at, end: lineEnd < 0 ? body.length : lineEnd + 2, isLast: rest.startsWith('--') };
  }
}

const MAX_PADDING = 1000;
/** Where a guess is looked for. */
const GUESS_OCTETS = 64 * 1024;

/** The first line of `--` and up to 70 characters that a header follows. */
function guessBoundary(body: Buffer): string | undefined {
  const head = body.subarray(0, GUESS_OCTETS).toString('latin1');
  return /(?:^|\n)--([^\s][^\r\n]{0,69}?)[ \t]*\r\n(?=[!-9;-~]+:|\r\n)/.exec(head)?.[1];
}
