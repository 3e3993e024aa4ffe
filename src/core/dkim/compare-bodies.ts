/**
 * Where two bodies part, in canonical form: what a relay did to the one that was signed.
 *
 * The two go by side by side as long as they are alike, and nothing of that is held. From the line on where they part a
 * stretch of each is held, and the lines of it before the common end are shown, as many as a person would read.
 */
import { err, ok, type Result } from '../../base/index.ts';
import { createMessageReader, type LineEndsMode, type MessageError, type MessageReader } from '../message/index.ts';
import { type BodyCanonicalizer, createBodyCanonicalizer } from './canonical-body.ts';
import type { Canonicalization } from './types.ts';

export interface BodyDifference {
  /** Line of the canonical body, from 1. */
  readonly line: number;
  /** What stands there in the original, and in the message; absent where there is no such line. */
  readonly original?: string;
  readonly message?: string;
}

type Parts = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Of each body from where they part, beyond which nothing is compared. */
export const MAX_COMPARED_OCTETS = 4 * 1024 * 1024;
const MAX_DIFFERENCES = 20;
const MAX_LINE_SHOWN = 200;

export async function compareBodies(
  original: Parts,
  message: Parts,
  how: Canonicalization,
  lineEnds: LineEndsMode,
): Promise<Result<readonly BodyDifference[], MessageError>> {
  const before = new CanonicalBody(original, how, lineEnds);
  const after = new CanonicalBody(message, how, lineEnds);
  const alike = await passAlike(before, after);
  const rests = [await before.lines(), await after.lines()] as const;
  const failure = before.failure ?? after.failure;
  return failure === undefined ? ok(differences(...rests, alike)) : err(failure);
}

/** Takes whole lines from both as long as they are alike. @returns how many there were */
async function passAlike(before: CanonicalBody, after: CanonicalBody): Promise<number> {
  let lines = 0;
  for (;;) {
    const same = sameOctets(before.held, after.held);
    const end = same === 0 ? 0 : before.held.lastIndexOf(LF, same - 1) + 1;
    lines += before.drop(end);
    after.drop(end);
    const [short, long] = before.held.length <= after.held.length ? [before, after] : [after, before];
    const haveParted = same - end < short.held.length;
    if (haveParted || long.held.length > MAX_COMPARED_OCTETS || !(await short.readMore())) return lines;
  }
}

/** Octets at the beginning that are alike. */
function sameOctets(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length);
  if (a.subarray(0, most).equals(b.subarray(0, most))) return most;
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return at;
}

const LF = 0x0a;

/** The canonical body of a message, read part by part as it is asked for. */
class CanonicalBody {
  failure: MessageError | undefined;
  /** What was read and not dropped. */
  held: Buffer = Buffer.alloc(0);
  private readonly fresh: Buffer[] = [];
  private readonly body: BodyCanonicalizer;
  private readonly reader: MessageReader;
  private readonly parts: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  private isOver = false;

  constructor(parts: Parts, how: Canonicalization, lineEnds: LineEndsMode) {
    this.parts = Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]();
    this.body = createBodyCanonicalizer(how, (octets) => void this.fresh.push(Buffer.from(octets)));
    this.reader = createMessageReader(lineEnds, { header() {}, body: (octets) => this.body.push(octets) });
  }

  /** @returns whether there was more */
  async readMore(): Promise<boolean> {
    while (!this.isOver && this.fresh.length === 0) await this.readPart();
    const hasMore = this.fresh.length > 0;
    if (hasMore) this.held = Buffer.concat([this.held, ...this.fresh.splice(0)]);
    return hasMore;
  }

  /** @returns how many lines went */
  drop(octets: number): number {
    let lines = 0;
    for (let at = this.held.indexOf(LF); at >= 0 && at < octets; at = this.held.indexOf(LF, at + 1)) lines += 1;
    this.held = this.held.subarray(octets);
    return lines;
  }

  /** All that is left, within the bound. */
  async lines(): Promise<readonly string[]> {
    while (this.held.length < MAX_COMPARED_OCTETS && (await this.readMore()));
    await this.parts.return?.();
    const text = this.held.subarray(0, MAX_COMPARED_OCTETS).toString('latin1').replace(/\r\n$/, '');
    return this.held.length === 0 ? [] : text.split('\r\n');
  }

  private async readPart(): Promise<void> {
    const next = await this.parts.next();
    const read = next.done === true ? this.reader.end() : this.reader.push(next.value);
    if (!read.ok) this.failure = read.error;
    if (next.done === true && read.ok) this.body.end();
    this.isOver = next.done === true || !read.ok;
  }
}

/** Lines put side by side up to the common end; `passed` are those before them. */
function differences(before: readonly string[], after: readonly string[], passed: number): readonly BodyDifference[] {
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
      line: passed + line + 1,
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
