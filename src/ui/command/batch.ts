/**
 * `--batch`: one JSON object a line in, one result a line out, in the order of the input.
 *
 * Lines are read as they can be worked on: at most `jobs` are in flight and as many results wait for their turn, so a file
 * of any length takes bounded memory. A line that cannot be read gives a result with `error`, and the run goes on.
 */
import { createReadStream } from 'node:fs';
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { usageError } from './fields.ts';

/** A message with attachments fits; whatever is longer is no line of a batch. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

/** A line that still goes on has no end, as what a device gives: nothing behind it is read. */
const ENDLESS_BYTES = 4 * MAX_LINE_BYTES;

export interface BatchLine {
  /** Counting from 1. */
  readonly number: number;
  readonly fields: Result<Readonly<Record<string, unknown>>, Failure>;
}

/**
 * Works on each line and hands over the results in order.
 *
 * @param work  never rejects for an expected failure; a rejection ends the run
 */
export async function runBatch<T>(
  lines: AsyncIterable<BatchLine>,
  jobs: number,
  work: (line: BatchLine) => Promise<T>,
  hand: (result: T) => void | Promise<void>,
): Promise<void> {
  const iterator = lines[Symbol.asyncIterator]();
  const turns: Promise<void>[] = [];
  let before = Promise.resolve();
  const nextLine = (): Promise<IteratorResult<BatchLine>> =>
    new Promise((resolve, reject) => {
      iterator.next().then(resolve, reject);
      before.catch(reject); // no waiting for a line once the run has failed
    });
  for (let next = await nextLine(); next.done !== true; next = await nextLine()) {
    before = inTurn(work(next.value), before, hand);
    before.catch(() => {}); // heard above
    turns.push(before);
    if (turns.length >= jobs) await turns.shift();
  }
  await before;
}

/** A result goes out when it is there and all before it have gone, though the next line may be long in coming. */
async function inTurn<T>(
  result: Promise<T>,
  before: Promise<void>,
  hand: (result: T) => void | Promise<void>,
): Promise<void> {
  const [value] = await Promise.all([result, before]);
  await hand(value);
}

/** @param path  `-` for standard input */
export async function* readBatch(path: string): AsyncGenerator<BatchLine> {
  const input = path === '-' ? process.stdin : createReadStream(path);
  let number = 0;
  for await (const line of splitLines(input)) {
    number += 1;
    const text = line instanceof Error ? line : line.trim(); // of a byte order mark, too
    if (text instanceof Error) yield { number, fields: err(usageError(`line ${number}: ${text.message}`)) };
    else if (text !== '') yield { number, fields: parseLine(text, number) };
  }
}

async function* splitLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string | Error> {
  let parts: Uint8Array[] = [];
  let size = 0;
  const flush = (): string | Error => {
    const isTooLong = size > MAX_LINE_BYTES;
    const line = isTooLong ? new Error(`longer than ${MAX_LINE_BYTES} octets`) : Buffer.concat(parts).toString('utf8');
    parts = [];
    size = 0;
    return line;
  };
  for await (const chunk of input) {
    let at = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, at)) {
      size += end - at;
      if (size <= MAX_LINE_BYTES) parts.push(chunk.subarray(at, end));
      yield flush();
      at = end + 1;
    }
    size += chunk.length - at;
    if (size <= MAX_LINE_BYTES) parts.push(chunk.subarray(at));
    else parts = [];
    if (size > ENDLESS_BYTES)
      return void (yield new Error(`no end within ${ENDLESS_BYTES} octets: nothing more is read`));
  }
  if (size > 0) yield flush();
}

function parseLine(line: string, number: number): BatchLine['fields'] {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return ok(value as Record<string, unknown>);
    return err(usageError(`line ${number}: a JSON object is wanted, such as {"id":1}`));
  } catch (cause) {
    return err(usageError(`line ${number}: not JSON: ${(cause as Error).message.slice(0, 120)}`));
  }
}
