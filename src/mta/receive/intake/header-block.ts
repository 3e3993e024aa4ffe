/** Where the header of a message ends, found while its octets come in (RFC 5322 §2.1). */

const LF = 10;
const CR = 13;
const DELETE = 127;
const COLON = 58;
const BLANK = 32;
const TAB = 9;

/** What has come so far of a header. Lines end in CRLF or LF; a line that is no field and no continuation is the body's. */
export interface HeaderProgress {
  /** Octets held until the header's end is known; the header is the first `end` of them once it is. */
  readonly held: Buffer;
  /** Behind the last whole line that was looked at. */
  readonly lineStart: number;
  readonly fields: number;
}

export type HeaderStep =
  | { readonly kind: 'more'; readonly progress: HeaderProgress }
  /** `body`: what of the octets is not the header's; the empty line is neither's. */
  | { readonly kind: 'whole'; readonly header: Buffer; readonly body: Buffer; readonly hasEmptyLine: boolean };

export const NO_HEADER: HeaderProgress = { held: Buffer.alloc(0), lineStart: 0, fields: 0 };

export function takeHeader(before: HeaderProgress, octets: Uint8Array): HeaderStep {
  const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  const held = before.held.length === 0 ? bytes : Buffer.concat([before.held, bytes]);
  let { lineStart, fields } = before;
  for (;;) {
    const lf = held.indexOf(LF, lineStart);
    if (lf < 0) return { kind: 'more', progress: { held, lineStart, fields } };
    if (isEmpty(held, lineStart, lf))
      return { kind: 'whole', header: held.subarray(0, lineStart), body: held.subarray(lf + 1), hasEmptyLine: true };
    if (!isHeaderLine(held, lineStart, lf, fields))
      return {
        kind: 'whole',
        header: held.subarray(0, lineStart),
        body: held.subarray(lineStart),
        hasEmptyLine: false,
      };
    fields += 1;
    lineStart = lf + 1;
  }
}

/** The end of the message has come within its header. */
export function endHeader({ held, lineStart, fields }: HeaderProgress): { header: Buffer; body: Buffer } {
  const isField = held.length > lineStart && isHeaderLine(held, lineStart, held.length, fields);
  return isField
    ? { header: held, body: held.subarray(held.length) }
    : { header: held.subarray(0, lineStart), body: held.subarray(lineStart) };
}

const isEmpty = (bytes: Buffer, from: number, lf: number): boolean =>
  lf === from || (lf === from + 1 && bytes[from] === CR);

/**
 * A name (of letters beyond ASCII as well, or none: Exim takes that, against RFC 5322 §2.2), perhaps blanks, and a colon; or
 * a continuation of one.
 */
function isHeaderLine(bytes: Buffer, from: number, lf: number, fields: number): boolean {
  const first = bytes[from];
  if (first === BLANK || first === TAB) return fields > 0;
  let at = from;
  while (at < lf && bytes[at]! > BLANK && bytes[at] !== DELETE && bytes[at] !== COLON) at += 1;
  while (at < lf && (bytes[at] === BLANK || bytes[at] === TAB)) at += 1;
  return at < lf && bytes[at] === COLON;
}
