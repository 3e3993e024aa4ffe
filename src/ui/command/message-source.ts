/** A mail named by an argument or given in a batch line, read in parts: a large one is never held. */
import { createReadStream, statSync } from 'node:fs';
import { err, type Failure, fromBase64, ok, type Result, readBoundedFile } from '../../base/index.ts';
import type { Fields } from './fields.ts';

export type MessageSource = { readonly octets: Uint8Array } | { readonly file: string };
export type MessageParts = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Far beyond what mail servers take. */
export const MAX_MESSAGE_OCTETS = 1024 * 1024 * 1024;
/** Read in one go, which costs a start less than a stream. */
const SMALL_OCTETS = 1024 * 1024;
const PART_OCTETS = 256 * 1024;

/** `message` of a batch line in base64, or the argument `file`. */
export function readMessageSource(fields: Fields): MessageSource {
  if (!fields.has('message')) return { file: fields.text('file', 'the file of a mail, or - for standard input') };
  const octets = fromBase64(fields.optionalText('message') ?? ''); // a mail may be empty
  if (octets === undefined) fields.problem('"message" must be a mail in base64');
  return { octets: octets ?? new Uint8Array() };
}

/** That a file can be read is found out before anything is tried. A read that breaks off later throws `BrokenMessage`. */
export async function openMessage(source: MessageSource): Promise<Result<MessageParts, Failure>> {
  if ('octets' in source) return ok([source.octets]);
  const { file } = source;
  if (file === '-') return ok(bounded(process.stdin, 'standard input'));
  const size = fileSize(file);
  if (size !== undefined && size > SMALL_OCTETS)
    return ok(bounded(createReadStream(file, { highWaterMark: PART_OCTETS }), file));
  const read = await readBoundedFile(file, MAX_MESSAGE_OCTETS);
  return read.ok ? ok([read.value]) : read;
}

/** Of an ordinary file; what is wrong with another is said by who reads it. */
function fileSize(file: string): number | undefined {
  try {
    const facts = statSync(file);
    return facts.isFile() ? facts.size : undefined;
  } catch {
    return undefined;
  }
}

export class BrokenMessage extends Error {
  readonly failure: Failure;

  constructor(message: string) {
    super(message);
    this.failure = { code: 'file/failed', message, fault: 'configuration', temporary: false };
  }
}

async function* bounded(stream: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const part of stream) {
      size += part.length;
      if (size > MAX_MESSAGE_OCTETS) break;
      yield part;
    }
  } catch (cause) {
    throw new BrokenMessage(`${name}: cannot read it: ${(cause as Error).message}`);
  }
  if (size > MAX_MESSAGE_OCTETS) throw new BrokenMessage(`${name} is larger than ${MAX_MESSAGE_OCTETS} octets`);
}

/** What reading a message came to, where reading may break off. */
export async function whileReading<T>(work: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BrokenMessage) return err(error.failure);
    throw error;
  }
}
