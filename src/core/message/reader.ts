/** Header section and body of a message while its octets go by: the header is held, within a bound, and the body is not. */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import { type Field, parseFields } from './fields.ts';
import { createLineEnds, type LineEndsMode, type LineEndTally } from './line-ends.ts';

export type MessageError = Failure<'message/header-too-large'>;

/** A header larger than this is an attack on memory; large ones met in practice have a tenth. */
export const MAX_HEADER_OCTETS = 1024 * 1024;

export interface MessageSink {
  /** Once, before any body. */
  header(fields: readonly Field[]): void;
  /** Octets of the body with CRLF line ends, a CRLF always whole; good until it returns. */
  body(octets: Uint8Array): void;
}

export interface MessageReader {
  readonly tally: Readonly<LineEndTally>;
  push(part: Uint8Array): Result<void, MessageError>;
  /** A message may end within its header. */
  end(): Result<void, MessageError>;
}

export function createMessageReader(mode: LineEndsMode, sink: MessageSink): MessageReader {
  const header = new HeaderBuffer();
  let isBody = false;
  const take = (octets: Uint8Array): void => {
    if (isBody) {
      sink.body(octets);
      return;
    }
    const rest = header.add(octets);
    if (rest === undefined) return;
    isBody = true;
    sink.header(parseFields(header.text()));
    if (rest.length > 0) sink.body(rest);
  };
  const lines = createLineEnds(mode, take);
  const bounded = (): Result<void, MessageError> => (header.size > MAX_HEADER_OCTETS ? err(tooLarge()) : ok(undefined));
  return {
    tally: lines.tally,
    push(part) {
      lines.push(part);
      return bounded();
    },
    end() {
      lines.end();
      if (!isBody) sink.header(parseFields(header.text()));
      isBody = true;
      return bounded();
    },
  };
}

/** The header alone; of the body no more is read than comes with its end. */
export async function readHeader(
  message: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Result<readonly Field[], MessageError>> {
  let header: readonly Field[] | undefined;
  const reader = createMessageReader('lenient', {
    header(fields) {
      header = fields;
    },
    body() {},
  });
  for await (const part of message) {
    const read = reader.push(part);
    if (!read.ok) return read;
    if (header !== undefined) return ok(header);
  }
  const ended = reader.end();
  return ended.ok ? ok(header ?? []) : ended;
}

/** Parts of the header until the empty line that ends it. */
class HeaderBuffer {
  size = 0;
  private readonly parts: string[] = [];
  /** The last octets of what is held, where an empty line may have begun. */
  private tail = '';

  /** @returns what is behind the empty line, once it has come */
  add(octets: Uint8Array): Uint8Array | undefined {
    if (this.size > MAX_HEADER_OCTETS) return undefined;
    const part = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
    if (this.size === 0 && part.startsWith('\r\n')) return octets.subarray(2); // no header at all
    const at = (this.tail + part).indexOf('\r\n\r\n');
    const used = at < 0 ? part.length : at + 4 - this.tail.length;
    this.parts.push(at < 0 ? part : part.slice(0, used - 2));
    this.size += used;
    this.tail = (this.tail + part.slice(-3)).slice(-3);
    return at < 0 ? undefined : octets.subarray(used);
  }

  text(): string {
    return this.parts.join('');
  }
}

function tooLarge(): MessageError {
  const message = `the header section is larger than ${MAX_HEADER_OCTETS} octets`;
  return {
    code: 'message/header-too-large',
    message,
    hint: 'give a mail: header, an empty line, body',
    fault: 'peer',
    temporary: false,
  };
}
