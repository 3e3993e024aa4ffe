/**
 * Where two bodies part, in canonical form: what a relay did to the one that was signed.
 *
 * Only the first octets of each are held, and the lines of the stretch between the common beginning and the common end
 * are shown, as many as a person would read.
 */
import { ok, type Result } from '../../base/index.ts';
import { createMessageReader, type LineEndsMode, type MessageError } from '../message/index.ts';
import { createBodyCanonicalizer } from './canonical-body.ts';
import type { Canonicalization } from './types.ts';

export interface BodyDifference {
  /** Line of the canonical body, from 1. */
  readonly line: number;
  /** What stands there in the original, and in the message; absent where there is no such line. */
  readonly original?: string;
  readonly message?: string;
}

type Parts = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Of each body, beyond which nothing is compared. */
export const MAX_COMPARED_OCTETS = 4 * 1024 * 1024;
const MAX_DIFFERENCES = 20;
const MAX_LINE_SHOWN = 200;

export async function compareBodies(
  original: Parts,
  message: Parts,
  how: Canonicalization,
  lineEnds: LineEndsMode,
): Promise<Result<readonly BodyDifference[], MessageError>> {
  const before = await canonicalLines(original, how, lineEnds);
  if (!before.ok) return before;
  const after = await canonicalLines(message, how, lineEnds);
  return after.ok ? ok(differences(before.value, after.value)) : after;
}

async function canonicalLines(
  parts: Parts,
  how: Canonicalization,
  lineEnds: LineEndsMode,
): Promise<Result<readonly string[], MessageError>> {
  const held: string[] = [];
  let size = 0;
  const body = createBodyCanonicalizer(how, (octets) => {
    const room = MAX_COMPARED_OCTETS - size;
    if (room > 0) held.push(Buffer.from(octets.subarray(0, room)).toString('latin1'));
    size += octets.length;
  });
  const reader = createMessageReader(lineEnds, { header() {}, body: (octets) => body.push(octets) });
  for await (const part of parts) {
    const read = reader.push(part);
    if (!read.ok) return read;
    if (size > MAX_COMPARED_OCTETS) break;
  }
  const ended = reader.end();
  if (!ended.ok) return ended;
  body.end();
  return ok(held.join('').replace(/\r\n$/, '').split('\r\n'));
}

/** Lines put side by side between the common beginning and the common end. */
function differences(before: readonly string[], after: readonly string[]): readonly BodyDifference[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let [i, j] = [before.length, after.length];
  while (i > start && j > start && before[i - 1] === after[j - 1]) [i, j] = [i - 1, j - 1];
  const found: BodyDifference[] = [];
  for (let line = start; line < Math.max(i, j) && found.length < MAX_DIFFERENCES; line += 1) {
    const original = line < i ? show(before[line]!) : undefined;
    const message = line < j ? show(after[line]!) : undefined;
    if (original === message && before[line] === after[line]) continue;
    found.push({
      line: line + 1,
      ...(original !== undefined && { original }),
      ...(message !== undefined && { message }),
    });
  }
  return found;
}

const show = (line: string): string => {
  const text = Buffer.from(line, 'latin1').toString('utf8');
  return text.length > MAX_LINE_SHOWN ? `${text.slice(0, MAX_LINE_SHOWN)}…` : text;
};
